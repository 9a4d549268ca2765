#include "blocking.h"

#include <poll.h>

#include "syscall.h"

namespace bsd_sockets {

int64_t waitForEvents(JavaScriptThread& thread, napi_env env, int fd, short events,
                      const Deadline& deadline) {
  pollfd entry = {fd, events, 0};
  for (;;) {
    const int64_t ready = untilAnswered(thread, env, [&] {
      return systemCall(::poll, &entry, nfds_t{1}, deadline.milliseconds());
    });
    if (ready < 0) return ready;
    if (ready > 0) return 0;
    if (deadline.passed()) return kTimedOut;
  }
}

}  // namespace bsd_sockets
