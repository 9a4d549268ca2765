#include "interrupt.h"

#include <unistd.h>

#include <csignal>
#include <ctime>

#include "arguments.h"
#include "instance.h"
#include "waker.h"

namespace bsd_sockets {

namespace {

// A second Ctrl-C that comes this long after one that nobody took gets the action that was there
// before ours: a program that computes and makes no blocking call can still be stopped.
constexpr int64_t kUnansweredNanoseconds = 1'000'000'000;

// Signal actions belong to the process, so this state does too.
std::atomic<JavaScriptThread*> mainThread{nullptr};
std::atomic<bool> armed{false};
std::atomic<int64_t> interruptedAt{0};
struct sigaction previousAction;

static_assert(std::atomic<bool>::is_always_lock_free && std::atomic<int64_t>::is_always_lock_free,
              "the signal handler may only touch lock-free atomics");

int64_t monotonicNanoseconds() {
  timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return static_cast<int64_t>(now.tv_sec) * 1'000'000'000 + now.tv_nsec;
}

// Calls only what signal-safety(7) allows.
void onInterruptSignal(int signal) {
  const int savedErrno = errno;
  JavaScriptThread* thread = mainThread.load();
  const int64_t now = monotonicNanoseconds();
  if (thread == nullptr) {
    // The main thread's environment is gone; there is nobody left to tell.
  } else if (!thread->isInterrupted()) {
    interruptedAt.store(now);
    thread->interrupt();
    Waker::notify();
  } else if (!thread->isBlocked() && now - interruptedAt.load() > kUnansweredNanoseconds) {
    armed.store(false);
    sigaction(SIGINT, &previousAction, nullptr);
    raise(signal);
  }
  errno = savedErrno;
}

bool isOurs(const struct sigaction& action) {
  return action.sa_handler == onInterruptSignal;
}

}  // namespace

JavaScriptThread::JavaScriptThread() {
  Waker::enlist(this);
}

JavaScriptThread::~JavaScriptThread() {
  if (isMain_) {
    disarm(false);
    mainThread.store(nullptr);
  }
  Waker::dismiss(this);
}

void JavaScriptThread::introduce(int64_t threadId, bool isMain, Napi::Function whenArmed) {
  threadId_ = threadId;
  isMain_ = isMain;
  whenArmed_ = Napi::Persistent(whenArmed);
}

void JavaScriptThread::wake() const {
  pthread_kill(thread_, Waker::signalNumber());
}

bool JavaScriptThread::isTerminating(napi_env env) const {
  if (!mayBeTerminated()) return false;
  // Any call that could run JavaScript is refused then.
  const Napi::HandleScope scope(env);
  napi_value value = nullptr;
  napi_get_undefined(env, &value);
  return napi_coerce_to_bool(env, value, &value) != napi_ok;
}

void JavaScriptThread::arm(Napi::Env env) {
  if (isMain_) {
    if (!armed.load(std::memory_order_relaxed)) armMainThread(env);
  } else if (!mayBeTerminated()) {
    mayBeTerminated_.store(true);
    Waker::start();
    Waker::notify();
  }
}

void JavaScriptThread::armMainThread(Napi::Env env) {
  Waker::start();
  mainThread.store(this);
  struct sigaction current;
  sigaction(SIGINT, nullptr, &current);
  // Whoever started us without SIGINT (nohup, a background job) meant it.
  const bool isIgnored = current.sa_handler == SIG_IGN;
  if (!isIgnored && !isOurs(current)) {
    previousAction = current;
    struct sigaction action = {};
    action.sa_handler = onInterruptSignal;  // without SA_RESTART, so that a blocked call returns
    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, nullptr);
  }
  armed.store(true);
  whenArmed_.Call(env.Undefined(), {});
  if (env.IsExceptionPending()) env.GetAndClearPendingException();
}

void JavaScriptThread::disarm(bool stackEnded) {
  if (!isMain_ || !armed.exchange(false)) return;
  struct sigaction current;
  sigaction(SIGINT, nullptr, &current);
  // Somebody who set an action of their own since then keeps it.
  if (isOurs(current)) sigaction(SIGINT, &previousAction, nullptr);
  if (stackEnded && interrupted_.exchange(false)) kill(getpid(), SIGINT);
}

namespace {

Napi::Value introduceThread(const Napi::CallbackInfo& info) {
  Arguments arguments(info);
  const int64_t threadId = arguments.integer(0, "threadId", 0, kLargestSafeInteger);
  const bool isMain = arguments.boolean(1, "isMain");
  const Napi::Function whenArmed = arguments.function(2, "whenArmed");
  if (arguments.areWrong()) return arguments.raise();
  instanceOf(info).thread.introduce(threadId, isMain, whenArmed);
  return info.Env().Undefined();
}

Napi::Value disarm(const Napi::CallbackInfo& info) {
  Arguments arguments(info);
  const bool stackEnded = arguments.boolean(0, "stackEnded");
  if (arguments.areWrong()) return arguments.raise();
  instanceOf(info).thread.disarm(stackEnded);
  return info.Env().Undefined();
}

Napi::Value interrupt(const Napi::CallbackInfo& info) {
  Arguments arguments(info);
  const int64_t threadId = arguments.integer(0, "threadId", 0, kLargestSafeInteger);
  if (arguments.areWrong()) return arguments.raise();
  return Napi::Boolean::New(info.Env(), Waker::interrupt(threadId));
}

}  // namespace

void defineInterrupt(const Definer& define) {
  define.function<introduceThread>("introduceThread");
  define.function<disarm>("disarm");
  define.function<interrupt>("interrupt");
}

}  // namespace bsd_sockets
