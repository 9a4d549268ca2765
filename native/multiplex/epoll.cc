#include "multiplexer.h"

#ifdef __linux__
#include <sys/epoll.h>

#include <memory>

#include "../descriptor.h"
#include "../syscall.h"

namespace bsd_sockets {

namespace {

uint32_t toEpoll(uint32_t events) {
  constexpr uint32_t kIn = EPOLLIN;
  constexpr uint32_t kOut = EPOLLOUT;
  return ((events & kRead) != 0 ? kIn : 0u) | ((events & kWrite) != 0 ? kOut : 0u);
}

// As in CPython: anything but exactly the one event counts as the other too.
int32_t fromEpoll(uint32_t events) {
  return eventsOf((events & ~EPOLLOUT) != 0, (events & ~EPOLLIN) != 0);
}

class Epoll : public Multiplexer {
 public:
  int64_t open() override {
    const int64_t fd = systemCall<::epoll_create1>(EPOLL_CLOEXEC);
    if (fd >= 0) epoll_ = Descriptor(static_cast<int>(fd));
    return fd;
  }

  int fileno() const override { return epoll_.get(); }

  int64_t add(int fd, uint32_t events) override { return control(EPOLL_CTL_ADD, fd, events); }
  int64_t modify(int fd, uint32_t events) override { return control(EPOLL_CTL_MOD, fd, events); }
  int64_t remove(int fd) override { return control(EPOLL_CTL_DEL, fd, 0); }

  int64_t wait(Ready* ready, size_t capacity, const Deadline& deadline) override {
    if (capacity_ < capacity) {
      // Not a vector, which would fill with zeros what few waits use.
      events_.reset(new epoll_event[capacity]);
      capacity_ = capacity;
    }
    const int64_t count = systemCall<::epoll_wait>(
        epoll_.get(), events_.get(), static_cast<int>(capacity), deadline.milliseconds());
    if (count < 0) return count;
    for (size_t i = 0; i < static_cast<size_t>(count); i++) {
      ready[i] = {events_[i].data.fd, fromEpoll(events_[i].events)};
    }
    return count;
  }

 private:
  int64_t control(int operation, int fd, uint32_t events) {
    epoll_event event = {};
    event.events = toEpoll(events);
    event.data.fd = fd;
    return systemCall<::epoll_ctl>(epoll_.get(), operation, fd, &event);
  }

  Descriptor epoll_;
  std::unique_ptr<epoll_event[]> events_;
  size_t capacity_ = 0;
};

}  // namespace

std::unique_ptr<Multiplexer> makeEpoll() { return std::make_unique<Epoll>(); }

}  // namespace bsd_sockets

#else

namespace bsd_sockets {

std::unique_ptr<Multiplexer> makeEpoll() { return nullptr; }

}  // namespace bsd_sockets

#endif
