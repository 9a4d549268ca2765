#include "interrupt.h"

#include <dlfcn.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <ctime>

#include "../binding/arguments.h"
#include "../binding/instance.h"
#include "waker.h"

namespace bsd_sockets {

namespace {

// A second Ctrl-C this long after one that no call has taken gets the action from before ours. So a
// program that computes and makes no blocking call can still be stopped.
constexpr int64_t kUnansweredNanoseconds = 1'000'000'000;

// Signal actions belong to the process, so this state does too.
std::atomic<JavaScriptThread*> sigintOwner{nullptr};
std::atomic<int64_t> signalledAt{0};
struct sigaction previousAction;

static_assert(std::atomic<JavaScriptThread*>::is_always_lock_free &&
                  std::atomic<bool>::is_always_lock_free &&
                  std::atomic<int64_t>::is_always_lock_free,
              "the signal handler may only touch lock-free atomics");

int64_t monotonicNanoseconds() {
  timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return static_cast<int64_t>(now.tv_sec) * 1'000'000'000 + now.tv_nsec;
}

void passOn(int signal) {
  sigaction(SIGINT, &previousAction, nullptr);
  raise(signal);
}

// Calls only what signal-safety(7) allows.
void onInterruptSignal(int signal) {
  const int savedErrno = errno;
  JavaScriptThread* thread = sigintOwner.load();
  const int64_t now = monotonicNanoseconds();
  if (thread == nullptr) {
    // Another copy of this package restored our action after we had removed it.
    passOn(signal);
  } else if (!thread->isInterrupted()) {
    signalledAt.store(now);
    thread->signal();
    Waker::notify();
  } else if (!thread->isBlocked() && now - signalledAt.load() > kUnansweredNanoseconds) {
    thread->forgetSignal();
    sigintOwner.store(nullptr);
    passOn(signal);
  }
  errno = savedErrno;
}

// The descriptor that a thread's event loop waits on, or -1. Looked up at run time, because not
// every runtime with Node-API has libuv, and not every build has its header.
int loopDescriptorOf(napi_env env) {
  uv_loop_s* loop = nullptr;
  const auto backend =
      reinterpret_cast<int (*)(const uv_loop_s*)>(dlsym(RTLD_DEFAULT, "uv_backend_fd"));
  if (backend == nullptr || napi_get_uv_event_loop(env, &loop) != napi_ok) return -1;
  return backend(loop);
}

bool isOurs(const struct sigaction& action) { return action.sa_handler == onInterruptSignal; }

}  // namespace

JavaScriptThread::JavaScriptThread() { Waker::enlist(this); }

JavaScriptThread::~JavaScriptThread() {
  stepAside();
  Waker::dismiss(this);
}

void JavaScriptThread::introduce(int64_t threadId, bool isMain, Napi::Function whenSigintTaken) {
  threadId_.store(threadId);
  isMain_ = isMain;
  whenSigintTaken_ = Napi::Persistent(whenSigintTaken);
}

void JavaScriptThread::prepareToBlock(Napi::Env env) {
  if (isMain_) {
    if (sigintOwner.load(std::memory_order_relaxed) != this) takeSigint(env);
  } else if (!isWorker()) {
    loopDescriptor_ = loopDescriptorOf(env);
    isWorker_.store(true);
    Waker::start();
    Waker::watch(this);
    Waker::notify();
  }
}

void JavaScriptThread::takeSigint(Napi::Env env) {
  Waker::start();
  struct sigaction current;
  sigaction(SIGINT, nullptr, &current);
  if (!isOurs(current)) {
    previousAction = current;
    struct sigaction action = {};
    // Without SA_RESTART, so that a blocked call returns. That includes calls that are not ours,
    // such as a read from the terminal, which Ctrl-C should end too.
    action.sa_handler = onInterruptSignal;
    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, nullptr);
  }
  sigintOwner.store(this);
  whenSigintTaken_.Call(env.Undefined(), {});
  if (env.IsExceptionPending()) env.GetAndClearPendingException();
}

void JavaScriptThread::stepAside() {
  JavaScriptThread* expected = this;
  if (!sigintOwner.compare_exchange_strong(expected, nullptr)) return;
  struct sigaction current;
  sigaction(SIGINT, nullptr, &current);
  // An action that the program has set since then stays.
  if (isOurs(current)) sigaction(SIGINT, &previousAction, nullptr);
}

void JavaScriptThread::giveSigintBack() {
  stepAside();
  if (signalled_.exchange(false)) kill(getpid(), SIGINT);
}

bool JavaScriptThread::isTerminating(napi_env env) {
  if (!isWorker()) return false;
  // Cleared before the check, so that what is sent during it is noticed.
  hasLoopEvent_.store(false);
  // Node refuses every call that could run JavaScript in a thread that is terminating.
  const Napi::HandleScope scope(env);
  napi_value value = nullptr;
  napi_get_undefined(env, &value);
  return napi_coerce_to_bool(env, value, &value) != napi_ok;
}

void JavaScriptThread::wake() const { pthread_kill(thread_, Waker::signalNumber()); }

namespace {

Napi::Value introduceThread(const Napi::CallbackInfo& info) {
  Arguments arguments(info);
  const int64_t threadId = arguments.integer(0, "threadId", 0, kLargestSafeInteger);
  const bool isMain = arguments.boolean(1, "isMain");
  const Napi::Function whenSigintTaken = arguments.function(2, "whenSigintTaken");
  if (arguments.areWrong()) return arguments.raise();
  instanceOf(info).thread.introduce(threadId, isMain, whenSigintTaken);
  return info.Env().Undefined();
}

Napi::Value stepAside(const Napi::CallbackInfo& info) {
  instanceOf(info).thread.stepAside();
  return info.Env().Undefined();
}

Napi::Value giveSigintBack(const Napi::CallbackInfo& info) {
  instanceOf(info).thread.giveSigintBack();
  return info.Env().Undefined();
}

// For a process where another copy of this package prevents Node's own action from ending it.
Napi::Value endBySigint(const Napi::CallbackInfo& info) {
  struct sigaction action = {};
  action.sa_handler = SIG_DFL;
  sigemptyset(&action.sa_mask);
  sigaction(SIGINT, &action, nullptr);
  kill(getpid(), SIGINT);
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
  define.function<stepAside>("stepAside");
  define.function<giveSigintBack>("giveSigintBack");
  define.function<endBySigint>("endBySigint");
  define.function<interrupt>("interrupt");
}

}  // namespace bsd_sockets
