#ifndef BSD_SOCKETS_LOOP_EVENTS_H
#define BSD_SOCKETS_LOOP_EVENTS_H

#ifdef __linux__
#include <sys/epoll.h>
#include <unistd.h>
#endif

#include <cstddef>

namespace bsd_sockets {

// Tells whose event loop was sent something since the last look, without disturbing the loop. Its
// epoll is edge-triggered: a message that waits in a loop whose thread is blocked counts once. It
// is open only while there is a loop to watch.
template <typename Thread>
class LoopEvents {
 public:
#ifdef __linux__
  // False when it cannot watch this loop.
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

  void look() {
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
  void look() {}
#endif
};

}  // namespace bsd_sockets

#endif
