// Socket pairs in a ring, after the benchmark that came with libevent: a byte that arrives at one
// pair is written on to the next. The reference for src/bench/programs/ring.ts and ring.py, which
// do the same with the same options: see ring-options.h.
//
// Prints one line of JSON: nanoseconds and counts, a value for each run.

#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>

#include "multiplex.h"
#include "ring-options.h"

// For what the program itself has open.
#define OTHER_DESCRIPTORS 16

enum { REGISTRATION, WAIT, TOTAL, UNREGISTRATION, SELECTS, READS, WRITES, FIGURES };

static const char *const figure_names[FIGURES] = {
    "registration", "wait", "total", "unregistration", "selects", "reads", "writes",
};

// The ring that is not measured.
enum { FIRST_PAIRS = 10, FIRST_ACTIVE = 1, FIRST_WRITES = 200 };

static const struct backend *backend;

struct sockets {
  struct watcher *watchers;
  int watched;
  // The ends that get the first bytes.
  int *starts;
  int active;
  int (*pairs)[2];
  int pair_count;
  // What was ready last.
  struct watcher **ready;
};

static int64_t selects, reads, writes, writes_left;
// How many waits only look; before they are over, nothing is read.
static int64_t looks;

static int64_t now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

static void write_byte(int fd, char byte) {
  if (send(fd, &byte, 1, 0) != 1) err(1, "send");
  writes++;
}

static void forward(struct watcher *self) {
  char byte;
  if (recv(self->fd, &byte, 1, 0) != 1) err(1, "recv");
  reads++;
  if (writes_left == 0) return;
  writes_left--;
  write_byte(self->target, byte);
}

static void forward_anew(struct watcher *self) {
  backend->remove(self);
  forward(self);
  backend->add(self);
}

static void forward_unless_looking(struct watcher *self) {
  if (looks == 0) forward(self);
}

static void add_watcher(struct sockets *sockets, int fd, int target) {
  if (fd > backend->highest) errx(2, "%s is limited to FD_SETSIZE", backend->name);
  sockets->watchers[sockets->watched++] = (struct watcher){
      .fd = fd,
      .target = target,
      .callback = is_kind("churn")   ? forward_anew
                  : is_kind("ready") ? forward_unless_looking
                                     : forward,
  };
}

static int *make_pair(struct sockets *sockets) {
  int *ends = sockets->pairs[sockets->pair_count++];
  if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends) < 0) err(1, "socketpair");
  for (int i = 0; i < 2; i++) {
    if (fcntl(ends[i], F_SETFL, O_NONBLOCK) < 0) err(1, "fcntl");
  }
  return ends;
}

// Each pair has its reading end watched, and writes to the next.
static void make_ring(struct sockets *sockets, int count) {
  for (int i = 0; i < count; i++) make_pair(sockets);
  for (int i = 0; i < count; i++) {
    add_watcher(sockets, sockets->pairs[i][0], sockets->pairs[(i + 1) % count][1]);
  }
  for (int64_t i = 0; i < sockets->active; i++) {
    sockets->starts[i] = sockets->pairs[i * count / sockets->active][1];
  }
}

// Of an active pair both ends are watched, and answer what they get.
static void make_idle(struct sockets *sockets, int count) {
  for (int i = 0; i < count; i++) {
    const int *ends = make_pair(sockets);
    add_watcher(sockets, ends[0], ends[0]);
  }
  for (int i = 0; i < sockets->active; i++) {
    const int *ends = make_pair(sockets);
    add_watcher(sockets, ends[0], ends[0]);
    add_watcher(sockets, ends[1], ends[1]);
    sockets->starts[i] = ends[1];
  }
}

static struct sockets make_sockets(int pairs, int active) {
  const size_t most = (size_t)pairs + 2 * (size_t)active;
  struct sockets sockets = {
      .watchers = allocate(most, sizeof *sockets.watchers),
      .starts = allocate((size_t)active, sizeof *sockets.starts),
      .active = active,
      .pairs = allocate(most, sizeof *sockets.pairs),
      .ready = allocate(most, sizeof *sockets.ready),
  };
  if (is_kind("idle"))
    make_idle(&sockets, pairs);
  else
    make_ring(&sockets, pairs);
  return sockets;
}

static void close_sockets(struct sockets *sockets) {
  for (int i = 0; i < sockets->pair_count; i++) {
    close(sockets->pairs[i][0]);
    close(sockets->pairs[i][1]);
  }
  free(sockets->pairs);
  free(sockets->watchers);
  free(sockets->starts);
  free(sockets->ready);
}

static void loop(struct watcher **ready) {
  while (looks > 0 ? selects < looks : reads < writes) {
    const int count = backend->wait(ready);
    selects++;
    for (int i = 0; i < count; i++) ready[i]->callback(ready[i]);
  }
}

static void run(const struct sockets *sockets, int writes_after, double figures[FIGURES]) {
  const int watched = sockets->watched;
  struct watcher *watchers = sockets->watchers;
  selects = reads = writes = 0;
  looks = is_kind("ready") ? writes_after : 0;
  writes_left = writes_after - looks;
  backend->open(watched);
  const int64_t began = now();
  for (int i = 0; i < watched; i++) backend->add(&watchers[i]);
  const int64_t registered = now();
  for (int i = 0; i < sockets->active; i++) write_byte(sockets->starts[i], 'e');
  const int64_t started = now();
  loop(sockets->ready);
  const int64_t ended = now();
  const int64_t measured_selects = selects;
  looks = 0;
  loop(sockets->ready);
  const int64_t drained = now();
  for (int i = 0; i < watched; i++) backend->remove(&watchers[i]);
  const int64_t unregistered = now();
  backend->close();
  const int64_t measured[FIGURES] = {
      registered - began, ended - started, ended - began, unregistered - drained,
      measured_selects,   reads,           writes,
  };
  for (int i = 0; i < FIGURES; i++) figures[i] = (double)measured[i];
}

static void run_before(void) {
  if (options.runs_before == 0) return;
  struct sockets sockets = make_sockets(FIRST_PAIRS, FIRST_ACTIVE);
  double figures[FIGURES];
  for (int i = 0; i < options.runs_before; i++) run(&sockets, FIRST_WRITES, figures);
  close_sockets(&sockets);
}

static void print_figures(double (*figures)[FIGURES]) {
  for (int name = 0; name < FIGURES; name++) {
    printf("%s\"%s\":", name == 0 ? "{" : ",", figure_names[name]);
    for (int i = 0; i < options.runs; i++) printf("%c%.0f", i == 0 ? '[' : ',', figures[i][name]);
    printf("]");
  }
  printf("}\n");
}

static void raise_limit(int64_t wanted) {
  struct rlimit limit;
  if (getrlimit(RLIMIT_NOFILE, &limit) < 0) err(1, "getrlimit");
  if (limit.rlim_cur >= (rlim_t)wanted) return;
  limit.rlim_cur = (rlim_t)wanted;
  if (limit.rlim_max < (rlim_t)wanted || setrlimit(RLIMIT_NOFILE, &limit) < 0) {
    errx(2, "-n %d needs %lld descriptors, and %lld are allowed", options.pairs, (long long)wanted,
         (long long)limit.rlim_max);
  }
}

int main(int argc, char **argv) {
  read_options(argc, argv);
  check_options();
  backend = find_backend(options.method);
  if (backend == NULL) errx(2, "-m %s: not on this system", options.method);
  const int64_t pairs = (int64_t)options.pairs + (is_kind("idle") ? options.active : 0);
  raise_limit(2 * pairs + OTHER_DESCRIPTORS);
  run_before();
  struct sockets sockets = make_sockets(options.pairs, options.active);
  double(*figures)[FIGURES] = allocate((size_t)options.runs, sizeof *figures);
  for (int i = 0; i < options.runs; i++) run(&sockets, options.writes, figures[i]);
  close_sockets(&sockets);
  print_figures(figures);
  return 0;
}
