#ifndef BSD_SOCKETS_INTERRUPT_H
#define BSD_SOCKETS_INTERRUPT_H

#include <napi.h>
#include <pthread.h>

#include <atomic>

namespace bsd_sockets {

// A number in JavaScript's memory, which reads it at any time: the low bits first.
struct ShownMoment {
  double all;
  int32_t low;

  void set(int64_t moment) {
    double number = static_cast<double>(moment);
    __atomic_store(&all, &number, __ATOMIC_RELEASE);
    __atomic_store_n(&low, static_cast<int32_t>(moment), __ATOMIC_RELEASE);
  }
};

// What can interrupt the blocking calls of one JavaScript thread.
//
//   SIGINT ──▶ handler ──▶ signalled = true ────┐
//   interrupt(threadId) ──▶ interrupted = true ─┴─▶ waker: a signal, again and again while blocked
//   worker.terminate(), process.exit() ───────────▶ waker: a signal now and then, to look
//   close() in another thread ──▶ descriptor lost ▶ closer: a signal, again and again while blocked
//
// A signal that falls between the look at the flags and the system call would be lost; the waker is
// a thread that repeats it until the call has returned. The system call itself stays the plain one.
//
// A call that a signal cuts short is made again by the number of its descriptor. Had another thread
// closed that meanwhile, the number may be another connection's. So who closes a descriptor first
// ends the calls that are blocked on it, with EBADF, and waits until they have returned. This costs
// a call no system call, as a copy of the descriptor or a look at its inode would; and it also
// covers the moment between poll and recv of a call with a timeout.
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
  bool isTerminating(napi_env env);

  // For the waker, which is another thread.
  // kUndisturbed is in a call that gives a part when a signal comes. When one did, though, and the
  // call is made again, it is kCutShort: a number may not be closed then.
  enum class Blocked { kNo, kYes, kUndisturbed, kCutShort };
  bool hasId(int64_t threadId) const { return threadId_.load() == threadId; }
  bool isBlocked() const { return blocked_.load() != Blocked::kNo; }
  bool mayBeLookedAt() const { return isWorker() && blocked_.load() == Blocked::kYes; }
  // Node ends a worker by sending its event loop something. What has come there is news until the
  // worker has looked; where nobody watches the loop, there always may be some.
  void noteLoopEvent() { hasLoopEvent_.store(true); }
  bool hasLoopEvent() const { return hasLoopEvent_.load() || !isLoopWatched_; }
  bool isLoopWatched() const { return isLoopWatched_; }
  void watchLoop(bool isWatched) { isLoopWatched_ = isWatched; }
  int loopDescriptor() const { return loopDescriptor_; }
  // The call on a descriptor that is about to be closed is to end.
  void loseDescriptor(int fd) { descriptor_.compare_exchange_strong(fd, kLost); }
  bool hasLostDescriptor() const { return descriptor_.load() == kLost; }
  bool mayRepeatCall() const;
  void showMomentAt(ShownMoment* place) { momentPlace_ = place; }
  void showMoment(int64_t moment) {
    if (momentPlace_ != nullptr) momentPlace_->set(moment);
  }
  template <typename Condition>
  bool wakeIf(Condition condition);

  // The flag comes second: who closes the descriptor sees it, or the call sees that it was lost.
  void enterCall(Blocked blocked, int fd) {
    descriptor_.store(fd, std::memory_order_relaxed);
    blocked_.store(blocked);
  }
  void leaveCall();
  void cutCallShort() {
    Blocked expected = Blocked::kUndisturbed;
    blocked_.compare_exchange_strong(expected, Blocked::kCutShort);
  }

  // What a call is on that has no one descriptor.
  static constexpr int kNoDescriptor = -1;

 private:
  static constexpr int kLost = -2;

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
  std::atomic<int> descriptor_{kNoDescriptor};
  // The waker's, under its mutex.
  bool isLoopWatched_ = false;
  int loopDescriptor_ = -1;
  ShownMoment* momentPlace_ = nullptr;
  std::atomic<bool> hasLoopEvent_{false};
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
  descriptor_.store(kNoDescriptor, std::memory_order_relaxed);
}

inline bool JavaScriptThread::mayRepeatCall() const {
  const Blocked blocked = blocked_.load();
  return blocked == Blocked::kYes || blocked == Blocked::kCutShort;
}

}  // namespace bsd_sockets

#endif
