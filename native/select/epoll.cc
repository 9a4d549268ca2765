// The calls of epoll(7), on Linux.

#include "../binding/instance.h"

#ifdef __linux__
#include <sys/epoll.h>

#include <algorithm>
#include <memory>

#include "../binding/arguments.h"
#include "../multiplex/multiplexer.h"
#include "../syscall.h"
#include "../waiting/blocking.h"

namespace bsd_sockets {

namespace {

Napi::Value createEpoll(const Napi::CallbackInfo& info) {
  Arguments arguments(info);
  const int flags = arguments.integer(0, "flags");
  if (arguments.areWrong()) return arguments.raise();
  const int64_t fd = systemCall<::epoll_create1>(flags | EPOLL_CLOEXEC);
  return resultOf(info, instanceOf(info).descriptors.own(fd));
}

Napi::Value controlEpoll(const Napi::CallbackInfo& info) {
  Arguments arguments(info);
  const int epfd = arguments.descriptor(0, "epfd");
  const int operation = arguments.integer(1, "operation");
  const int fd = arguments.descriptor(2);
  epoll_event event = {};
  // JavaScript's | returns a negative number for a mask with EPOLLET.
  event.events = static_cast<uint32_t>(arguments.integer(3, "events", INT32_MIN, UINT32_MAX));
  event.data.fd = fd;
  if (arguments.areWrong()) return arguments.raise();
  return resultOf(info, systemCall<::epoll_ctl>(epfd, operation, fd, &event));
}

Napi::Value waitForEpoll(const Napi::CallbackInfo& info) {
  Arguments arguments(info);
  const double timeout = prepareToBlock(info, &arguments, 2);
  const int epfd = arguments.descriptor(0, "epfd");
  const Bytes pairs = arguments.int32Array(1, "ready");
  const size_t capacity = std::min(pairs.length / sizeof(Ready), kLargestBatch);
  if (capacity == 0) arguments.outOfRange("ready", "an Int32Array with room for a pair");
  if (arguments.areWrong()) return arguments.raise();
  const std::unique_ptr<epoll_event[]> events(new epoll_event[capacity]);
  const int64_t count = waitingCall(
      instanceOf(info).thread, info.Env(), epfd, timeout, [&](const Deadline& deadline) {
        return systemCall<::epoll_wait>(epfd, events.get(), static_cast<int>(capacity),
                                        deadline.milliseconds());
      });
  auto* ready = reinterpret_cast<Ready*>(pairs.data);
  const auto found = static_cast<size_t>(std::max<int64_t>(count, 0));
  for (size_t i = 0; i < found; i++) {
    ready[i] = {events[i].data.fd, static_cast<int32_t>(events[i].events)};
  }
  return resultOf(info, count);
}

}  // namespace

void defineEpoll(const Definer& define) {
  define.function<createEpoll>("epoll_create1");
  define.function<controlEpoll>("epoll_ctl");
  define.function<waitForEpoll>("epoll_wait");
}

}  // namespace bsd_sockets

#else

namespace bsd_sockets {

void defineEpoll(const Definer&) {}

}  // namespace bsd_sockets

#endif
