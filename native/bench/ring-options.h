// The options of ring:
//
//   -k KIND    ring; churn: every event unregisters and registers its descriptor; idle: n pairs
//              where nothing happens, beside those that send a byte to and fro; ready: the first
//              bytes are left where they are, and found by as many waits as there would be writes
//   -n PAIRS   -a ACTIVE   -w WRITES after the first   -m METHOD   -r RUNS
//   -b RUNS    before those: of ten pairs and not measured, for what compiles itself while it runs

#ifndef BSD_SOCKETS_BENCH_RING_OPTIONS_H
#define BSD_SOCKETS_BENCH_RING_OPTIONS_H

#include <err.h>
#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static struct {
  const char *kind;
  const char *method;
  int pairs, active, writes, runs, runs_before;
} options = {"ring", "poll", 100, 1, 100, 25, 0};

static bool is_kind(const char *kind) { return strcmp(options.kind, kind) == 0; }

static const struct {
  char letter;
  int lowest;
  int *value;
} numbers[] = {
    {'n', 1, &options.pairs}, {'a', 0, &options.active},      {'w', 0, &options.writes},
    {'r', 1, &options.runs},  {'b', 0, &options.runs_before},
};

static int number(char letter, const char *text, int lowest) {
  char *end;
  errno = 0;
  const long value = strtol(text, &end, 10);
  if (errno != 0 || end == text || *end != '\0' || value < lowest || value > 1000000000) {
    errx(2, "-%c must be an integer from %d to 1000000000, not %s", letter, lowest, text);
  }
  return (int)value;
}

static void read_number(char letter, const char *text) {
  for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
    if (numbers[i].letter != letter) continue;
    *numbers[i].value = number(letter, text, numbers[i].lowest);
  }
}

static void read_options(int argc, char **argv) {
  for (int letter; (letter = getopt(argc, argv, "k:m:n:a:w:r:b:")) != -1;) {
    if (letter == '?')
      errx(2, "use: ring [-k ring|churn|idle|ready] [-m method] [-n|-a|-w|-r|-b n]");
    if (letter == 'k') options.kind = optarg;
    if (letter == 'm') options.method = optarg;
    read_number((char)letter, optarg);
  }
  if (optind < argc) errx(2, "%s is no option", argv[optind]);
}

static void check_options(void) {
  const bool is_known = is_kind("ring") || is_kind("churn") || is_kind("idle") || is_kind("ready");
  if (!is_known) errx(2, "-k must be ring, churn, idle or ready, not %s", options.kind);
  if (!is_kind("idle") && options.active > options.pairs) errx(2, "-a must not be above -n");
  if (options.active == 0 && options.writes > 0) errx(2, "-w needs -a above 0");
}

#endif
