#ifndef BSD_SOCKETS_DESCRIPTOR_H
#define BSD_SOCKETS_DESCRIPTOR_H

#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <unordered_map>
#include <utility>

#include "interrupt/interrupt.h"
#include "interrupt/waker.h"
#include "syscall.h"

namespace bsd_sockets {

// Closes a descriptor that other threads may be blocked on. -EBADF, and nothing is closed, when the
// number was closed since a moment: it may name another descriptor by now.
inline int64_t closeDescriptor(int fd, int64_t since = Waker::kForever) {
  return Waker::beginClose(fd, since) ? systemCall<::close>(fd) : -EBADF;
}

// A descriptor that the addon made for itself; its owner's destructor closes it. Any thread may
// close it by its number, and the number may then be reused. So a Descriptor remembers when it got
// the number, and has no descriptor any more after such a close.
class Descriptor {
 public:
  static constexpr int kNone = -1;

  Descriptor() = default;
  explicit Descriptor(int fd) : fd_(fd), since_(Waker::moment()) {}
  Descriptor(Descriptor&& other) noexcept
      : fd_(std::exchange(other.fd_, kNone)), since_(other.since_) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    std::swap(fd_, other.fd_);
    std::swap(since_, other.since_);
    return *this;
  }
  ~Descriptor() { close(); }

  // kNone, with which a system call fails with EBADF, if there is none or it was closed elsewhere.
  int get() const {
    const int64_t now = Waker::moment();
    if (now != since_) {
      if (Waker::wasClosedSince(fd_, since_)) return kNone;
      since_ = now;
    }
    return fd_;
  }
  // Leaves the descriptor open, for another owner.
  int release() { return std::exchange(fd_, kNone); }
  void close() {
    const int fd = release();
    if (fd != kNone) closeDescriptor(fd, since_);
  }

 private:
  int fd_ = kNone;
  // The last moment at which it was known to be open.
  mutable int64_t since_ = 0;
};

// The descriptors that a worker made and has not closed. A worker may be terminated at any moment,
// and then none of its own JavaScript runs to close them.
class OwnedDescriptors {
 public:
  explicit OwnedDescriptors(const JavaScriptThread& thread) : thread_(thread) {}
  OwnedDescriptors(const OwnedDescriptors&) = delete;
  OwnedDescriptors& operator=(const OwnedDescriptors&) = delete;
  ~OwnedDescriptors() {
    for (const auto& [fd, since] : fds_) closeDescriptor(static_cast<int>(fd), since);
  }
  // Takes the result of the call that made the descriptor, and returns it; ignores a failure.
  int64_t own(int64_t fd) {
    if (fd >= 0 && !thread_.isMain()) fds_[fd] = Waker::moment();
    return fd;
  }
  void disown(int64_t fd) {
    if (!thread_.isMain()) fds_.erase(fd);
  }

 private:
  const JavaScriptThread& thread_;
  // Each with the moment at which it was made.
  std::unordered_map<int64_t, int64_t> fds_;
};

}  // namespace bsd_sockets

#endif
