#ifndef BSD_SOCKETS_BLOCKING_H
#define BSD_SOCKETS_BLOCKING_H

#include <cerrno>

#include "deadline.h"
#include "interrupt.h"

namespace bsd_sockets {

// The results of a call that ended before the kernel gave an answer: interrupted by Ctrl-C or by
// interrupt(), or out of time. No other call here answers so: EINTR is retried (PEP 475), and a
// kernel's own time-out is ETIMEDOUT.
constexpr int64_t kInterrupted = -EINTR;
#ifdef ETIME
constexpr int64_t kTimedOut = -ETIME;
#else
constexpr int64_t kTimedOut = -ETIMEDOUT;
#endif

// Marks the thread as blocked while a call may block, so that an interruption wakes it.
class BlockingScope {
 public:
  BlockingScope(JavaScriptThread& thread, Napi::Env env) : thread_(thread) {
    thread_.arm(env);
    thread_.setBlocked(true);
  }
  ~BlockingScope() { thread_.setBlocked(false); }
  BlockingScope(const BlockingScope&) = delete;
  BlockingScope& operator=(const BlockingScope&) = delete;

 private:
  JavaScriptThread& thread_;
};

// Makes an attempt until no signal cuts it short. A signal that is not meant for us changes
// nothing; an interruption ends the call, and one that comes with an answer waits for the next.
template <typename Attempt>
int64_t untilAnswered(JavaScriptThread& thread, napi_env env, Attempt attempt) {
  for (;;) {
    if (thread.takeInterrupt()) return kInterrupted;
    const int64_t result = attempt();
    if (result != -EINTR) return result;
    if (thread.isTerminating(env)) return kInterrupted;
  }
}

// Waits until fd has one of poll(2)'s events: 0, or -errno. The caller holds a BlockingScope.
int64_t waitForEvents(JavaScriptThread& thread, napi_env env, int fd, short events,
                      const Deadline& deadline);

// The blocking loop. An operation supplies its system call as `attempt`, and the event of poll(2)
// that tells when it is worth making.
//
//   timeout < 0   the plain call, which blocks if the descriptor does
//   timeout == 0  the plain call on a non-blocking descriptor
//   timeout > 0   poll first, then the call, until the seconds have passed
template <typename Attempt>
int64_t blockingCall(JavaScriptThread& thread, Napi::Env env, int fd, short events, double timeout,
                     Attempt attempt) {
  if (timeout == 0) return untilAnswered(thread, env, attempt);
  const BlockingScope scope(thread, env);
  if (timeout < 0) return untilAnswered(thread, env, attempt);
  const Deadline deadline(timeout);
  for (;;) {
    const int64_t ready = waitForEvents(thread, env, fd, events, deadline);
    if (ready < 0) return ready;
    const int64_t result = untilAnswered(thread, env, attempt);
    if (result != -EAGAIN && result != -EWOULDBLOCK) return result;
  }
}

}  // namespace bsd_sockets

#endif
