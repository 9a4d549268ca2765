#include "waker.h"

#include <dlfcn.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <mutex>
#include <thread>
#include <vector>

#include "interrupt.h"
#include "wake-semaphore.h"

namespace bsd_sockets {

namespace {

struct State {
  std::mutex mutex;
  std::vector<JavaScriptThread*> threads;
  Semaphore semaphore;
  std::once_flag started;
};

// Never destroyed: the waker outlives every environment and may run while the process exits.
State& state() {
  static State& instance = *new State;
  return instance;
}

void doNothing(int) {}

// A worker that is blocked cannot be told that it is to end, so it looks this often.
constexpr std::chrono::milliseconds kLookAtTermination(100);

enum class Why { kInterrupted, kMayBeTerminated };

// True when there was such a thread.
bool wakeBlocked(Why why) {
  std::lock_guard<std::mutex> lock(state().mutex);
  bool found = false;
  for (const JavaScriptThread* thread : state().threads) {
    const bool isMeant =
        why == Why::kInterrupted ? thread->isInterrupted() : thread->mayBeTerminated();
    if (!isMeant || !thread->isBlocked()) continue;
    thread->wake();
    found = true;
  }
  return found;
}

bool isAnyTerminable() {
  std::lock_guard<std::mutex> lock(state().mutex);
  const auto& threads = state().threads;
  return std::any_of(threads.begin(), threads.end(),
                     [](const JavaScriptThread* thread) { return thread->mayBeTerminated(); });
}

void run() {
  for (;;) {
    if (isAnyTerminable()) {
      state().semaphore.waitFor(kLookAtTermination);
      wakeBlocked(Why::kMayBeTerminated);
    } else {
      state().semaphore.wait();
    }
    while (wakeBlocked(Why::kInterrupted)) {
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
  }
}

// Node unloads an addon with the last worker that loaded it; the waker's code must stay.
void keepLoaded() {
  Dl_info self;
  if (dladdr(reinterpret_cast<void*>(&keepLoaded), &self) != 0) {
    dlopen(self.dli_fname, RTLD_NOW | RTLD_NODELETE);
  }
}

void startOnce() {
  keepLoaded();
  struct sigaction action = {};
  action.sa_handler = doNothing;  // without SA_RESTART: its only effect is EINTR
  sigemptyset(&action.sa_mask);
  sigaction(Waker::signalNumber(), &action, nullptr);

  sigset_t all;
  sigset_t before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);  // the new thread inherits it: no signal is its own
  std::thread(run).detach();
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
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
  std::call_once(state().started, startOnce);
}

void Waker::notify() {
  state().semaphore.post();
}

bool Waker::interrupt(int64_t threadId) {
  start();
  bool found = false;
  {
    std::lock_guard<std::mutex> lock(state().mutex);
    for (JavaScriptThread* thread : state().threads) {
      if (thread->threadId() != threadId) continue;
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
