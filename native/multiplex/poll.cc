#include <poll.h>

#include <cerrno>
#include <memory>
#include <unordered_map>
#include <vector>

#include "../syscall.h"
#include "multiplexer.h"

namespace bsd_sockets {

namespace {

short toPoll(uint32_t events) {
  return static_cast<short>(((events & kRead) != 0 ? POLLIN : 0) |
                            ((events & kWrite) != 0 ? POLLOUT : 0));
}

// As in CPython: anything but exactly the one event counts as the other too.
int32_t fromPoll(short events) {
  return eventsOf((events & ~POLLOUT) != 0, (events & ~POLLIN) != 0);
}

class Poll : public Multiplexer {
 public:
  int64_t add(int fd, uint32_t events) override {
    if (positions_.count(fd) != 0) return -EEXIST;
    positions_[fd] = entries_.size();
    entries_.push_back({fd, toPoll(events), 0});
    return 0;
  }

  int64_t modify(int fd, uint32_t events) override {
    const auto found = positions_.find(fd);
    if (found == positions_.end()) return -ENOENT;
    entries_[found->second].events = toPoll(events);
    return 0;
  }

  // The last entry moves to the free place, so that removing takes the same time for any number.
  int64_t remove(int fd) override {
    const auto found = positions_.find(fd);
    if (found == positions_.end()) return -ENOENT;
    const size_t position = found->second;
    positions_.erase(found);
    if (position != entries_.size() - 1) {
      entries_[position] = entries_.back();
      positions_[entries_[position].fd] = position;
    }
    entries_.pop_back();
    return 0;
  }

  int64_t wait(Ready* ready, size_t capacity, const Deadline& deadline) override {
    const int64_t count = systemCall<::poll>(entries_.data(), static_cast<nfds_t>(entries_.size()),
                                             deadline.milliseconds());
    if (count <= 0) return count;
    size_t written = 0;
    for (const pollfd& entry : entries_) {
      if (written == capacity || static_cast<int64_t>(written) == count) break;
      if (entry.revents != 0) ready[written++] = {entry.fd, fromPoll(entry.revents)};
    }
    return static_cast<int64_t>(written);
  }

 private:
  std::vector<pollfd> entries_;
  std::unordered_map<int, size_t> positions_;
};

}  // namespace

std::unique_ptr<Multiplexer> makePoll() { return std::make_unique<Poll>(); }

}  // namespace bsd_sockets
