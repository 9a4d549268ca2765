// What the kernel's accounting says of another process: all of its threads together.
#ifndef BSD_SOCKETS_BENCH_ACCOUNTING_H
#define BSD_SOCKETS_BENCH_ACCOUNTING_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/types.h>
#include <time.h>
#include <unistd.h>

#ifdef __APPLE__
#include <libproc.h>
#include <mach/mach_time.h>
#include <sys/resource.h>
#endif

struct processorTime {
  double total;  // Nanoseconds, exact to the context switch
  // In units of their own, for their ratio alone. Where the kernel samples who runs at each tick
  // (CONFIG_TICK_CPU_ACCOUNTING: some hundred times a second), only long runs give a good ratio.
  double user, system;
};

#ifdef __APPLE__

static inline bool processorTimeOf(pid_t pid, struct processorTime* time) {
  struct rusage_info_v2 usage;
  mach_timebase_info_data_t base;
  if (proc_pid_rusage(pid, RUSAGE_INFO_V2, (rusage_info_t*)&usage) != 0) return false;
  if (mach_timebase_info(&base) != KERN_SUCCESS) return false;
  time->user = (double)usage.ri_user_time * base.numer / base.denom;
  time->system = (double)usage.ri_system_time * base.numer / base.denom;
  time->total = time->user + time->system;
  return true;
}

static inline bool residentBytesOf(pid_t pid, double* bytes) {
  struct rusage_info_v2 usage;
  if (proc_pid_rusage(pid, RUSAGE_INFO_V2, (rusage_info_t*)&usage) != 0) return false;
  *bytes = (double)usage.ri_resident_size;
  return true;
}

#else

static inline FILE* openProcessFile(pid_t pid, const char* name) {
  char path[64];
  snprintf(path, sizeof path, "/proc/%d/%s", (int)pid, name);
  return fopen(path, "re");
}

static inline bool readSplit(pid_t pid, struct processorTime* time) {
  FILE* file = openProcessFile(pid, "stat");
  if (file == NULL) return false;
  char line[1024];
  const bool isRead = fgets(line, sizeof line, file) != NULL;
  fclose(file);
  // The second field is the program's name, which may hold spaces and parentheses.
  const char* rest = isRead ? strrchr(line, ')') : NULL;
  return rest != NULL && sscanf(rest + 1, " %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lf %lf",
                                &time->user, &time->system) == 2;
}

static inline bool processorTimeOf(pid_t pid, struct processorTime* time) {
  clockid_t clock;
  struct timespec now;
  if (clock_getcpuclockid(pid, &clock) != 0 || clock_gettime(clock, &now) != 0) return false;
  time->total = (double)now.tv_sec * 1e9 + (double)now.tv_nsec;
  return readSplit(pid, time);
}

// From smaps_rollup, which counts pages. The sums in status may lag behind by some dozen pages for
// each processor.
static inline bool residentBytesOf(pid_t pid, double* bytes) {
  FILE* file = openProcessFile(pid, "smaps_rollup");
  if (file == NULL) return false;
  char line[256];
  double kibibytes = -1;
  while (kibibytes < 0 && fgets(line, sizeof line, file) != NULL) {
    if (sscanf(line, "Rss: %lf kB", &kibibytes) != 1) kibibytes = -1;
  }
  fclose(file);
  *bytes = kibibytes * 1024;
  return kibibytes >= 0;
}

#endif

#endif
