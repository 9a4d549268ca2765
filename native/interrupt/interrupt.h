#ifndef BSD_SOCKETS_INTERRUPT_INTERRUPT_H
#define BSD_SOCKETS_INTERRUPT_INTERRUPT_H

#include <napi.h>
#include <pthread.h>

#include <atomic>
#include <cstdint>

namespace bsd_sockets {

// The moment (see Waker) in JavaScript's memory, where it may be read at any time.
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
//   worker.terminate(), process.exit() ───────────▶ waker: a signal now and then, to check
//   close() in another thread ──▶ descriptor lost ▶ closer: a signal, again and again while blocked
//
// A signal between the check of the flags and the system call would be lost. So the waker, a
// thread, repeats it until the call has returned. The system call itself stays the plain one.
//
// A call that a signal interrupts is made again with the number of its descriptor. If another
// thread has closed the descriptor in between, the number may be another connection's. So closing a
// descriptor first ends the calls that are blocked on it, with EBADF, and waits until they have
// returned. This needs no extra system call in each call, such as a copy of the descriptor or a
// check of its inode; and it also covers the time between poll and recv in a call with a timeout.
class JavaScriptThread {
 public:
  JavaScriptThread();
  ~JavaScriptThread();
  JavaScriptThread(const JavaScriptThread&) = delete;
  JavaScriptThread& operator=(const JavaScriptThread&) = delete;

  // Says which thread this is. `whenSigintTaken` is called each time SIGINT is taken over, and
  // makes sure that giveSigintBack() runs when the stack is back in the event loop.
  void introduce(int64_t threadId, bool isMain, Napi::Function whenSigintTaken);

  // Prepares for a call that may block: takes over SIGINT in the main thread, and lets the waker
  // watch a worker. It can run JavaScript (an async_hooks hook), so it must come before any pointer
  // into JavaScript's memory is taken.
  void prepareToBlock(Napi::Env env);

  // Restores SIGINT's action for now, because the program is about to set its own.
  void stepAside();
  // Restores SIGINT's action at the end of a stack, and raises a Ctrl-C that no call has taken
  // again.
  void giveSigintBack();

  // True once for each interruption.
  bool takeInterrupt() { return isInterrupted() && clearInterrupt(); }
  bool isInterrupted() const { return signalled_.load() || interrupted_.load(); }
  void signal() { signalled_.store(true); }
  void forgetSignal() { signalled_.store(false); }
  void interrupt() { interrupted_.store(true); }

  bool isMain() const { return isMain_; }
  // A worker may be terminated while it is blocked; the main thread may not.
  bool isWorker() const { return isWorker_.load(); }
  // True if JavaScript cannot continue in this thread, so that a call should return.
  bool isTerminating(napi_env env);

  // For the waker, which is another thread.
  // kUndisturbed: in a call that a signal would end with a part of its result. kCutShort: the same
  // after a signal did end it and the call is made again, so that the number must not be closed.
  enum class Blocked { kNo, kYes, kUndisturbed, kCutShort };
  bool hasId(int64_t threadId) const { return threadId_.load() == threadId; }
  bool isBlocked() const { return blocked_.load() != Blocked::kNo; }
  bool mayCheckTermination() const { return isWorker() && blocked_.load() == Blocked::kYes; }
  // Node ends a worker by sending its event loop something. This is set from then on until the
  // worker has checked; always, if the loop is not watched.
  void noteLoopEvent() { hasLoopEvent_.store(true); }
  bool hasLoopEvent() const { return hasLoopEvent_.load() || !isLoopWatched_; }
  bool isLoopWatched() const { return isLoopWatched_; }
  void watchLoop(bool isWatched) { isLoopWatched_ = isWatched; }
  int loopDescriptor() const { return loopDescriptor_; }
  // Ends a call on a descriptor that is about to be closed.
  void loseDescriptor(int fd) { descriptor_.compare_exchange_strong(fd, kLost); }
  bool hasLostDescriptor() const { return descriptor_.load() == kLost; }
  bool mayRepeatCall() const;
  void showMomentAt(ShownMoment* place) { momentPlace_ = place; }
  void showMoment(int64_t moment) {
    if (momentPlace_ != nullptr) momentPlace_->set(moment);
  }
  template <typename Condition>
  bool wakeIf(Condition condition);

  // The flag is set last, so either the closing thread sees it, or the call sees that the
  // descriptor was lost.
  void enterCall(Blocked blocked, int fd) {
    descriptor_.store(fd, std::memory_order_relaxed);
    blocked_.store(blocked);
  }
  void leaveCall();
  void cutCallShort() {
    Blocked expected = Blocked::kUndisturbed;
    blocked_.compare_exchange_strong(expected, Blocked::kCutShort);
  }

  // For a call that is not on one descriptor.
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
  // Guarded by the waker's mutex.
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

// Waits for the waker, because a signal that it is about to send would interrupt another call.
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
