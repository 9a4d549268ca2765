#ifndef BSD_SOCKETS_INTERRUPT_H
#define BSD_SOCKETS_INTERRUPT_H

#include <napi.h>
#include <pthread.h>

#include <atomic>

namespace bsd_sockets {

// What can interrupt the blocking calls of one JavaScript thread.
//
//   SIGINT ──▶ handler ──▶ signalled = true ────┐
//   interrupt(threadId) ──▶ interrupted = true ─┴─▶ waker: a signal, again and again while blocked
//   worker.terminate(), process.exit() ───────────▶ waker: a signal now and then, to look
//
// A signal that falls between the look at the flags and the system call would be lost; the waker is
// a thread that repeats it until the call has returned. The system call itself stays the plain one.
class JavaScriptThread {
 public:
  JavaScriptThread();
  ~JavaScriptThread();
  JavaScriptThread(const JavaScriptThread&) = delete;
  JavaScriptThread& operator=(const JavaScriptThread&) = delete;

  // Tells who the thread is. `whenSigintTaken` is called each time that SIGINT was taken over: it
  // sees to it that giveSigintBack() runs when the stack is back in the event loop.
  void introduce(int64_t threadId, bool isMain, Napi::Function whenSigintTaken);

  // Gets ready for a call that may block: takes over SIGINT in the main thread, and has a worker
  // watched. It can run JavaScript (an async_hooks hook), so it comes before any pointer into
  // JavaScript's memory is taken.
  void prepareToBlock(Napi::Env env);

  // Lets go of SIGINT for now, because somebody else is about to set its action.
  void stepAside();
  // Gives SIGINT back at the end of a stack, and with it a Ctrl-C that no call took.
  void giveSigintBack();

  // True once for each interruption.
  bool takeInterrupt() { return isInterrupted() && clearInterrupt(); }
  bool isInterrupted() const { return signalled_.load() || interrupted_.load(); }
  void signal() { signalled_.store(true); }
  void forgetSignal() { signalled_.store(false); }
  void interrupt() { interrupted_.store(true); }

  bool isMain() const { return isMain_; }
  // A worker may be ended from outside while it is blocked; the main thread may not.
  bool isWorker() const { return isWorker_.load(); }
  // True when JavaScript cannot go on here, so that a call had better return.
  bool isTerminating(napi_env env) const;

  // For the waker, which is another thread.
  enum class Blocked { kNo, kYes, kUndisturbed };
  bool hasId(int64_t threadId) const { return threadId_.load() == threadId; }
  bool isBlocked() const { return blocked_.load() != Blocked::kNo; }
  bool mayBeLookedAt() const { return isWorker() && blocked_.load() == Blocked::kYes; }
  template <typename Condition>
  bool wakeIf(Condition condition);

  void enterCall(Blocked blocked) { blocked_.store(blocked); }
  void leaveCall();

 private:
  void takeSigint(Napi::Env env);
  bool clearInterrupt() {
    const bool wasSignalled = signalled_.exchange(false);
    return interrupted_.exchange(false) || wasSignalled;
  }
  void wake() const;

  pthread_t thread_ = pthread_self();
  std::atomic<int64_t> threadId_{-1};
  bool isMain_ = false;
  Napi::FunctionReference whenSigintTaken_;
  std::atomic<bool> isWorker_{false};
  std::atomic<bool> signalled_{false};
  std::atomic<bool> interrupted_{false};
  std::atomic<Blocked> blocked_{Blocked::kNo};
  std::atomic<bool> isBeingWoken_{false};
};

template <typename Condition>
bool JavaScriptThread::wakeIf(Condition condition) {
  isBeingWoken_.store(true);
  const bool isMeant = condition(*this);
  if (isMeant) wake();
  isBeingWoken_.store(false);
  return isMeant;
}

// A signal that the waker still has to send would cut short some other call.
inline void JavaScriptThread::leaveCall() {
  blocked_.store(Blocked::kNo);
  while (isBeingWoken_.load()) continue;
}

}  // namespace bsd_sockets

#endif
