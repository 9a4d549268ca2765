#ifndef BSD_SOCKETS_MULTIPLEX_MULTIPLEXER_H
#define BSD_SOCKETS_MULTIPLEX_MULTIPLEXER_H

#include <cstddef>
#include <cstdint>
#include <memory>
#include <unordered_map>
#include <utility>

#include "../waiting/deadline.h"

namespace bsd_sockets {

// The events, by the numbers of `selectors`. Errors and hang-ups are reported as both.
constexpr uint32_t kRead = 1;
constexpr uint32_t kWrite = 2;

constexpr int32_t eventsOf(bool readable, bool writable) {
  return static_cast<int32_t>((readable ? kRead : 0) | (writable ? kWrite : 0));
}

// A ready descriptor, as in the Int32Array of a wait.
struct Ready {
  int32_t fd;
  int32_t events;
};

// The most events of one wait, which allocates a structure for each.
constexpr size_t kLargestBatch = 1 << 20;

// A way to wait for many descriptors. Every backend implements these verbs, in this order. Each
// makes at most one system call that can fail, and returns >= 0 or -errno.
class Multiplexer {
 public:
  Multiplexer() = default;
  virtual ~Multiplexer() = default;
  Multiplexer(const Multiplexer&) = delete;
  Multiplexer& operator=(const Multiplexer&) = delete;

  virtual int64_t open() { return 0; }
  // The descriptor of the epoll or kqueue; -1 for backends without one, or when it was closed.
  virtual int fileno() const { return -1; }
  // The highest descriptor that it can watch.
  virtual int highestDescriptor() const;
  virtual int64_t add(int fd, uint32_t events) = 0;
  virtual int64_t modify(int fd, uint32_t events) = 0;
  virtual int64_t remove(int fd) = 0;
  // Waits once, writes an entry for each ready descriptor to `ready`, and returns their number.
  virtual int64_t wait(Ready* ready, size_t capacity, const Deadline& deadline) = 0;
};

// The factories of the backends; null where the operating system lacks the backend.
std::unique_ptr<Multiplexer> makeEpoll();
std::unique_ptr<Multiplexer> makeKqueue();
std::unique_ptr<Multiplexer> makePoll();
std::unique_ptr<Multiplexer> makeSelect();

// The open multiplexers of one thread, by number. No number is used twice, so a closed
// multiplexer's number is refused and never means another one.
class MultiplexerTable {
 public:
  int64_t insert(std::unique_ptr<Multiplexer> multiplexer) {
    const int64_t id = ++last_;
    open_.emplace(id, std::move(multiplexer));
    return id;
  }
  Multiplexer* find(int64_t id) {
    if (id == foundId_) return found_;
    const auto found = open_.find(id);
    if (found == open_.end()) return nullptr;
    foundId_ = id;
    found_ = found->second.get();
    return found_;
  }
  void erase(int64_t id) {
    open_.erase(id);
    foundId_ = 0;
  }

 private:
  std::unordered_map<int64_t, std::unique_ptr<Multiplexer>> open_;
  int64_t last_ = 0;
  // The last one found, because most programs have only one. No multiplexer has the number 0.
  int64_t foundId_ = 0;
  Multiplexer* found_ = nullptr;
};

}  // namespace bsd_sockets

#endif
