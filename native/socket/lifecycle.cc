// socket, socketpair, bind, listen, accept4, connect, shutdown, getsockname and getpeername.

#include <fcntl.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include <cerrno>

#include "../address/address.h"
#include "../binding/arguments.h"
#include "../binding/instance.h"
#include "../binding/registers.h"
#include "../descriptor.h"
#include "../syscall.h"
#include "../waiting/blocking.h"

namespace bsd_sockets {

namespace {

#ifndef SOCK_CLOEXEC
int64_t closeOnExec(int64_t fd) {
  if (fd < 0) return fd;
  Descriptor made(static_cast<int>(fd));
  const int64_t result = systemCall<::fcntl>(made.get(), F_SETFD, FD_CLOEXEC);
  return result < 0 ? result : made.release();
}
#endif

int64_t pairOnce(int family, int type, int protocol, int fds[2]) {
#ifdef SOCK_CLOEXEC
  return systemCall<::socketpair>(family, type | SOCK_CLOEXEC, protocol, fds);
#else
  const int64_t result = systemCall<::socketpair>(family, type, protocol, fds);
  for (int i = 0; result == 0 && i < 2; i++) systemCall<::fcntl>(fds[i], F_SETFD, FD_CLOEXEC);
  return result;
#endif
}

Napi::Value openSocket(const Napi::CallbackInfo& info) {
  Arguments arguments(info);
  const int family = arguments.integer(0, "family");
  const int type = arguments.integer(1, "type");
  const int protocol = arguments.integer(2, "proto");
  if (arguments.areWrong()) return arguments.raise();
#ifdef SOCK_CLOEXEC
  const int64_t fd = systemCall<::socket>(family, type | SOCK_CLOEXEC, protocol);
#else
  const int64_t fd = closeOnExec(systemCall<::socket>(family, type, protocol));
#endif
  return resultOf(info, instanceOf(info).descriptors.own(fd));
}

Napi::Value openPair(const Napi::CallbackInfo& info) {
  Arguments arguments(info);
  const int family = arguments.integer(0, "family");
  const int type = arguments.integer(1, "type");
  const int protocol = arguments.integer(2, "proto");
  const Bytes result = arguments.int32Array(3, "fds");
  if (result.length < 2 * sizeof(int32_t)) {
    arguments.outOfRange("fds", "an Int32Array with room for two elements");
  }
  if (arguments.areWrong()) return arguments.raise();
  auto* fds = reinterpret_cast<int32_t*>(result.data);
  const int64_t opened = pairOnce(family, type, protocol, fds);
  for (int i = 0; opened == 0 && i < 2; i++) instanceOf(info).descriptors.own(fds[i]);
  return resultOf(info, opened);
}

Napi::Value bindSocket(const Napi::CallbackInfo& info) {
  Arguments arguments(info);
  const int fd = arguments.descriptor(0);
  SocketAddress address = socketAddress(&arguments, 1);
  if (arguments.areWrong()) return arguments.raise();
  return resultOf(info, systemCall<::bind>(fd, address.get(), address.length));
}

Napi::Value listenSocket(const Napi::CallbackInfo& info) {
  Arguments arguments(info);
  const int fd = arguments.descriptor(0);
  const int backlog = arguments.integer(1, "backlog");
  if (arguments.areWrong()) return arguments.raise();
  return resultOf(info, systemCall<::listen>(fd, backlog));
}

int64_t acceptOnce(int fd, SocketAddress* address, int flags) {
  address->length = sizeof address->storage;
#ifdef SOCK_CLOEXEC
  return systemCall<::accept4>(fd, address->get(), &address->length, flags | SOCK_CLOEXEC);
#else
  const int64_t accepted = closeOnExec(systemCall<::accept>(fd, address->get(), &address->length));
  if (accepted < 0) return accepted;
  // On BSD, accept() inherits O_NONBLOCK from the listener; accept4() does not.
  int nonBlocking = flags != 0;
  systemCall<::ioctl>(static_cast<int>(accepted), FIONBIO, &nonBlocking);
  return accepted;
#endif
}

Napi::Value acceptSocket(const Napi::CallbackInfo& info) {
  Arguments arguments(info);
  const double timeout = prepareToBlock(info, &arguments, 4);
  const int fd = arguments.descriptor(0);
  AddressResult result(&arguments, 1);
  const int flags = arguments.integer(3, "flags");
  if (arguments.areWrong()) return arguments.raise();
  const int64_t accepted = blockingCall(instanceOf(info).thread, info.Env(), fd, POLLIN, timeout,
                                        [&] { return acceptOnce(fd, &result.address, flags); });
  if (accepted >= 0) result.deliver();
  return resultOf(info, instanceOf(info).descriptors.own(accepted));
}

// Reads (fd, flags, timeout) from the registers. The new descriptor is owned before anything else
// is done with it, because a worker may be terminated at any point after accept4.
int64_t acceptDecoded(RegisterCall& call) {
  const double timeout = prepareToBlock(call, 2);
  const int fd = call.arguments.descriptor(0);
  const int flags = call.arguments.integer(1, "flags");
  if (call.arguments.areWrong()) return 0;
  SocketAddress address;
  const int64_t accepted = blockingCall(call.instance.thread, call.env, fd, POLLIN, timeout,
                                        [&] { return acceptOnce(fd, &address, flags); });
  call.instance.descriptors.own(accepted);
  if (accepted >= 0) call.value = decoded(call.env, &address);
  return accepted;
}

// When a connect that continues in the kernel is done, the socket is writable and SO_ERROR has the
// result.
int64_t finishConnect(JavaScriptThread& thread, napi_env env, int fd, const Deadline& deadline) {
  const int64_t ready = waitForEvents(thread, env, fd, POLLOUT, deadline);
  if (ready < 0) return ready;
  int error = 0;
  socklen_t length = sizeof error;
  const int64_t result = untilAnswered(thread, env, [&] {
    return systemCall<::getsockopt>(fd, SOL_SOCKET, SO_ERROR, &error, &length);
  });
  return result < 0 ? result : -error;
}

// After a signal the kernel continues to connect. A second connect then waits for the result
// (Linux), reports that the first continues (the BSDs), or that it has succeeded meanwhile.
int64_t connectBlocking(JavaScriptThread& thread, napi_env env, int fd, SocketAddress* address) {
  bool wasCutShort = false;
  const int64_t result = untilAnswered(thread, env, [&] {
    const int64_t answer = systemCall<::connect>(fd, address->get(), address->length);
    if (wasCutShort && answer == -EISCONN) return int64_t{0};
    wasCutShort = wasCutShort || answer == -EINTR;
    return answer;
  });
  if (!wasCutShort || result != -EALREADY) return result;
  return finishConnect(thread, env, fd, Deadline(-1));
}

Napi::Value connectSocket(const Napi::CallbackInfo& info) {
  Arguments arguments(info);
  const double timeout = prepareToBlock(info, &arguments, 2);
  const int fd = arguments.descriptor(0);
  SocketAddress address = socketAddress(&arguments, 1);
  if (arguments.areWrong()) return arguments.raise();
  JavaScriptThread& thread = instanceOf(info).thread;
  const auto connectOnce = [&] { return systemCall<::connect>(fd, address.get(), address.length); };
  if (timeout == 0) return resultOf(info, connectOnce());
  const BlockingScope scope(thread, fd);
  if (timeout < 0) return resultOf(info, connectBlocking(thread, info.Env(), fd, &address));
  const int64_t result = connectOnce();
  // After a signal the kernel continues to connect, too.
  const bool goesOn = result == -EINPROGRESS || result == -EINTR;
  if (!goesOn) return resultOf(info, result);
  return resultOf(info, finishConnect(thread, info.Env(), fd, Deadline(timeout)));
}

Napi::Value shutdownSocket(const Napi::CallbackInfo& info) {
  Arguments arguments(info);
  const int fd = arguments.descriptor(0);
  const int how = arguments.integer(1, "how");
  if (arguments.areWrong()) return arguments.raise();
  return resultOf(info, systemCall<::shutdown>(fd, how));
}

template <auto Name>
Napi::Value nameOfSocket(const Napi::CallbackInfo& info) {
  Arguments arguments(info);
  const int fd = arguments.descriptor(0);
  AddressResult name(&arguments, 1);
  if (arguments.areWrong()) return arguments.raise();
  const int64_t result = systemCall<Name>(fd, name.address.get(), &name.address.length);
  if (result >= 0) name.deliver();
  return resultOf(info, result);
}

}  // namespace

void defineLifecycle(const Definer& define) {
  define.function<openSocket>("socket");
  define.function<openPair>("socketpair");
  define.function<bindSocket>("bind");
  define.function<listenSocket>("listen");
  define.function<acceptSocket>("accept4");
  define.function("accept", callByRegisters<acceptDecoded>);
  define.function<connectSocket>("connect");
  define.function<shutdownSocket>("shutdown");
  define.function<nameOfSocket<::getsockname>>("getsockname");
  define.function<nameOfSocket<::getpeername>>("getpeername");
}

}  // namespace bsd_sockets
