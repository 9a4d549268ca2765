#ifndef BSD_SOCKETS_INTERRUPT_LOOP_EVENTS_H
#define BSD_SOCKETS_INTERRUPT_LOOP_EVENTS_H

#ifdef __linux__
#include <sys/epoll.h>
#include <unistd.h>
#endif

#include <cstddef>

namespace bsd_sockets {

// Detects whose event loop something was sent to since the last check, without disturbing the loop.
// Its epoll is edge-triggered, so a message that waits in the loop of a blocked thread counts once.
// It is open only while there is a loop to watch. It is closed by the plain call: its number is
// never handed out, and closeDescriptor() would take the waker's mutex, which is held here.
template <typename Thread>
class LoopEvents {
 public:
#ifdef __linux__
  // False if it cannot watch this loop.
  bool add(Thread* thread, int loop) {
    if (loop < 0) return false;
    if (epoll_ < 0) epoll_ = epoll_create1(EPOLL_CLOEXEC);
    epoll_event event = {};
    event.events = EPOLLIN | EPOLLET;
    event.data.ptr = thread;
    const bool isAdded = epoll_ctl(epoll_, EPOLL_CTL_ADD, loop, &event) == 0;
    if (isAdded) count_++;
    closeIfEmpty();
    return isAdded;
  }

  void remove(int loop) {
    epoll_ctl(epoll_, EPOLL_CTL_DEL, loop, nullptr);
    count_--;
    closeIfEmpty();
  }

  void check() {
    if (epoll_ < 0) return;
    epoll_event events[kBatch];
    for (int found = kBatch; found == kBatch;) {
      found = epoll_wait(epoll_, events, kBatch, 0);
      for (int i = 0; i < found; i++) static_cast<Thread*>(events[i].data.ptr)->noteLoopEvent();
    }
  }

 private:
  static constexpr int kBatch = 64;

  void closeIfEmpty() {
    if (count_ > 0 || epoll_ < 0) return;
    close(epoll_);
    epoll_ = -1;
  }

  int epoll_ = -1;
  size_t count_ = 0;
#else
  bool add(Thread*, int) { return false; }
  void remove(int) {}
  void check() {}
#endif
};

}  // namespace bsd_sockets

#endif
