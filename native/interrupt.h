#ifndef BSD_SOCKETS_INTERRUPT_H
#define BSD_SOCKETS_INTERRUPT_H

#include <napi.h>
#include <pthread.h>

#include <atomic>

namespace bsd_sockets {

// What can interrupt the blocking calls of one JavaScript thread.
//
//   SIGINT ──▶ handler ──▶ interrupted = true ──┐
//   interrupt(threadId) ──▶ interrupted = true ─┴─▶ waker: a signal, again and again while blocked
//   worker.terminate(), process.exit() ───────────▶ waker: a signal now and then, to look
//
// A signal that falls between the look at the flag and the system call would be lost; the waker is
// a thread that repeats it until the call has returned. The system call itself stays the plain one.
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
  bool isInterrupted() const { return interrupted_.load(); }
  // True for a worker, which may be ended from outside while it is blocked.
  bool mayBeTerminated() const { return mayBeTerminated_.load(); }

  // True once for each interruption.
  bool takeInterrupt() { return isInterrupted() && interrupted_.exchange(false); }
  // True when JavaScript cannot go on here, so that a call had better return.
  bool isTerminating(napi_env env) const;

  void interrupt() { interrupted_.store(true); }
  void wake() const;

  // Gets ready for a call that may block. In the main thread, puts the SIGINT action in place if it
  // is not there yet.
  void arm(Napi::Env env);
  // Gives SIGINT back to whoever had it. An interruption that no blocking call took is given back
  // too, when the stack has ended and none can come any more.
  void disarm(bool stackEnded);

  void setBlocked(bool blocked) { blocked_.store(blocked); }

 private:
  void armMainThread(Napi::Env env);

  pthread_t thread_ = pthread_self();
  int64_t threadId_ = -1;
  bool isMain_ = false;
  Napi::FunctionReference whenArmed_;
  std::atomic<bool> blocked_{false};
  std::atomic<bool> interrupted_{false};
  std::atomic<bool> mayBeTerminated_{false};
};

}  // namespace bsd_sockets

#endif
