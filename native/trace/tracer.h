#ifndef BSD_SOCKETS_TRACE_TRACER_H
#define BSD_SOCKETS_TRACE_TRACER_H

#include <napi.h>

#include <atomic>
#include <cstdint>
#include <deque>
#include <functional>
#include <initializer_list>
#include <set>
#include <vector>

#include "record.h"

namespace bsd_sockets {

// How many threads record. While it is 0, recording costs only this check.
extern std::atomic<int> recordingThreads;

inline bool isAnyThreadRecording() { return recordingThreads.load(std::memory_order_relaxed) != 0; }

// Records the system calls of one JavaScript thread.
//
//   systemCall() ──▶ ring of the last calls ──▶ take(), by JavaScript
//                                          └──▶ deliver(): calls JavaScript when a native function
//                                               is done, so that it takes them
class Tracer {
 public:
  struct Settings {
    size_t capacity;   // the most calls in the ring; then the oldest are lost
    size_t dataLimit;  // the most bytes to copy of what is sent or received
    bool hasStates;    // whether to read the TCP states of the thread's sockets after each call
    // Whether to report a call that may block before it is made. The callback must not run the
    // program's code then, which could detach memory that the call is about to use.
    bool announces;
  };

  Tracer() = default;
  ~Tracer() { stop(); }
  Tracer(const Tracer&) = delete;
  Tracer& operator=(const Tracer&) = delete;

  static Tracer* ofThisThread();

  // `isBlocking` returns whether the call that is about to be made may block.
  void start(const Settings& settings, std::function<bool()> isBlocking, Napi::Function whenCalled);
  void stop();
  // False while calls are delivered: what a listener calls is not recorded.
  bool isRecording() const { return !isDelivering_; }

  Record begin(const char* name, std::initializer_list<int64_t> numbers) const {
    return {name, numbers, settings_.dataLimit};
  }
  void announce(Record* record);
  void finish(Record record);

  // Calls JavaScript if there are calls to take.
  void deliver();

  std::deque<Record> take();
  const Record* announced() const { return announced_; }
  uint64_t countLost() const { return lost_; }

 private:
  void call();
  void watch(const Record& record);
  std::vector<SocketState> findStates();

  Settings settings_ = {};
  std::function<bool()> isBlocking_;
  Napi::FunctionReference whenCalled_;
  std::deque<Record> records_;
  std::set<int> sockets_;
  const Record* announced_ = nullptr;
  uint64_t count_ = 0;
  uint64_t lost_ = 0;
  bool isStarted_ = false;
  bool isDelivering_ = false;
};

}  // namespace bsd_sockets

#endif
