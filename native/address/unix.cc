// sockaddr_un. Its name is a path that ends with a null byte. On Linux it may also be an abstract
// name: a null byte and then any bytes, as many as the length says.

#include <sys/un.h>

#include <cstddef>
#include <cstring>
#include <optional>

#include "../binding/instance.h"
#include "address.h"

namespace bsd_sockets {

namespace {

constexpr size_t kPathOffset = offsetof(sockaddr_un, sun_path);
constexpr size_t kPathSize = sizeof(sockaddr_un::sun_path);

// For an empty name, Linux chooses an abstract one.
bool isAbstract(const Bytes& path) {
#ifdef __linux__
  return path.length == 0 || path.data[0] == 0;
#else
  static_cast<void>(path);
  return false;
#endif
}

Napi::Value encodeUnixAddress(const Napi::CallbackInfo& info) {
  Arguments arguments(info);
  const Bytes path = arguments.bytes(0, "path");
  if (arguments.areWrong()) return arguments.raise();
  const size_t end = isAbstract(path) ? 0 : 1;
  if (path.length + end > kPathSize) return info.Env().Null();
  SocketAddress address;
  auto* un = address.as<sockaddr_un>();
  un->sun_family = AF_UNIX;
  if (path.length > 0) std::memcpy(un->sun_path, path.data, path.length);
  address.length = static_cast<socklen_t>(kPathOffset + path.length + end);
  return encoded(info.Env(), &address);
}

}  // namespace

Napi::Value decodeUnix(Napi::Env env, SocketAddress* address) {
  const std::optional<Bytes> name = unixName(address);
  return name ? bytesOf(env, name->data, name->length) : env.Null();
}

void defineUnixAddress(const Definer& define) {
  define.function<encodeUnixAddress>("encodeUnixAddress");
}

}  // namespace bsd_sockets
