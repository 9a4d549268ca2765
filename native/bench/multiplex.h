// The ways to wait for many descriptors, for the reference programs: one interface, and the same
// verbs for each backend. It includes what a C program would write against the system calls, and
// no more: no registry beside the kernel's, except where poll and select leave it to the program.

#ifndef BSD_SOCKETS_BENCH_MULTIPLEX_H
#define BSD_SOCKETS_BENCH_MULTIPLEX_H

#include <err.h>
#include <limits.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/select.h>
#include <unistd.h>

#ifdef __linux__
#include <sys/epoll.h>
#else
#include <sys/event.h>
#endif

// A descriptor that is watched for reading, and what happens then.
struct watcher {
  int fd;
  void (*callback)(struct watcher *self);
  // Where the callback writes to.
  int target;
  // Where poll has it.
  int position;
};

struct backend {
  const char *name;
  // The highest descriptor that it can watch.
  int highest;
  // Makes room for so many.
  void (*open)(int capacity);
  void (*add)(struct watcher *watcher);
  void (*remove)(struct watcher *watcher);
  // Waits until something is ready; writes those to `ready`, and gives their number.
  int (*wait)(struct watcher **ready);
  void (*close)(void);
};

static inline void *allocate(size_t count, size_t size) {
  void *memory = calloc(count > 0 ? count : 1, size);
  if (memory == NULL) err(1, "calloc");
  return memory;
}

// select

static struct {
  fd_set readers;
  int highest;
  struct watcher *watchers[FD_SETSIZE];
} select_state;

static void select_open(int capacity) {
  (void)capacity;
  FD_ZERO(&select_state.readers);
  select_state.highest = -1;
}

static void select_add(struct watcher *watcher) {
  FD_SET(watcher->fd, &select_state.readers);
  select_state.watchers[watcher->fd] = watcher;
  if (watcher->fd > select_state.highest) select_state.highest = watcher->fd;
}

static void select_remove(struct watcher *watcher) {
  int highest = select_state.highest;
  FD_CLR(watcher->fd, &select_state.readers);
  while (highest >= 0 && !FD_ISSET(highest, &select_state.readers)) highest--;
  select_state.highest = highest;
}

static int select_wait(struct watcher **ready) {
  fd_set readers = select_state.readers;
  const int count = select(select_state.highest + 1, &readers, NULL, NULL, NULL);
  if (count < 0) err(1, "select");
  int found = 0;
  for (int fd = 0; found < count; fd++) {
    if (FD_ISSET(fd, &readers)) ready[found++] = select_state.watchers[fd];
  }
  return found;
}

static void select_close(void) {}

// poll

static struct {
  struct pollfd *entries;
  struct watcher **watchers;
  int count;
} poll_state;

static void poll_open(int capacity) {
  poll_state.entries = allocate((size_t)capacity, sizeof *poll_state.entries);
  poll_state.watchers = allocate((size_t)capacity, sizeof *poll_state.watchers);
  poll_state.count = 0;
}

static void poll_put(struct watcher *watcher, int position) {
  poll_state.entries[position] = (struct pollfd){.fd = watcher->fd, .events = POLLIN};
  poll_state.watchers[position] = watcher;
  watcher->position = position;
}

static void poll_add(struct watcher *watcher) { poll_put(watcher, poll_state.count++); }

// The last takes the place that is left.
static void poll_remove(struct watcher *watcher) {
  poll_put(poll_state.watchers[--poll_state.count], watcher->position);
}

static int poll_wait(struct watcher **ready) {
  const int count = poll(poll_state.entries, (nfds_t)poll_state.count, -1);
  if (count < 0) err(1, "poll");
  int found = 0;
  for (int i = 0; found < count; i++) {
    if (poll_state.entries[i].revents != 0) ready[found++] = poll_state.watchers[i];
  }
  return found;
}

static void poll_close(void) {
  free(poll_state.entries);
  free(poll_state.watchers);
}

#ifdef __linux__

// epoll

static struct {
  int fd;
  int capacity;
  struct epoll_event *events;
} epoll_state;

static void epoll_open(int capacity) {
  epoll_state.fd = epoll_create1(EPOLL_CLOEXEC);
  if (epoll_state.fd < 0) err(1, "epoll_create1");
  epoll_state.capacity = capacity;
  epoll_state.events = allocate((size_t)capacity, sizeof *epoll_state.events);
}

static void epoll_add(struct watcher *watcher) {
  struct epoll_event event = {.events = EPOLLIN, .data = {.ptr = watcher}};
  if (epoll_ctl(epoll_state.fd, EPOLL_CTL_ADD, watcher->fd, &event) < 0) err(1, "epoll_ctl");
}

static void epoll_remove(struct watcher *watcher) {
  if (epoll_ctl(epoll_state.fd, EPOLL_CTL_DEL, watcher->fd, NULL) < 0) err(1, "epoll_ctl");
}

static int epoll_ready(struct watcher **ready) {
  const int count = epoll_wait(epoll_state.fd, epoll_state.events, epoll_state.capacity, -1);
  if (count < 0) err(1, "epoll_wait");
  for (int i = 0; i < count; i++) ready[i] = epoll_state.events[i].data.ptr;
  return count;
}

static void epoll_close(void) {
  free(epoll_state.events);
  close(epoll_state.fd);
}

#else

// kqueue

static struct {
  int fd;
  int capacity;
  struct kevent *events;
} kqueue_state;

static void kqueue_open(int capacity) {
  kqueue_state.fd = kqueue();
  if (kqueue_state.fd < 0) err(1, "kqueue");
  kqueue_state.capacity = capacity;
  kqueue_state.events = allocate((size_t)capacity, sizeof *kqueue_state.events);
}

static void kqueue_change(struct watcher *watcher, int action) {
  struct kevent change;
  EV_SET(&change, watcher->fd, EVFILT_READ, action, 0, 0, watcher);
  if (kevent(kqueue_state.fd, &change, 1, NULL, 0, NULL) < 0) err(1, "kevent");
}

static void kqueue_add(struct watcher *watcher) { kqueue_change(watcher, EV_ADD); }
static void kqueue_remove(struct watcher *watcher) { kqueue_change(watcher, EV_DELETE); }

static int kqueue_wait(struct watcher **ready) {
  const int count =
      kevent(kqueue_state.fd, NULL, 0, kqueue_state.events, kqueue_state.capacity, NULL);
  if (count < 0) err(1, "kevent");
  for (int i = 0; i < count; i++) ready[i] = kqueue_state.events[i].udata;
  return count;
}

static void kqueue_close(void) {
  free(kqueue_state.events);
  close(kqueue_state.fd);
}

#endif

static const struct backend backends[] = {
    {"select", FD_SETSIZE - 1, select_open, select_add, select_remove, select_wait, select_close},
    {"poll", INT_MAX, poll_open, poll_add, poll_remove, poll_wait, poll_close},
#ifdef __linux__
    {"epoll", INT_MAX, epoll_open, epoll_add, epoll_remove, epoll_ready, epoll_close},
#else
    {"kqueue", INT_MAX, kqueue_open, kqueue_add, kqueue_remove, kqueue_wait, kqueue_close},
#endif
};

// The backend of a name; NULL when this system has none.
static inline const struct backend *find_backend(const char *name) {
  for (size_t i = 0; i < sizeof backends / sizeof *backends; i++) {
    if (strcmp(backends[i].name, name) == 0) return &backends[i];
  }
  return NULL;
}

#endif
