// recv and send; read and write for descriptors that are no sockets.

#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "../arguments.h"
#include "../blocking.h"
#include "../instance.h"
#include "../syscall.h"

namespace bsd_sockets {

namespace {

Napi::Value receive(const Napi::CallbackInfo& info) {
  Arguments arguments(info);
  const int fd = arguments.descriptor(0);
  const Bytes range = arguments.range(1);
  const int flags = arguments.integer(4, "flags");
  const double timeout = arguments.timeout(5);
  if (arguments.areWrong()) return arguments.raise();
  return resultOf(info, blockingCall(instanceOf(info).thread, info.Env(), fd, POLLIN, timeout, [&] {
                    return systemCall(::recv, fd, range.data, range.length, flags);
                  }));
}

Napi::Value sendBytes(const Napi::CallbackInfo& info) {
  Arguments arguments(info);
  const int fd = arguments.descriptor(0);
  const Bytes range = arguments.range(1);
  const int flags = arguments.integer(4, "flags");
  const double timeout = arguments.timeout(5);
  if (arguments.areWrong()) return arguments.raise();
  return resultOf(
      info, blockingCall(instanceOf(info).thread, info.Env(), fd, POLLOUT, timeout,
                         [&] { return systemCall(::send, fd, range.data, range.length, flags); }));
}

Napi::Value readBytes(const Napi::CallbackInfo& info) {
  Arguments arguments(info);
  const int fd = arguments.descriptor(0);
  const Bytes range = arguments.range(1);
  const double timeout = arguments.timeout(4);
  if (arguments.areWrong()) return arguments.raise();
  return resultOf(info, blockingCall(instanceOf(info).thread, info.Env(), fd, POLLIN, timeout, [&] {
                    return systemCall(::read, fd, range.data, range.length);
                  }));
}

Napi::Value writeBytes(const Napi::CallbackInfo& info) {
  Arguments arguments(info);
  const int fd = arguments.descriptor(0);
  const Bytes range = arguments.range(1);
  const double timeout = arguments.timeout(4);
  if (arguments.areWrong()) return arguments.raise();
  return resultOf(info,
                  blockingCall(instanceOf(info).thread, info.Env(), fd, POLLOUT, timeout,
                               [&] { return systemCall(::write, fd, range.data, range.length); }));
}

}  // namespace

void defineTransfer(const Definer& define) {
  define.function<receive>("recv");
  define.function<sendBytes>("send");
  define.function<readBytes>("read");
  define.function<writeBytes>("write");
}

}  // namespace bsd_sockets
