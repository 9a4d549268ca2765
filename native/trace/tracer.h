#ifndef BSD_SOCKETS_TRACE_TRACER_H
#define BSD_SOCKETS_TRACE_TRACER_H

#include <napi.h>

#include <atomic>
#include <deque>
#include <functional>
#include <initializer_list>
#include <set>

#include "record.h"

namespace bsd_sockets {

// How many threads record. While it is 0, a look at it is all that recording costs.
extern std::atomic<int> recordingThreads;

inline bool isAnyThreadRecording() { return recordingThreads.load(std::memory_order_relaxed) != 0; }

// Records the system calls of one JavaScript thread.
//
//   systemCall() ──▶ ring of the last calls ──▶ take(), by JavaScript
//                                          └──▶ deliver(): tells JavaScript when a native function
//                                               is done, so that it comes for them
class Tracer {
 public:
  struct Settings {
    size_t capacity;   // the most calls that wait to be taken; the oldest are lost then
    size_t dataLimit;  // the most bytes that are kept of what is sent or received
    bool hasStates;    // whether to ask for the TCP states of the thread's sockets after each call
    // Whether a call that may block is told before it is made. What is called then must not run
    // the program's code, which could take away memory that the call is about to use.
    bool announces;
  };

  Tracer() = default;
  ~Tracer() { stop(); }
  Tracer(const Tracer&) = delete;
  Tracer& operator=(const Tracer&) = delete;

  static Tracer* ofThisThread();

  // `isBlocking` tells whether the call that is about to be made may block.
  void start(const Settings& settings, std::function<bool()> isBlocking, Napi::Function whenCalled);
  void stop();
  // False for the calls of whoever is being told about calls.
  bool isRecording() const { return !isDelivering_; }

  Record begin(const char* name, std::initializer_list<int64_t> numbers) const {
    return {name, numbers, settings_.dataLimit};
  }
  void announce(Record* record);
  void finish(Record record);

  // Calls whoever wants to know that calls are waiting to be taken.
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
