#include <sys/select.h>

#include <algorithm>
#include <cerrno>
#include <memory>

#include "../syscall.h"
#include "multiplexer.h"

namespace bsd_sockets {

namespace {

class Select : public Multiplexer {
 public:
  Select() {
    FD_ZERO(&readers_);
    FD_ZERO(&writers_);
  }

  // FD_SET of a higher descriptor would write past the set.
  int highestDescriptor() const override { return FD_SETSIZE - 1; }

  int64_t add(int fd, uint32_t events) override {
    if (isWatched(fd)) return -EEXIST;
    set(fd, events);
    highest_ = std::max(highest_, fd);
    return 0;
  }

  int64_t modify(int fd, uint32_t events) override {
    if (!isWatched(fd)) return -ENOENT;
    set(fd, events);
    return 0;
  }

  int64_t remove(int fd) override {
    if (!isWatched(fd)) return -ENOENT;
    set(fd, 0);
    while (highest_ >= 0 && !isWatched(highest_)) highest_--;
    return 0;
  }

  int64_t wait(Ready* ready, size_t capacity, const Deadline& deadline) override {
    fd_set readers = readers_;
    fd_set writers = writers_;
    timeval timeout;
    const bool ends = deadline.split(&timeout.tv_sec, &timeout.tv_usec, 1'000'000);
    const int64_t count =
        systemCall<::select>(highest_ + 1, &readers, &writers, static_cast<fd_set*>(nullptr),
                             ends ? &timeout : static_cast<timeval*>(nullptr));
    if (count <= 0) return count;
    size_t written = 0;
    for (int fd = 0; fd <= highest_ && written < capacity; fd++) {
      const int32_t events = eventsOf(FD_ISSET(fd, &readers), FD_ISSET(fd, &writers));
      if (events != 0) ready[written++] = {fd, events};
    }
    return static_cast<int64_t>(written);
  }

 private:
  bool isWatched(int fd) const { return FD_ISSET(fd, &readers_) || FD_ISSET(fd, &writers_); }

  void set(int fd, uint32_t events) {
    FD_CLR(fd, &readers_);
    FD_CLR(fd, &writers_);
    if ((events & kRead) != 0) FD_SET(fd, &readers_);
    if ((events & kWrite) != 0) FD_SET(fd, &writers_);
  }

  fd_set readers_;
  fd_set writers_;
  int highest_ = -1;
};

}  // namespace

std::unique_ptr<Multiplexer> makeSelect() { return std::make_unique<Select>(); }

}  // namespace bsd_sockets
