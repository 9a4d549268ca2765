#ifndef BSD_SOCKETS_WAKER_H
#define BSD_SOCKETS_WAKER_H

#include <atomic>
#include <cstdint>

namespace bsd_sockets {

class JavaScriptThread;
struct ShownMoment;

// The thread that wakes JavaScript threads which an interruption found in a blocking call.
class Waker {
 public:
  static void enlist(JavaScriptThread* thread);
  static void dismiss(JavaScriptThread* thread);

  // Starts the thread and installs the wake signal's empty handler, once in a process. Where there
  // can be no more threads, Ctrl-C mostly works without it.
  static void start();
  // Has the event loop of a worker watched, until it is dismissed.
  static void watch(JavaScriptThread* thread);
  // Lets it look at the threads' flags. Safe in a signal handler.
  static void notify();

  // False when there is no such thread.
  static bool interrupt(int64_t threadId);

  // Comes before the close of a descriptor. Ends the calls that other threads are blocked in on it,
  // and comes back when it may be closed. Only an undisturbed call sleeps on, as the kernel has it,
  // with the file it began with. False when the descriptor was closed since a moment, so that the
  // number is somebody else's by now.
  static bool beginClose(int fd, int64_t since = kForever);
  static constexpr int64_t kForever = INT64_MAX;

  // Moments are counted in closes. In a program with one thread time stands still.
  static int64_t moment() { return moment_.load(); }
  static bool wasClosedSince(int fd, int64_t since);
  // Has the moment written for JavaScript, until the thread is dismissed.
  static void showMoment(JavaScriptThread* thread, ShownMoment* place);

  static int signalNumber();

 private:
  static inline std::atomic<int64_t> moment_{0};
};

}  // namespace bsd_sockets

#endif
