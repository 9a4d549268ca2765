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

bool wakeThoseBlocked() {
  std::lock_guard<std::mutex> lock(state().mutex);
  bool found = false;
  for (const JavaScriptThread* thread : state().threads) {
    if (!thread->isWanted() || !thread->isBlocked()) continue;
    thread->wake();
    found = true;
  }
  return found;
}

void run() {
  for (;;) {
    state().semaphore.wait();
    while (wakeThoseBlocked()) std::this_thread::sleep_for(std::chrono::milliseconds(1));
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

void Waker::closeAllBut(const JavaScriptThread* except) {
  start();
  {
    std::lock_guard<std::mutex> lock(state().mutex);
    for (JavaScriptThread* thread : state().threads) {
      if (thread != except) thread->close();
    }
  }
  notify();
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
