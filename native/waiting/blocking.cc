#include "blocking.h"

#include <poll.h>
#include <sys/socket.h>
#include <sys/time.h>

#include <chrono>

#include "../binding/instance.h"
#include "../syscall.h"

namespace bsd_sockets {

double prepareToBlock(const Napi::CallbackInfo& info, Arguments* arguments, size_t timeoutIndex) {
  const double timeout = arguments->timeout(timeoutIndex);
  if (timeout != 0) instanceOf(info).thread.prepareToBlock(info.Env());
  return timeout;
}

int64_t waitForEvents(JavaScriptThread& thread, napi_env env, int fd, short events,
                      const Deadline& deadline) {
  pollfd entry = {fd, events, 0};
  for (;;) {
    const int64_t ready = untilAnswered(thread, env, [&] {
      return systemCall<::poll>(&entry, nfds_t{1}, deadline.milliseconds());
    });
    if (ready < 0) return ready;
    if (ready > 0) return 0;
    if (deadline.passed()) return kTimedOut;
  }
}

SocketTimeout::SocketTimeout(const JavaScriptThread& thread, int fd, short events)
    : fd_(fd), events_(events) {
  if (thread.isWorker()) begun_ = std::chrono::steady_clock::now();
}

bool SocketTimeout::hasPassed() const {
  if (begun_ == std::chrono::steady_clock::time_point()) return false;
  timeval limit = {};
  socklen_t length = sizeof limit;
  const int option = events_ == POLLIN ? SO_RCVTIMEO : SO_SNDTIMEO;
  if (systemCall<::getsockopt>(fd_, SOL_SOCKET, option, &limit, &length) < 0) return false;
  const auto allowed =
      std::chrono::seconds(limit.tv_sec) + std::chrono::microseconds(limit.tv_usec);
  return allowed.count() > 0 && std::chrono::steady_clock::now() - begun_ >= allowed;
}

}  // namespace bsd_sockets
