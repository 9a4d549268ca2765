#ifndef BSD_SOCKETS_WAITING_BLOCKING_H
#define BSD_SOCKETS_WAITING_BLOCKING_H

#include <sys/socket.h>

#include <cerrno>
#include <chrono>
#include <cstdint>

#include "../binding/arguments.h"
#include "../interrupt/interrupt.h"
#include "deadline.h"

namespace bsd_sockets {

// The results of a call that timed out, or that Ctrl-C or interrupt() ended. The kernel's own
// answers cannot be confused with them: EINTR is retried (PEP 475), and a connection's timeout is
// ETIMEDOUT.
constexpr int64_t kInterrupted = -EINTR;
#ifdef ETIME
constexpr int64_t kTimedOut = -ETIME;
#else
constexpr int64_t kTimedOut = -100'000;  // not an errno
#endif

// Marks the thread as blocked while a call may block, so that an interruption wakes it.
class BlockingScope {
  using Blocked = JavaScriptThread::Blocked;

 public:
  explicit BlockingScope(JavaScriptThread& thread, int fd, Blocked blocked = Blocked::kYes)
      : thread_(thread) {
    thread_.enterCall(blocked, fd);
  }
  ~BlockingScope() { thread_.leaveCall(); }
  BlockingScope(const BlockingScope&) = delete;
  BlockingScope& operator=(const BlockingScope&) = delete;

 private:
  JavaScriptThread& thread_;
};

// Reads the timeout of a function that may block, and prepares the thread. Such a function must
// call it first: see JavaScriptThread::prepareToBlock().
double prepareToBlock(const Napi::CallbackInfo& info, Arguments* arguments, size_t timeoutIndex);

// Repeats an attempt until no signal interrupts it. An interruption ends the call; if it comes
// together with an answer, it ends the next call instead. Other signals change nothing. Whether the
// descriptor was lost is checked last before an attempt: see JavaScriptThread.
template <typename Attempt>
int64_t untilAnswered(JavaScriptThread& thread, napi_env env, Attempt attempt) {
  for (;;) {
    if (thread.takeInterrupt()) return kInterrupted;
    if (thread.hasLostDescriptor()) return -EBADF;
    const int64_t result = attempt();
    if (result != -EINTR) return result;
    thread.cutCallShort();
    if (thread.isTerminating(env)) return kInterrupted;
  }
}

// Waits for one of poll(2)'s events; returns 0 or -errno. The caller holds a BlockingScope.
int64_t waitForEvents(JavaScriptThread& thread, napi_env env, int fd, short events,
                      const Deadline& deadline);

// A socket's SO_RCVTIMEO or SO_SNDTIMEO starts again with each attempt. A worker's calls are
// interrupted now and then, so there this measures whether the timeout has passed.
class SocketTimeout {
 public:
  SocketTimeout(const JavaScriptThread& thread, int fd, short events);
  bool hasPassed() const;

 private:
  int fd_;
  short events_;
  std::chrono::steady_clock::time_point begun_{};
};

// A receive that waits for all its bytes returns a part when a signal comes: see blockingCall().
inline JavaScriptThread::Blocked blockedBy(int flags) {
  return (flags & MSG_WAITALL) == 0 ? JavaScriptThread::Blocked::kYes
                                    : JavaScriptThread::Blocked::kUndisturbed;
}

// The blocking loop. An operation supplies its system call as `attempt`, and the event of poll(2)
// that it waits for.
//
//   timeout < 0   the plain call, which blocks if the descriptor does
//   timeout == 0  the plain call on a non-blocking descriptor
//   timeout > 0   poll first, then the call, until the seconds have passed
//
// An attempt that returns a part when a signal comes (MSG_WAITALL) must not be disturbed while it
// blocks. A worker in such a call ends only when the peer sends the rest or closes.
template <typename Attempt>
int64_t blockingCall(JavaScriptThread& thread, napi_env env, int fd, short events, double timeout,
                     Attempt attempt,
                     JavaScriptThread::Blocked blocked = JavaScriptThread::Blocked::kYes) {
  if (timeout == 0) return untilAnswered(thread, env, attempt);
  if (timeout < 0) {
    const BlockingScope scope(thread, fd, blocked);
    const SocketTimeout socketTimeout(thread, fd, events);
    return untilAnswered(thread, env, [&]() -> int64_t {
      const int64_t result = attempt();
      return result == -EINTR && socketTimeout.hasPassed() ? -EAGAIN : result;
    });
  }
  const BlockingScope scope(thread, fd);
  const Deadline deadline(timeout);
  for (;;) {
    const int64_t ready = waitForEvents(thread, env, fd, events, deadline);
    if (ready < 0) return ready;
    const int64_t result = untilAnswered(thread, env, attempt);
    if (result != -EAGAIN && result != -EWOULDBLOCK) return result;
    if (deadline.passed()) return kTimedOut;
  }
}

// The loop of a call that waits for many descriptors and returns how many are ready. A wait longer
// than the system can represent ends early and is repeated. `fd` is the descriptor of the epoll or
// kqueue, or kNoDescriptor.
template <typename Wait>
int64_t waitingCall(JavaScriptThread& thread, napi_env env, int fd, double timeout, Wait wait) {
  const Deadline deadline(timeout);
  const auto untilReady = [&] {
    for (;;) {
      const int64_t count = untilAnswered(thread, env, [&] { return wait(deadline); });
      if (count != 0 || deadline.passed()) return count;
    }
  };
  if (timeout == 0) return untilReady();
  const BlockingScope scope(thread, fd);
  return untilReady();
}

}  // namespace bsd_sockets

#endif
