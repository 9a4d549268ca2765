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

using Blocked = JavaScriptThread::Blocked;

// (fd, buffer, offset, length, flags, timeout): all four but for the flags, which only sockets
// take.
template <typename Call>
Napi::Value transfer(const Napi::CallbackInfo& info, short events, bool hasFlags, Call call) {
  Arguments arguments(info);
  const double timeout = prepareToBlock(info, &arguments, hasFlags ? 5 : 4);
  const int fd = arguments.descriptor(0);
  const Bytes range = arguments.range(1);
  const int flags = hasFlags ? arguments.integer(4, "flags") : 0;
  if (arguments.areWrong()) return arguments.raise();
  const Blocked blocked = (flags & MSG_WAITALL) == 0 ? Blocked::kYes : Blocked::kUndisturbed;
  const int64_t result = blockingCall(
      instanceOf(info).thread, info.Env(), fd, events, timeout,
      [&] { return call(fd, range.data, range.length, flags); }, blocked);
  return resultOf(info, result);
}

Napi::Value receive(const Napi::CallbackInfo& info) {
  return transfer(info, POLLIN, true, [](int fd, uint8_t* data, size_t length, int flags) {
    return systemCall(::recv, fd, data, length, flags);
  });
}

Napi::Value sendBytes(const Napi::CallbackInfo& info) {
  return transfer(info, POLLOUT, true, [](int fd, uint8_t* data, size_t length, int flags) {
    return systemCall(::send, fd, data, length, flags);
  });
}

Napi::Value readBytes(const Napi::CallbackInfo& info) {
  return transfer(info, POLLIN, false, [](int fd, uint8_t* data, size_t length, int) {
    return systemCall(::read, fd, data, length);
  });
}

Napi::Value writeBytes(const Napi::CallbackInfo& info) {
  return transfer(info, POLLOUT, false, [](int fd, uint8_t* data, size_t length, int) {
    return systemCall(::write, fd, data, length);
  });
}

}  // namespace

void defineTransfer(const Definer& define) {
  define.function<receive>("recv");
  define.function<sendBytes>("send");
  define.function<readBytes>("read");
  define.function<writeBytes>("write");
}

}  // namespace bsd_sockets
