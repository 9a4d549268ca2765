// setsockopt and getsockopt. Values are the kernel's own bytes. setsockopt also takes an int,
// because most options are one, and null with a length, for options that are only a length.

#include <sys/socket.h>

#include <climits>

#include "../binding/arguments.h"
#include "../binding/instance.h"
#include "../syscall.h"

namespace bsd_sockets {

namespace {

Napi::Value setOption(const Napi::CallbackInfo& info) {
  Arguments arguments(info);
  const int fd = arguments.descriptor(0);
  const int level = arguments.integer(1, "level");
  const int option = arguments.integer(2, "optname");
  int number = 0;
  const void* value = &number;
  size_t length = sizeof number;
  if (arguments.isNumber(3)) {
    number = arguments.integer(3, "value");
  } else if (info[3].IsNull() && !arguments.isNullish(4)) {
    value = nullptr;
    length = static_cast<size_t>(arguments.integer(4, "optlen", 0, INT_MAX));
  } else {
    const Bytes bytes = arguments.bytes(3, "value");
    value = bytes.data;
    length = bytes.length;
  }
  if (length > INT_MAX) arguments.outOfRange("value", "shorter");
  if (arguments.areWrong()) return arguments.raise();
  return resultOf(
      info, systemCall<::setsockopt>(fd, level, option, value, static_cast<socklen_t>(length)));
}

// Writes the option to `value`, and returns its size in bytes.
Napi::Value getOption(const Napi::CallbackInfo& info) {
  Arguments arguments(info);
  const int fd = arguments.descriptor(0);
  const int level = arguments.integer(1, "level");
  const int option = arguments.integer(2, "optname");
  const Bytes value = arguments.bytes(3, "value");
  if (value.length > INT_MAX) arguments.outOfRange("value", "shorter");
  if (arguments.areWrong()) return arguments.raise();
  auto length = static_cast<socklen_t>(value.length);
  const int64_t result = systemCall<::getsockopt>(fd, level, option, value.data, &length);
  return resultOf(info, result < 0 ? result : static_cast<int64_t>(length));
}

}  // namespace

void defineOptions(const Definer& define) {
  define.function<setOption>("setsockopt");
  define.function<getOption>("getsockopt");
}

}  // namespace bsd_sockets
