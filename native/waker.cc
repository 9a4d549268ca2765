#include "waker.h"

#include <dlfcn.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <mutex>
#include <thread>
#include <vector>

#include "detached-thread.h"
#include "interrupt.h"
#include "wake-semaphore.h"

namespace bsd_sockets {

namespace {

struct State {
  std::mutex mutex;
  std::vector<JavaScriptThread*> threads;
  Semaphore semaphore;
  bool isStarted = false;
};

// Never destroyed: the waker outlives every environment and may run while the process exits.
State& state() {
  static State& instance = *new State;
  return instance;
}

// A worker that is blocked cannot be told that it is to end, so it looks this often.
constexpr std::chrono::milliseconds kLookAtTermination(100);
constexpr std::chrono::milliseconds kRepeat(1);

bool hasToReturn(const JavaScriptThread& thread) {
  return thread.isInterrupted() && thread.isBlocked();
}

bool hasToLook(const JavaScriptThread& thread) { return thread.mayBeLookedAt(); }

// True when there was such a thread.
bool wakeEach(bool (*condition)(const JavaScriptThread&)) {
  std::lock_guard<std::mutex> lock(state().mutex);
  bool found = false;
  for (JavaScriptThread* thread : state().threads) found = thread->wakeIf(condition) || found;
  return found;
}

bool hasWorkers() {
  std::lock_guard<std::mutex> lock(state().mutex);
  const auto& threads = state().threads;
  return std::any_of(threads.begin(), threads.end(),
                     [](const JavaScriptThread* thread) { return thread->isWorker(); });
}

void run() {
  for (;;) {
    if (hasWorkers()) {
      state().semaphore.waitFor(kLookAtTermination);
      wakeEach(hasToLook);
    } else {
      state().semaphore.wait();
    }
    while (wakeEach(hasToReturn)) std::this_thread::sleep_for(kRepeat);
  }
}

// Node unloads an addon with the last worker that loaded it; the waker's code must stay.
void keepLoaded() {
  Dl_info self;
  if (dladdr(reinterpret_cast<void*>(&keepLoaded), &self) != 0) {
    dlopen(self.dli_fname, RTLD_NOW | RTLD_NODELETE);
  }
}

void ignoreWakeSignal(int) {}

// Without SA_RESTART: the signal's only effect is EINTR.
void installWakeSignal() {
  struct sigaction action = {};
  action.sa_handler = ignoreWakeSignal;
  sigemptyset(&action.sa_mask);
  sigaction(Waker::signalNumber(), &action, nullptr);
}

}  // namespace

void Waker::enlist(JavaScriptThread* thread) {
  std::lock_guard<std::mutex> lock(state().mutex);
  state().threads.push_back(thread);
}

void Waker::dismiss(JavaScriptThread* thread) {
  std::lock_guard<std::mutex> lock(state().mutex);
  auto& threads = state().threads;
  threads.erase(std::remove(threads.begin(), threads.end(), thread), threads.end());
}

void Waker::start() {
  std::lock_guard<std::mutex> lock(state().mutex);
  if (state().isStarted) return;
  keepLoaded();
  installWakeSignal();
  state().isStarted = runDetached(run);
}

void Waker::notify() { state().semaphore.post(); }

bool Waker::interrupt(int64_t threadId) {
  start();
  bool found = false;
  {
    std::lock_guard<std::mutex> lock(state().mutex);
    for (JavaScriptThread* thread : state().threads) {
      if (!thread->hasId(threadId)) continue;
      thread->interrupt();
      found = true;
    }
  }
  notify();
  return found;
}

// A real-time signal cannot be a program's own by accident: Node has no name for it.
int Waker::signalNumber() {
#ifdef SIGRTMAX
  return SIGRTMAX - 1;
#else
  return SIGIO;
#endif
}

}  // namespace bsd_sockets
