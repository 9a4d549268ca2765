// gethostname and sethostname.

#include <unistd.h>

#include <algorithm>
#include <climits>

#include "../binding/arguments.h"
#include "../binding/instance.h"
#include "../syscall.h"

namespace bsd_sockets {

namespace {

#ifdef __APPLE__
using NameLength = int;
#else
using NameLength = size_t;
#endif

Napi::Value getHostname(const Napi::CallbackInfo& info) {
  // One byte more than requested, because a truncated name may have no null byte at its end.
  char name[1024] = "";
  const int64_t result = resultOrErrno(::gethostname(name, sizeof name - 1));
  if (result < 0) return resultOf(info, result);
  return Napi::String::New(info.Env(), name);
}

Napi::Value setHostname(const Napi::CallbackInfo& info) {
  Arguments arguments(info);
  const Bytes name = arguments.bytes(0, "name");
  if (arguments.areWrong()) return arguments.raise();
  const auto length = static_cast<NameLength>(std::min(name.length, size_t{INT_MAX}));
  // The pointer of empty bytes may be null, and the C library must not get a null pointer.
  const char* text = length == 0 ? "" : reinterpret_cast<const char*>(name.data);
  return resultOf(info, systemCall<::sethostname>(text, length));
}

}  // namespace

void defineHostname(const Definer& define) {
  define.function<getHostname>("gethostname");
  define.function<setHostname>("sethostname");
}

}  // namespace bsd_sockets
