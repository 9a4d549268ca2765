// Level-triggered readiness of descriptors that are known by an index: epoll, or poll elsewhere.
#ifndef BSD_SOCKETS_BENCH_POLLER_H
#define BSD_SOCKETS_BENCH_POLLER_H

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>

#if defined(__linux__) && !defined(BENCH_POLL)
#include <sys/epoll.h>
#else
#include <poll.h>
#endif

enum { kMostReady = 1024 };

struct ready {
  int index;
  bool isReadable, isWritable;
};

#if defined(__linux__) && !defined(BENCH_POLL)

struct poller {
  int fd;
  struct epoll_event events[kMostReady];
};

static inline bool openPoller(struct poller* poller, int capacity) {
  (void)capacity;
  poller->fd = epoll_create1(EPOLL_CLOEXEC);
  return poller->fd != -1;
}

static inline bool changeWatch(struct poller* poller, int operation, int index, int fd,
                               bool isWriting) {
  struct epoll_event event = {.events = EPOLLIN | (isWriting ? EPOLLOUT : 0u)};
  event.data.u32 = (uint32_t)index;
  return epoll_ctl(poller->fd, operation, fd, &event) == 0;
}

// Watches a descriptor for reading.
static inline bool watch(struct poller* poller, int index, int fd) {
  return changeWatch(poller, EPOLL_CTL_ADD, index, fd, false);
}

// Watches it for writing too, or no more.
static inline bool watchWriting(struct poller* poller, int index, int fd, bool isWriting) {
  return changeWatch(poller, EPOLL_CTL_MOD, index, fd, isWriting);
}

// The number of entries of `ready` that it filled; 0 when the time is up; -1 and errno.
static inline int waitForReady(struct poller* poller, struct ready* ready, int milliseconds) {
  const int count = epoll_wait(poller->fd, poller->events, kMostReady, milliseconds);
  for (int i = 0; i < count; i++) {
    const uint32_t events = poller->events[i].events;
    ready[i].index = (int)poller->events[i].data.u32;
    ready[i].isReadable = (events & ~(uint32_t)EPOLLOUT) != 0;
    ready[i].isWritable = (events & EPOLLOUT) != 0;
  }
  return count;
}

#else

struct poller {
  int count;
  struct pollfd* fds;  // At its index
};

static inline bool openPoller(struct poller* poller, int capacity) {
  poller->count = 0;
  poller->fds = calloc((size_t)capacity, sizeof *poller->fds);
  return poller->fds != NULL;
}

static inline bool watch(struct poller* poller, int index, int fd) {
  poller->fds[index] = (struct pollfd){.fd = fd, .events = POLLIN};
  if (poller->count <= index) poller->count = index + 1;
  return true;
}

static inline bool watchWriting(struct poller* poller, int index, int fd, bool isWriting) {
  (void)fd;
  poller->fds[index].events = (short)(POLLIN | (isWriting ? POLLOUT : 0));
  return true;
}

static inline int waitForReady(struct poller* poller, struct ready* ready, int milliseconds) {
  int left = poll(poller->fds, (nfds_t)poller->count, milliseconds);
  if (left <= 0) return left;
  int found = 0;
  for (int index = 0; left > 0 && found < kMostReady; index++) {
    const int events = poller->fds[index].revents;
    if (events == 0) continue;
    ready[found++] = (struct ready){index, (events & ~POLLOUT) != 0, (events & POLLOUT) != 0};
    left--;
  }
  return found;
}

#endif

#endif
