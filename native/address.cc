#include "address.h"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <algorithm>
#include <cstring>

#include "instance.h"

namespace bsd_sockets {

namespace {

constexpr size_t kFamilyEnd = offsetof(sockaddr, sa_family) + sizeof(sa_family_t);

// Fills in an IPv4 address; false when the host is no numeric one.
bool encodeIPv4(const std::string& host, int port, SocketAddress* address) {
  auto* in = reinterpret_cast<sockaddr_in*>(address->get());
  if (inet_pton(AF_INET, host.c_str(), &in->sin_addr) != 1) return false;
  in->sin_family = AF_INET;
  in->sin_port = htons(static_cast<uint16_t>(port));
  address->length = sizeof(sockaddr_in);
  return true;
}

bool encodeIPv6(const std::string& host, int port, uint32_t flowinfo, uint32_t scopeId,
                SocketAddress* address) {
  auto* in6 = reinterpret_cast<sockaddr_in6*>(address->get());
  if (inet_pton(AF_INET6, host.c_str(), &in6->sin6_addr) != 1) return false;
  in6->sin6_family = AF_INET6;
  in6->sin6_port = htons(static_cast<uint16_t>(port));
  in6->sin6_flowinfo = htonl(flowinfo);
  in6->sin6_scope_id = scopeId;
  address->length = sizeof(sockaddr_in6);
  return true;
}

Napi::Value encodeAddress(const Napi::CallbackInfo& info) {
  Arguments arguments(info);
  const int family = arguments.integer(0, "family");
  const std::string host = arguments.string(1, "host");
  const int port = static_cast<int>(arguments.integer(2, "port", 0, 65535));
  const auto flowinfo = static_cast<uint32_t>(arguments.integer(3, "flowinfo", 0, 0xfffff));
  const auto scopeId = static_cast<uint32_t>(arguments.integer(4, "scopeId", 0, UINT32_MAX));
  if (family != AF_INET && family != AF_INET6) {
    arguments.outOfRange("family", "AF_INET or AF_INET6");
  }
  if (arguments.areWrong()) return arguments.raise();
  SocketAddress address;
  const bool isNumeric = family == AF_INET ? encodeIPv4(host, port, &address)
                                           : encodeIPv6(host, port, flowinfo, scopeId, &address);
  if (!isNumeric) return info.Env().Null();
#ifdef SIN6_LEN  // the BSDs say so when a sockaddr begins with its length
  address.get()->sa_len = static_cast<uint8_t>(address.length);
#endif
  return bytesOf(info.Env(), address.get(), address.length);
}

std::string hostOf(int family, const void* address) {
  char text[INET6_ADDRSTRLEN] = "";
  inet_ntop(family, address, text, sizeof text);
  return text;
}

Napi::Value decodeIPv4(Napi::Env env, const sockaddr_in& in) {
  Napi::Array parts = Napi::Array::New(env, 2);
  parts.Set(0u, hostOf(AF_INET, &in.sin_addr));
  parts.Set(1u, Napi::Number::New(env, ntohs(in.sin_port)));
  return parts;
}

Napi::Value decodeIPv6(Napi::Env env, const sockaddr_in6& in6) {
  Napi::Array parts = Napi::Array::New(env, 4);
  parts.Set(0u, hostOf(AF_INET6, &in6.sin6_addr));
  parts.Set(1u, Napi::Number::New(env, ntohs(in6.sin6_port)));
  parts.Set(2u, Napi::Number::New(env, ntohl(in6.sin6_flowinfo)));
  parts.Set(3u, Napi::Number::New(env, in6.sin6_scope_id));
  return parts;
}

Napi::Value decodeAddress(const Napi::CallbackInfo& info) {
  Arguments arguments(info);
  const Bytes bytes = arguments.bytes(0, "address");
  const auto length =
      static_cast<size_t>(arguments.integer(1, "length", 0, static_cast<int64_t>(bytes.length)));
  if (arguments.areWrong()) return arguments.raise();
  SocketAddress address;
  if (length < kFamilyEnd || length > sizeof address.storage) return info.Env().Null();
  std::memcpy(address.get(), bytes.data, length);
  const sa_family_t family = address.storage.ss_family;
  if (family == AF_INET && length >= sizeof(sockaddr_in)) {
    return decodeIPv4(info.Env(), *reinterpret_cast<const sockaddr_in*>(address.get()));
  }
  if (family == AF_INET6 && length >= sizeof(sockaddr_in6)) {
    return decodeIPv6(info.Env(), *reinterpret_cast<const sockaddr_in6*>(address.get()));
  }
  return info.Env().Null();
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

Napi::Buffer<uint8_t> bytesOf(Napi::Env env, const void* data, size_t length) {
  return Napi::Buffer<uint8_t>::Copy(env, static_cast<const uint8_t*>(data), length);
}

void defineAddress(const Definer& define) {
  define.function<encodeAddress>("encodeAddress");
  define.function<decodeAddress>("decodeAddress");
  define.value("SOCKADDR_STORAGE_SIZE", Napi::Number::New(define.env(), sizeof(sockaddr_storage)));
}

}  // namespace bsd_sockets
