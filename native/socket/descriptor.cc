// Calls for descriptors of any kind: close, dup, and the flags.

#include <fcntl.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <cerrno>

#include "../binding/arguments.h"
#include "../binding/instance.h"
#include "../descriptor.h"
#include "../syscall.h"

namespace bsd_sockets {

namespace {

// Not retried: after EINTR the descriptor is closed, and another thread may have its number.
Napi::Value closeByNumber(const Napi::CallbackInfo& info) {
  Arguments arguments(info);
  const int fd = arguments.descriptor(0);
  if (arguments.areWrong()) return arguments.raise();
  instanceOf(info).descriptors.disown(fd);
  return resultOf(info, closeDescriptor(fd));
}

// Like close, but does nothing if the number was closed since the caller got it.
Napi::Value closeOwned(const Napi::CallbackInfo& info) {
  Arguments arguments(info);
  const int fd = arguments.descriptor(0);
  const int64_t since = arguments.integer(1, "since", 0, kLargestSafeInteger);
  if (arguments.areWrong()) return arguments.raise();
  if (!Waker::beginClose(fd, since)) return resultOf(info, -EBADF);
  instanceOf(info).descriptors.disown(fd);
  return resultOf(info, systemCall<::close>(fd));
}

Napi::Value wasClosedSince(const Napi::CallbackInfo& info) {
  Arguments arguments(info);
  const int fd = arguments.descriptor(0);
  const int64_t since = arguments.integer(1, "since", 0, kLargestSafeInteger);
  if (arguments.areWrong()) return arguments.raise();
  return Napi::Boolean::New(info.Env(), Waker::wasClosedSince(fd, since));
}

Napi::Value duplicate(const Napi::CallbackInfo& info) {
  Arguments arguments(info);
  const int fd = arguments.descriptor(0);
  if (arguments.areWrong()) return arguments.raise();
  const int64_t copy = systemCall<::fcntl>(fd, F_DUPFD_CLOEXEC, 0);
  return resultOf(info, instanceOf(info).descriptors.own(copy));
}

Napi::Value ownDescriptor(const Napi::CallbackInfo& info) {
  Arguments arguments(info);
  const int fd = arguments.descriptor(0);
  if (arguments.areWrong()) return arguments.raise();
  instanceOf(info).descriptors.own(fd);
  return info.Env().Undefined();
}

Napi::Value disownDescriptor(const Napi::CallbackInfo& info) {
  Arguments arguments(info);
  const int fd = arguments.descriptor(0);
  if (arguments.areWrong()) return arguments.raise();
  instanceOf(info).descriptors.disown(fd);
  return info.Env().Undefined();
}

Napi::Value setBlocking(const Napi::CallbackInfo& info) {
  Arguments arguments(info);
  const int fd = arguments.descriptor(0);
  int nonBlocking = !arguments.boolean(1, "blocking");
  if (arguments.areWrong()) return arguments.raise();
  return resultOf(info, systemCall<::ioctl>(fd, FIONBIO, &nonBlocking));
}

Napi::Value getBlocking(const Napi::CallbackInfo& info) {
  Arguments arguments(info);
  const int fd = arguments.descriptor(0);
  if (arguments.areWrong()) return arguments.raise();
  const int64_t flags = systemCall<::fcntl>(fd, F_GETFL);
  return resultOf(info, flags < 0 ? flags : (flags & O_NONBLOCK) == 0);
}

Napi::Value setInheritable(const Napi::CallbackInfo& info) {
  Arguments arguments(info);
  const int fd = arguments.descriptor(0);
  const bool inheritable = arguments.boolean(1, "inheritable");
  if (arguments.areWrong()) return arguments.raise();
  return resultOf(info, systemCall<::ioctl>(fd, inheritable ? FIONCLEX : FIOCLEX, nullptr));
}

Napi::Value getInheritable(const Napi::CallbackInfo& info) {
  Arguments arguments(info);
  const int fd = arguments.descriptor(0);
  if (arguments.areWrong()) return arguments.raise();
  const int64_t flags = systemCall<::fcntl>(fd, F_GETFD);
  return resultOf(info, flags < 0 ? flags : (flags & FD_CLOEXEC) == 0);
}

}  // namespace

void defineDescriptor(const Definer& define) {
  define.function<closeByNumber>("close");
  define.function<closeOwned>("closeOwned");
  define.function<wasClosedSince>("wasClosedSince");
  define.function<duplicate>("dup");
  define.function<ownDescriptor>("ownDescriptor");
  define.function<disownDescriptor>("disownDescriptor");
  define.function<setBlocking>("setBlocking");
  define.function<getBlocking>("getBlocking");
  define.function<setInheritable>("setInheritable");
  define.function<getInheritable>("getInheritable");
}

}  // namespace bsd_sockets
