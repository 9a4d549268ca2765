#ifndef BSD_SOCKETS_INTERRUPT_WAKE_SEMAPHORE_H
#define BSD_SOCKETS_INTERRUPT_WAKE_SEMAPHORE_H

#ifdef __APPLE__
#include <dispatch/dispatch.h>
#else
#include <semaphore.h>

#include <ctime>
#endif

#include <chrono>
#include <cstdint>

namespace bsd_sockets {

// A semaphore whose post() is safe in a signal handler. macOS has no unnamed sem_t.
class Semaphore {
 public:
#ifdef __APPLE__
  void post() { dispatch_semaphore_signal(semaphore_); }
  void wait() { dispatch_semaphore_wait(semaphore_, DISPATCH_TIME_FOREVER); }
  void waitFor(std::chrono::nanoseconds time) {
    dispatch_semaphore_wait(semaphore_, dispatch_time(DISPATCH_TIME_NOW, time.count()));
  }

 private:
  dispatch_semaphore_t semaphore_ = dispatch_semaphore_create(0);
#else
  Semaphore() { sem_init(&semaphore_, 0, 0); }
  void post() { sem_post(&semaphore_); }
  void wait() {
    while (sem_wait(&semaphore_) == -1) continue;
  }
  void waitFor(std::chrono::nanoseconds time) {
    timespec end;
    clock_gettime(CLOCK_REALTIME, &end);
    const int64_t nanoseconds = end.tv_nsec + time.count();
    end.tv_sec += static_cast<time_t>(nanoseconds / 1'000'000'000);
    end.tv_nsec = static_cast<long>(nanoseconds % 1'000'000'000);
    sem_timedwait(&semaphore_, &end);
  }

 private:
  sem_t semaphore_;
#endif
};

}  // namespace bsd_sockets

#endif
