#include "waker.h"

#include <dlfcn.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <csignal>
#include <mutex>
#include <thread>
#include <unordered_map>
#include <vector>

#include "detached-thread.h"
#include "interrupt.h"
#include "loop-events.h"
#include "wake-semaphore.h"

namespace bsd_sockets {

namespace {

struct State {
  std::mutex mutex;
  std::vector<JavaScriptThread*> threads;
  std::atomic<size_t> threadCount{0};
  LoopEvents<JavaScriptThread> loopEvents;
  // When each descriptor was last closed.
  std::unordered_map<int, int64_t> closedAt;
  Semaphore semaphore;
  bool isStarted = false;
};

// Node unloads an addon together with the last worker that loaded it. The waker's code must stay,
// and so must the objects that are never destroyed.
void keepLoaded() {
  Dl_info self;
  if (dladdr(reinterpret_cast<void*>(&keepLoaded), &self) != 0) {
    dlopen(self.dli_fname, RTLD_NOW | RTLD_NODELETE);
  }
}

State* makeState() {
  keepLoaded();
  return new State;
}

// Never destroyed, because the waker outlives every environment and may run while the process
// exits.
State& state() {
  static State& instance = *makeState();
  return instance;
}

// A blocked worker does not notice that it is to end. Node ends a worker by sending its event loop
// something; so this often the waker checks for that, and only then interrupts the worker's call.
constexpr std::chrono::milliseconds kTerminationCheck(100);
// A loop gets no second event of a kind before it has handled the first. So once in a while every
// worker is interrupted.
constexpr int kChecksUntilAll = 64;
constexpr std::chrono::milliseconds kRepeat(1);

bool hasToReturn(const JavaScriptThread& thread) {
  return thread.isInterrupted() && thread.isBlocked();
}

bool mayHaveToCheck(const JavaScriptThread& thread) { return thread.mayCheckTermination(); }

bool hasToCheck(const JavaScriptThread& thread) {
  return thread.mayCheckTermination() && thread.hasLoopEvent();
}

bool hasToGiveUp(const JavaScriptThread& thread) {
  return thread.hasLostDescriptor() && thread.mayRepeatCall();
}

// The caller holds the mutex.
bool isClosedSince(int fd, int64_t since) {
  const auto found = state().closedAt.find(fd);
  return found != state().closedAt.end() && found->second > since;
}

// True if there was such a thread.
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

void checkLoops() {
  std::lock_guard<std::mutex> lock(state().mutex);
  state().loopEvents.check();
}

void run() {
  for (int checks = 1;; checks++) {
    if (hasWorkers()) {
      state().semaphore.waitFor(kTerminationCheck);
      checkLoops();
      wakeEach(checks % kChecksUntilAll == 0 ? mayHaveToCheck : hasToCheck);
    } else {
      state().semaphore.wait();
    }
    while (wakeEach(hasToReturn)) std::this_thread::sleep_for(kRepeat);
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
  state().threadCount = state().threads.size();
}

void Waker::dismiss(JavaScriptThread* thread) {
  std::lock_guard<std::mutex> lock(state().mutex);
  auto& threads = state().threads;
  threads.erase(std::remove(threads.begin(), threads.end(), thread), threads.end());
  state().threadCount = threads.size();
  if (thread->isLoopWatched()) state().loopEvents.remove(thread->loopDescriptor());
}

void Waker::watch(JavaScriptThread* thread) {
  std::lock_guard<std::mutex> lock(state().mutex);
  thread->watchLoop(state().loopEvents.add(thread, thread->loopDescriptor()));
}

void Waker::start() {
  std::lock_guard<std::mutex> lock(state().mutex);
  if (state().isStarted) return;
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

bool Waker::beginClose(int fd, int64_t since) {
  // A program with one thread pays nothing.
  if (state().threadCount.load() < 2) return !wasClosedSince(fd, since);
  {
    std::lock_guard<std::mutex> lock(state().mutex);
    if (isClosedSince(fd, since)) return false;
    state().closedAt[fd] = ++moment_;
    for (JavaScriptThread* thread : state().threads) {
      thread->showMoment(moment_);
      thread->loseDescriptor(fd);
    }
  }
  while (wakeEach(hasToGiveUp)) std::this_thread::sleep_for(kRepeat);
  return true;
}

bool Waker::wasClosedSince(int fd, int64_t since) {
  if (since >= moment_) return false;
  std::lock_guard<std::mutex> lock(state().mutex);
  return isClosedSince(fd, since);
}

void Waker::showMoment(JavaScriptThread* thread, ShownMoment* place) {
  std::lock_guard<std::mutex> lock(state().mutex);
  thread->showMomentAt(place);
  thread->showMoment(moment_);
}

// A program does not use a real-time signal by accident: Node has no name for it.
int Waker::signalNumber() {
#ifdef SIGRTMAX
  return SIGRTMAX - 1;
#else
  return SIGIO;
#endif
}

}  // namespace bsd_sockets
