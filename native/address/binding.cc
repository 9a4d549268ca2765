// Socket addresses of any family, between JavaScript and the kernel.

#include <netinet/in.h>

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <limits>
#include <optional>

#include "../binding/instance.h"
#include "address.h"

namespace bsd_sockets {

namespace {

// The family's number and the bytes behind it, for families without a form of their own.
Napi::Value decodeOther(Napi::Env env, SocketAddress* address) {
  Napi::Array parts = Napi::Array::New(env, 2);
  parts.Set(0u, Napi::Number::New(env, address->storage.ss_family));
  const Bytes data = bytesAfterFamily(address);
  parts.Set(1u, bytesOf(env, data.data, data.length));
  return parts;
}

Napi::Value decodeByFamily(Napi::Env env, SocketAddress* address) {
  switch (address->storage.ss_family) {
    case AF_INET:
    case AF_INET6:
      return decodeInternet(env, address);
    case AF_UNIX:
      return decodeUnix(env, address);
#ifdef __linux__
    case AF_NETLINK:
      return decodeNetlink(env, address);
    case AF_PACKET:
      return decodePacket(env, address);
#endif
    default:
      return decodeOther(env, address);
  }
}

Napi::Value encodeAddress(const Napi::CallbackInfo& info) {
  Arguments arguments(info);
  const auto family = arguments.integer(0, "family", 0, std::numeric_limits<sa_family_t>::max());
  const Bytes data = arguments.bytes(1, "data");
  SocketAddress address;
  if (data.length > sizeof address.storage - kFamilyEnd) {
    arguments.outOfRange("data", "shorter than a sockaddr_storage");
  }
  if (arguments.areWrong()) return arguments.raise();
  address.get()->sa_family = static_cast<sa_family_t>(family);
  if (data.length > 0) {
    std::memcpy(reinterpret_cast<uint8_t*>(address.get()) + kFamilyEnd, data.data, data.length);
  }
  address.length = static_cast<socklen_t>(kFamilyEnd + data.length);
  return encoded(info.Env(), &address);
}

Napi::Value decodeAddress(const Napi::CallbackInfo& info) {
  Arguments arguments(info);
  const Bytes bytes = arguments.bytes(0, "address");
  const auto length =
      static_cast<size_t>(arguments.integer(1, "length", 0, static_cast<int64_t>(bytes.length)));
  if (arguments.areWrong()) return arguments.raise();
  std::optional<SocketAddress> address = addressFrom({bytes.data, length});
  return address ? decodeByFamily(info.Env(), &*address) : info.Env().Null();
}

}  // namespace

SocketAddress socketAddress(Arguments* arguments, size_t index) {
  SocketAddress address;
  const Bytes bytes = arguments->bytes(index, "address");
  if (bytes.length > sizeof address.storage) {
    arguments->outOfRange("address", "no longer than a sockaddr_storage");
    return address;
  }
  if (bytes.length > 0) std::memcpy(address.get(), bytes.data, bytes.length);
  address.length = static_cast<socklen_t>(bytes.length);
  return address;
}

SocketAddress optionalSocketAddress(Arguments* arguments, size_t index) {
  if (!arguments->isNullish(index)) return socketAddress(arguments, index);
  SocketAddress none;
  none.length = 0;
  return none;
}

AddressResult::AddressResult(Arguments* arguments, size_t index) {
  if (!arguments->isNullish(index)) bytes_ = arguments->bytes(index, "address");
  if (!arguments->isNullish(index + 1)) {
    length_ = arguments->int32Result(index + 1, "addressLength");
  }
}

void AddressResult::deliver() const {
  const size_t fits = std::min({bytes_.length, size_t{address.length}, sizeof address.storage});
  if (fits > 0) std::memcpy(bytes_.data, &address.storage, fits);
  if (length_ != nullptr) *length_ = static_cast<int32_t>(address.length);
}

Napi::Value decoded(Napi::Env env, SocketAddress* address) {
  if (address->length < kFamilyEnd) return env.Null();
  // The kernel reports the true length even if it truncated the address.
  address->length = std::min<socklen_t>(address->length, sizeof address->storage);
  return decodeByFamily(env, address);
}

Napi::Buffer<uint8_t> bytesOf(Napi::Env env, const void* data, size_t length) {
  return Napi::Buffer<uint8_t>::Copy(env, static_cast<const uint8_t*>(data), length);
}

Napi::Value encoded(Napi::Env env, SocketAddress* address) {
#ifdef SIN6_LEN  // defined on the BSDs, where a sockaddr begins with its length
  address->get()->sa_len = static_cast<uint8_t>(address->length);
#endif
  return bytesOf(env, address->get(), address->length);
}

void defineAddress(const Definer& define) {
  define.function<encodeAddress>("encodeAddress");
  define.function<decodeAddress>("decodeAddress");
  define.value("SOCKADDR_STORAGE_SIZE", Napi::Number::New(define.env(), sizeof(sockaddr_storage)));
  defineInternetAddress(define);
  defineUnixAddress(define);
  defineLinuxAddresses(define);
}

}  // namespace bsd_sockets
