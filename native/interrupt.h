#ifndef BSD_SOCKETS_INTERRUPT_H
#define BSD_SOCKETS_INTERRUPT_H

#include <napi.h>
#include <pthread.h>

#include <atomic>

namespace bsd_sockets {

// What can interrupt the blocking calls of one JavaScript thread.
//
//   SIGINT ──▶ handler ──▶ interrupted = true ──┐
//   interrupt(threadId) ──▶ interrupted = true ─┼─▶ waker ──▶ wake signal, repeated while blocked
//   process 'exit' ──▶ closing = true ──────────┘
//
// A signal that falls between the look at the flag and the system call would be lost; the waker is
// a thread that repeats the wake signal until the call has returned. The system call itself stays
// the plain one.
class JavaScriptThread {
 public:
  JavaScriptThread();
  ~JavaScriptThread();
  JavaScriptThread(const JavaScriptThread&) = delete;
  JavaScriptThread& operator=(const JavaScriptThread&) = delete;

  // Tells who the thread is. `whenArmed` is called each time that the SIGINT action was put in
  // place: it sees to it that disarm() runs when the stack is back in the event loop.
  void introduce(int64_t threadId, bool isMain, Napi::Function whenArmed);

  int64_t threadId() const { return threadId_; }
  bool isBlocked() const { return blocked_.load(); }
  bool isWanted() const { return closing_.load() || interrupted_.load(); }

  // True once for each interruption, and for ever when the process is ending.
  bool takeInterrupt() { return isWanted() && (closing_.load() || interrupted_.exchange(false)); }

  void interrupt() { interrupted_.store(true); }
  void close() { closing_.store(true); }
  void wake() const;

  // Puts the SIGINT action in place, if this is the main thread and it is not there yet.
  void arm(Napi::Env env);
  // Gives SIGINT back to whoever had it. An interruption that no blocking call took is given back
  // too, when the stack has ended and none can come any more.
  void disarm(bool stackEnded);

  void setBlocked(bool blocked) { blocked_.store(blocked); }

 private:
  pthread_t thread_ = pthread_self();
  int64_t threadId_ = -1;
  bool isMain_ = false;
  Napi::FunctionReference whenArmed_;
  std::atomic<bool> blocked_{false};
  std::atomic<bool> interrupted_{false};
  std::atomic<bool> closing_{false};
};

}  // namespace bsd_sockets

#endif
