#ifndef BSD_SOCKETS_INTERRUPT_WAKER_H
#define BSD_SOCKETS_INTERRUPT_WAKER_H

#include <atomic>
#include <cstdint>

namespace bsd_sockets {

class JavaScriptThread;
struct ShownMoment;

// A thread that wakes JavaScript threads whose blocking calls were interrupted.
class Waker {
 public:
  static void enlist(JavaScriptThread* thread);
  static void dismiss(JavaScriptThread* thread);

  // Starts the thread and installs the wake signal's empty handler, once in a process. If no thread
  // can be started, Ctrl-C mostly works without it.
  static void start();
  // Watches the event loop of a worker, until it is dismissed.
  static void watch(JavaScriptThread* thread);
  // Makes it check the threads' flags. Safe in a signal handler.
  static void notify();

  // False if there is no such thread.
  static bool interrupt(int64_t threadId);

  // Must be called before a descriptor is closed. Ends the calls that other threads are blocked in
  // on it, and returns when it may be closed. Only an undisturbed call sleeps on, on the file that
  // it began with. False if the descriptor was closed since a moment: the number may be reused by
  // now.
  static bool beginClose(int fd, int64_t since = kForever);
  static constexpr int64_t kForever = INT64_MAX;

  // A moment is the number of closes so far. In a program with one thread, closes are not counted.
  static int64_t moment() { return moment_.load(); }
  static bool wasClosedSince(int fd, int64_t since);
  // Keeps the moment up to date at a place that JavaScript reads, until the thread is dismissed.
  static void showMoment(JavaScriptThread* thread, ShownMoment* place);

  static int signalNumber();

 private:
  static inline std::atomic<int64_t> moment_{0};
};

}  // namespace bsd_sockets

#endif
