#ifndef BSD_SOCKETS_WAKER_H
#define BSD_SOCKETS_WAKER_H

#include <cstdint>

namespace bsd_sockets {

class JavaScriptThread;

// The thread that wakes JavaScript threads which an interruption found in a blocking call.
class Waker {
 public:
  static void enlist(JavaScriptThread* thread);
  static void dismiss(JavaScriptThread* thread);

  // Starts the thread and installs the wake signal's empty handler, once in a process. Where there
  // can be no more threads, Ctrl-C mostly works without it.
  static void start();
  // Lets it look at the threads' flags. Safe in a signal handler.
  static void notify();

  // False when there is no such thread.
  static bool interrupt(int64_t threadId);

  static int signalNumber();
};

}  // namespace bsd_sockets

#endif
