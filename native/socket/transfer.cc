// recv and send, with and without an address; read and write for other descriptors; sendfile.

#include <poll.h>
#include <sys/socket.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/sendfile.h>
#endif

#include <cerrno>
#include <climits>

#include "../address/address.h"
#include "../binding/arguments.h"
#include "../binding/instance.h"
#include "../binding/registers.h"
#include "../syscall.h"
#include "../waiting/blocking.h"

namespace bsd_sockets {

namespace {

// Reads (fd, buffer, offset, length, flags, timeout) from the registers. read and write have no
// flags.
template <typename Call>
int64_t transfer(RegisterCall& call, short events, bool hasFlags, Call attempt) {
  RegisterArguments& arguments = call.arguments;
  const double timeout = prepareToBlock(call, hasFlags ? 5 : 4);
  const int fd = arguments.descriptor(0);
  const Bytes range = arguments.range(2);
  const int flags = hasFlags ? arguments.integer(4, "flags") : 0;
  if (arguments.areWrong()) return 0;
  return blockingCall(
      call.instance.thread, call.env, fd, events, timeout,
      [&] { return attempt(fd, range.data, range.length, flags); }, blockedBy(flags));
}

int64_t receive(RegisterCall& call) {
  return transfer(call, POLLIN, true, [](int fd, uint8_t* data, size_t length, int flags) {
    return systemCall<::recv>(fd, data, length, flags);
  });
}

int64_t sendBytes(RegisterCall& call) {
  return transfer(call, POLLOUT, true, [](int fd, uint8_t* data, size_t length, int flags) {
    return systemCall<::send>(fd, data, length, flags);
  });
}

int64_t readBytes(RegisterCall& call) {
  return transfer(call, POLLIN, false, [](int fd, uint8_t* data, size_t length, int) {
    return systemCall<::read>(fd, data, length);
  });
}

int64_t writeBytes(RegisterCall& call) {
  return transfer(call, POLLOUT, false, [](int fd, uint8_t* data, size_t length, int) {
    return systemCall<::write>(fd, data, length);
  });
}

Napi::Value receiveFrom(const Napi::CallbackInfo& info) {
  Arguments arguments(info);
  const double timeout = prepareToBlock(info, &arguments, 7);
  const int fd = arguments.descriptor(0);
  const Bytes range = arguments.range(1);
  const int flags = arguments.integer(4, "flags");
  AddressResult from(&arguments, 5);
  if (arguments.areWrong()) return arguments.raise();
  const auto attempt = [&] {
    from.address.length = sizeof from.address.storage;
    return systemCall<::recvfrom>(fd, range.data, range.length, flags, from.address.get(),
                                  &from.address.length);
  };
  const int64_t result = blockingCall(instanceOf(info).thread, info.Env(), fd, POLLIN, timeout,
                                      attempt, blockedBy(flags));
  if (result >= 0) from.deliver();
  return resultOf(info, result);
}

Napi::Value sendTo(const Napi::CallbackInfo& info) {
  Arguments arguments(info);
  const double timeout = prepareToBlock(info, &arguments, 6);
  const int fd = arguments.descriptor(0);
  const Bytes range = arguments.range(1);
  const int flags = arguments.integer(4, "flags");
  SocketAddress to = socketAddress(&arguments, 5);
  if (arguments.areWrong()) return arguments.raise();
  const auto attempt = [&] {
    return systemCall<::sendto>(fd, range.data, range.length, flags, to.get(), to.length);
  };
  return resultOf(info,
                  blockingCall(instanceOf(info).thread, info.Env(), fd, POLLOUT, timeout, attempt));
}

int64_t sendFileOnce(int fd, int file, int64_t offset, int64_t count) {
#ifdef __linux__
  auto position = static_cast<off_t>(offset);
  return systemCall<::sendfile>(fd, file, &position, static_cast<size_t>(count));
#else
  auto sent = static_cast<off_t>(count);
  const int64_t result =
      systemCall<::sendfile>(file, fd, static_cast<off_t>(offset), &sent, nullptr, 0);
  // It has sent a part even if it reports a full buffer or a signal.
  return (result == -EAGAIN || result == -EINTR) && sent > 0 ? sent : result < 0 ? result : sent;
#endif
}

Napi::Value sendFile(const Napi::CallbackInfo& info) {
  Arguments arguments(info);
  const double timeout = prepareToBlock(info, &arguments, 4);
  const int fd = arguments.descriptor(0);
  const int file = arguments.descriptor(1, "file");
  const int64_t offset = arguments.integer(2, "offset", 0, kLargestSafeInteger);
  const int64_t count = arguments.integer(3, "count", 0, INT_MAX);
  if (arguments.areWrong()) return arguments.raise();
  return resultOf(info, blockingCall(instanceOf(info).thread, info.Env(), fd, POLLOUT, timeout,
                                     [&] { return sendFileOnce(fd, file, offset, count); }));
}

}  // namespace

void defineTransfer(const Definer& define) {
  define.function("recv", callByRegisters<receive>);
  define.function("send", callByRegisters<sendBytes>);
  define.function<receiveFrom>("recvfrom");
  define.function<sendTo>("sendto");
  define.function<sendFile>("sendfile");
  define.function("read", callByRegisters<readBytes>);
  define.function("write", callByRegisters<writeBytes>);
}

}  // namespace bsd_sockets
