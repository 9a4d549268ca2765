// sockaddr_in and sockaddr_in6.

#include <arpa/inet.h>
#include <netinet/in.h>

#include <optional>
#include <string>

#include "../binding/instance.h"
#include "address.h"

namespace bsd_sockets {

namespace {

// Fills in an IPv4 address; false unless the host is a numeric address.
bool encodeIPv4(const std::string& host, int port, SocketAddress* address) {
  auto* in = address->as<sockaddr_in>();
  if (inet_pton(AF_INET, host.c_str(), &in->sin_addr) != 1) return false;
  in->sin_family = AF_INET;
  in->sin_port = htons(static_cast<uint16_t>(port));
  address->length = sizeof(sockaddr_in);
  return true;
}

bool encodeIPv6(const std::string& host, int port, uint32_t flowinfo, uint32_t scopeId,
                SocketAddress* address) {
  auto* in6 = address->as<sockaddr_in6>();
  if (inet_pton(AF_INET6, host.c_str(), &in6->sin6_addr) != 1) return false;
  in6->sin6_family = AF_INET6;
  in6->sin6_port = htons(static_cast<uint16_t>(port));
  in6->sin6_flowinfo = htonl(flowinfo);
  in6->sin6_scope_id = scopeId;
  address->length = sizeof(sockaddr_in6);
  return true;
}

Napi::Value encodeInternetAddress(const Napi::CallbackInfo& info) {
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
  return isNumeric ? encoded(info.Env(), &address) : info.Env().Null();
}

}  // namespace

Napi::Value decodeInternet(Napi::Env env, SocketAddress* address) {
  const std::optional<InternetParts> found = internetParts(address);
  if (!found) return env.Null();
  const bool isIPv4 = address->storage.ss_family == AF_INET;
  Napi::Array parts = Napi::Array::New(env, isIPv4 ? 2 : 4);
  parts.Set(0u, found->host);
  parts.Set(1u, Napi::Number::New(env, found->port));
  if (isIPv4) return parts;
  parts.Set(2u, Napi::Number::New(env, found->flowinfo));
  parts.Set(3u, Napi::Number::New(env, found->scopeId));
  return parts;
}

void defineInternetAddress(const Definer& define) {
  define.function<encodeInternetAddress>("encodeInternetAddress");
}

}  // namespace bsd_sockets
