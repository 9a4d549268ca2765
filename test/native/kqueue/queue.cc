#include "queue.h"

#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include <linux/sockios.h>

#include <cerrno>
#include <vector>

namespace kqueue_double {

namespace {

int newEpoll() { return epoll_create1(EPOLL_CLOEXEC); }

int watch(int epoll, int operation, int fd, uint32_t events, uint64_t data) {
  epoll_event event = {};
  event.events = events;
  event.data.u64 = data;
  return epoll_ctl(epoll, operation, fd, &event) == 0 ? 0 : errno;
}

bool isOpen(uintptr_t fd) { return fcntl(static_cast<int>(fd), F_GETFD) != -1; }

bool isDescriptorFilter(int16_t filter) { return filter == EVFILT_READ || filter == EVFILT_WRITE; }

uint32_t epollEventsOf(int16_t filter, const Knote& knote) {
  const uint32_t edge = (knote.flags & EV_CLEAR) != 0 ? uint32_t{EPOLLET} : 0;
  if (filter == EVFILT_WRITE) return EPOLLOUT | edge;
  return EPOLLIN | (filter == EVFILT_READ ? uint32_t{EPOLLRDHUP} : 0) | edge;
}

template <typename Value>
bool option(int fd, int level, int name, Value* value) {
  socklen_t length = sizeof *value;
  return getsockopt(fd, level, name, value, &length) == 0;
}

int64_t bytesToRead(int fd) {
  struct stat status;
  if (fstat(fd, &status) == 0 && S_ISREG(status.st_mode)) {
    return status.st_size - lseek(fd, 0, SEEK_CUR);
  }
  int isListening = 0;
  tcp_info info;
  if (option(fd, SOL_SOCKET, SO_ACCEPTCONN, &isListening) && isListening != 0) {
    return option(fd, IPPROTO_TCP, TCP_INFO, &info) ? info.tcpi_unacked : 1;
  }
  int count = 0;
  return ioctl(fd, FIONREAD, &count) == 0 ? count : 1;
}

int64_t roomToWrite(int fd) {
  int size = 0;
  int queued = 0;
  if (option(fd, SOL_SOCKET, SO_SNDBUF, &size) && ioctl(fd, SIOCOUTQ, &queued) == 0) {
    return size - queued;
  }
  const int pipeSize = fcntl(fd, F_GETPIPE_SZ);
  if (pipeSize > 0 && ioctl(fd, FIONREAD, &queued) == 0) return pipeSize - queued;
  return 1;
}

itimerspec intervalOf(const Knote& knote) {
  int64_t perSecond = 1000;
  if ((knote.fflags & NOTE_SECONDS) != 0) perSecond = 1;
  if ((knote.fflags & NOTE_USECONDS) != 0) perSecond = 1'000'000;
  if ((knote.fflags & NOTE_NSECONDS) != 0) perSecond = 1'000'000'000;
  itimerspec interval = {};
  interval.it_value.tv_sec = knote.data / perSecond;
  interval.it_value.tv_nsec = knote.data % perSecond * (1'000'000'000 / perSecond);
  // Zero would stop the timer.
  if (knote.data == 0) interval.it_value.tv_nsec = 1;
  if ((knote.flags & EV_ONESHOT) == 0) interval.it_interval = interval.it_value;
  return interval;
}

uint64_t take(int source) {
  uint64_t count = 0;
  return read(source, &count, sizeof count) == sizeof count ? count : 0;
}

}  // namespace

Queue::Queue() : readers_(newEpoll()), writers_(newEpoll()), sources_(newEpoll()), kq_(newEpoll()) {
  for (const int inner : {readers_, writers_, sources_})
    watch(kq_, EPOLL_CTL_ADD, inner, EPOLLIN, 0);
}

// The creator of the queue closes kq_.
Queue::~Queue() {
  for (auto& [key, knote] : knotes_) {
    if (knote.source != -1) close(knote.source);
  }
  for (const int inner : {readers_, writers_, sources_}) close(inner);
}

int Queue::epollOf(const Key& key) const {
  if (key.first == EVFILT_READ) return readers_;
  return key.first == EVFILT_WRITE ? writers_ : sources_;
}

int Queue::apply(const struct kevent& change) {
  const Key key(change.filter, change.ident);
  const bool isKnown = change.filter == EVFILT_TIMER || change.filter == EVFILT_USER;
  if (!isKnown && !isDescriptorFilter(change.filter)) return EINVAL;
  if (isDescriptorFilter(change.filter) && !isOpen(change.ident)) return EBADF;
  if ((change.flags & EV_DELETE) != 0) return remove(key);
  if ((change.flags & EV_ADD) != 0) {
    const int error = add(key, change);
    if (error != 0) return error;
  }
  const auto found = knotes_.find(key);
  if (found == knotes_.end()) return ENOENT;
  if ((change.flags & EV_DISABLE) != 0) {
    disable(*found);
  } else if ((change.flags & EV_ENABLE) != 0 && !found->second.isEnabled) {
    const int error = enable(*found);
    if (error != 0) return error;
  }
  const uint64_t one = 1;
  const bool isTriggered = change.filter == EVFILT_USER && (change.fflags & NOTE_TRIGGER) != 0;
  if (isTriggered && write(found->second.source, &one, sizeof one) < 0) return errno;
  return 0;
}

// Adding an existing filter changes it.
int Queue::add(const Key& key, const struct kevent& change) {
  Entry& entry = *knotes_.try_emplace(key).first;
  Knote& knote = entry.second;
  knote.flags = change.flags & (EV_ONESHOT | EV_CLEAR | EV_DISPATCH);
  knote.fflags = change.fflags & ~static_cast<uint32_t>(NOTE_TRIGGER);
  knote.data = change.data;
  knote.udata = change.udata;
  if (key.first == EVFILT_TIMER) knote.flags |= EV_CLEAR;
  const int error = enable(entry);
  if (error != 0) remove(key);
  return error;
}

int Queue::remove(const Key& key) {
  const auto found = knotes_.find(key);
  if (found == knotes_.end()) return ENOENT;
  Knote& knote = found->second;
  int error = 0;
  if (knote.source != -1) {
    close(knote.source);
  } else if (knote.isEnabled && !knote.isFile) {
    // ENOENT if the descriptor was closed without the double noticing; its filters are gone too.
    error = watch(epollOf(key), EPOLL_CTL_DEL, static_cast<int>(key.second), 0, 0);
  }
  knotes_.erase(found);
  return error;
}

int Queue::enable(Entry& entry) {
  auto& [key, knote] = entry;
  if (!isDescriptorFilter(key.first)) {
    const int error = armSource(entry);
    knote.isEnabled = error == 0;
    return error;
  }
  const int fd = static_cast<int>(key.second);
  const uint32_t events = epollEventsOf(key.first, knote);
  int error = watch(epollOf(key), EPOLL_CTL_ADD, fd, events, key.second);
  if (error == EEXIST) error = watch(epollOf(key), EPOLL_CTL_MOD, fd, events, key.second);
  knote.isFile = error == EPERM;
  knote.isEnabled = error == 0 || knote.isFile;
  return knote.isFile ? 0 : error;
}

void Queue::disable(Entry& entry) {
  auto& [key, knote] = entry;
  const int fd = knote.source != -1 ? knote.source : static_cast<int>(key.second);
  if (knote.isEnabled && !knote.isFile) watch(epollOf(key), EPOLL_CTL_DEL, fd, 0, 0);
  knote.isEnabled = false;
}

int Queue::armSource(Entry& entry) {
  auto& [key, knote] = entry;
  const bool isTimer = key.first == EVFILT_TIMER;
  if (knote.source == -1) {
    knote.source = isTimer ? timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC)
                           : eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
    if (knote.source == -1) return errno;
  }
  if (isTimer) {
    const itimerspec interval = intervalOf(knote);
    if (timerfd_settime(knote.source, 0, &interval, nullptr) != 0) return errno;
  }
  const int error = watch(sources_, EPOLL_CTL_ADD, knote.source, EPOLLIN, knote.source);
  return error == EEXIST ? 0 : error;
}

void Queue::forget(int fd) {
  for (const int16_t filter : {int16_t{EVFILT_READ}, int16_t{EVFILT_WRITE}}) {
    remove(Key(filter, static_cast<uintptr_t>(fd)));
  }
}

int Queue::collect(struct kevent* events, int capacity) {
  int count = collectFiles(events, capacity);
  count += collectFrom(readers_, EVFILT_READ, events + count, capacity - count);
  count += collectFrom(writers_, EVFILT_WRITE, events + count, capacity - count);
  return count + collectFrom(sources_, 0, events + count, capacity - count);
}

int Queue::collectFiles(struct kevent* events, int capacity) {
  int count = 0;
  for (auto entry = knotes_.begin(); entry != knotes_.end() && count < capacity;) {
    const auto next = std::next(entry);
    const auto& [key, knote] = *entry;
    if (knote.isEnabled && knote.isFile && isOpen(key.second)) {
      const uint32_t ready = key.first == EVFILT_READ ? EPOLLIN : EPOLLOUT;
      count += report(*entry, ready, events + count) ? 1 : 0;
    }
    entry = next;
  }
  return count;
}

int Queue::collectFrom(int epoll, int16_t filter, struct kevent* events, int capacity) {
  if (capacity == 0) return 0;
  std::vector<epoll_event> found(static_cast<size_t>(capacity));
  const int foundCount = epoll_wait(epoll, found.data(), capacity, 0);
  int count = 0;
  for (int i = 0; i < foundCount; i++) {
    const epoll_event& event = found[static_cast<size_t>(i)];
    auto entry = knotes_.find(Key(filter, event.data.u64));
    if (filter == 0) {
      entry = knotes_.begin();
      while (entry->second.source != static_cast<int>(event.data.u64)) ++entry;
    }
    if (entry != knotes_.end() && report(*entry, event.events, events + count)) count++;
  }
  return count;
}

// Fills in an event; returns false if there is none after all.
bool Queue::report(Entry& entry, uint32_t epollEvents, struct kevent* event) {
  auto& [key, knote] = entry;
  const int fd = static_cast<int>(key.second);
  uint32_t flags = knote.flags;
  int64_t data = 0;
  if (key.first == EVFILT_READ) {
    data = bytesToRead(fd);
    if (knote.isFile && data == 0) return false;
    if ((epollEvents & (EPOLLRDHUP | EPOLLHUP)) != 0) flags |= EV_EOF;
  } else if (key.first == EVFILT_WRITE) {
    data = roomToWrite(fd);
    if ((epollEvents & (EPOLLERR | EPOLLHUP)) != 0) flags |= EV_EOF;
  } else if ((knote.flags & EV_CLEAR) != 0) {
    const auto times = static_cast<int64_t>(take(knote.source));
    if (key.first == EVFILT_TIMER) data = times;
  }
  *event = {key.second, key.first, static_cast<uint16_t>(flags), knote.fflags, data, knote.udata};
  if ((knote.flags & EV_ONESHOT) != 0) {
    remove(Key(key));
  } else if ((knote.flags & EV_DISPATCH) != 0) {
    disable(entry);
  }
  return true;
}

}  // namespace kqueue_double
