#include "kqueue.h"

#include "multiplexer.h"

#ifdef BSD_SOCKETS_HAS_KQUEUE
#include <fcntl.h>

#include <algorithm>
#include <cerrno>
#include <memory>
#include <unordered_map>
#include <vector>

#include "../descriptor.h"
#include "../syscall.h"

namespace bsd_sockets {

namespace {

// kqueue watches (descriptor, filter) pairs, so a descriptor can be two entries of its result. They
// are merged here.
class Kqueue : public Multiplexer {
 public:
  int64_t open() override {
    const int64_t fd = systemCall<::kqueue>();
    if (fd < 0) return fd;
    kqueue_ = Descriptor(static_cast<int>(fd));
    return systemCall<::fcntl>(kqueue_.get(), F_SETFD, FD_CLOEXEC);
  }

  int fileno() const override { return kqueue_.get(); }

  int64_t add(int fd, uint32_t events) override {
    if (watched_.count(fd) != 0) return -EEXIST;
    return change(fd, 0, events);
  }

  int64_t modify(int fd, uint32_t events) override {
    const auto found = watched_.find(fd);
    return found == watched_.end() ? -ENOENT : change(fd, found->second, events);
  }

  int64_t remove(int fd) override {
    const auto found = watched_.find(fd);
    return found == watched_.end() ? -ENOENT : change(fd, found->second, 0);
  }

  int64_t wait(Ready* ready, size_t capacity, const Deadline& deadline) override {
    // Room for both filters of each descriptor, whatever the capacity, because they become one
    // entry. Without any room, kevent would not wait.
    const size_t room = std::max<size_t>(2 * watched_.size(), 1);
    if (events_.size() < room) events_.resize(room);
    timespec timeout;
    const bool ends = deadline.split(&timeout.tv_sec, &timeout.tv_nsec, 1'000'000'000);
    const int64_t count = systemCall<::kevent>(
        kqueue_.get(), static_cast<const struct kevent*>(nullptr), 0, events_.data(),
        static_cast<int>(room), ends ? &timeout : static_cast<const timespec*>(nullptr));
    return count <= 0 ? count : merge(ready, capacity, static_cast<size_t>(count));
  }

 private:
  int64_t merge(Ready* ready, size_t capacity, size_t count) {
    positions_.clear();
    size_t written = 0;
    for (size_t i = 0; i < count; i++) {
      const int fd = static_cast<int>(events_[i].ident);
      const bool isRead = events_[i].filter == EVFILT_READ;
      const auto [position, isNew] = positions_.emplace(fd, written);
      if (isNew && written < capacity) ready[written++] = {fd, 0};
      if (position->second < capacity) ready[position->second].events |= eventsOf(isRead, !isRead);
    }
    return static_cast<int64_t>(written);
  }

  // Adds the new filters before it deletes the old ones, so that a failure leaves the old ones. It
  // also adds filters that should exist already: closing a descriptor removes its filters, and its
  // number may have been reused.
  int64_t change(int fd, uint32_t before, uint32_t after) {
    uint32_t added = 0;
    for (const uint32_t event : {kRead, kWrite}) {
      if ((after & event) == 0) continue;
      const int64_t result = filter(fd, event, EV_ADD);
      if (result < 0) {
        if ((added & ~before) != 0) filter(fd, added, EV_DELETE);
        return result;
      }
      added |= event;
    }
    int64_t failure = 0;
    for (const uint32_t event : {kRead, kWrite}) {
      if ((before & ~after & event) == 0) continue;
      const int64_t result = filter(fd, event, EV_DELETE);
      if (result < 0) failure = result;
    }
    if (after == 0) {
      watched_.erase(fd);
      return failure;
    }
    // It does not matter if a filter was gone already.
    watched_[fd] = after;
    return 0;
  }

  int64_t filter(int fd, uint32_t event, int action) {
    struct kevent request;
    EV_SET(&request, fd, event == kRead ? EVFILT_READ : EVFILT_WRITE, action, 0, 0, nullptr);
    return systemCall<::kevent>(kqueue_.get(), &request, 1, static_cast<struct kevent*>(nullptr), 0,
                                static_cast<const timespec*>(nullptr));
  }

  Descriptor kqueue_;
  std::unordered_map<int, uint32_t> watched_;
  std::unordered_map<int, size_t> positions_;
  std::vector<struct kevent> events_;
};

}  // namespace

std::unique_ptr<Multiplexer> makeKqueue() { return std::make_unique<Kqueue>(); }

}  // namespace bsd_sockets

#else

namespace bsd_sockets {

std::unique_ptr<Multiplexer> makeKqueue() { return nullptr; }

}  // namespace bsd_sockets

#endif
