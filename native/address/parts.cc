#include "parts.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/un.h>
#ifdef __linux__
#include <linux/if_packet.h>
#include <linux/netlink.h>
#endif

#include <algorithm>
#include <cstddef>
#include <cstring>

namespace bsd_sockets {

namespace {

Bytes bytesFrom(SocketAddress* address, size_t offset, size_t length) {
  return {reinterpret_cast<uint8_t*>(&address->storage) + offset, length};
}

std::string hostOf(int family, const void* address) {
  char text[INET6_ADDRSTRLEN] = "";
  inet_ntop(family, address, text, sizeof text);
  return text;
}

}  // namespace

std::optional<SocketAddress> addressFrom(const Bytes& bytes) {
  SocketAddress address;
  if (bytes.length < kFamilyEnd || bytes.length > sizeof address.storage) return std::nullopt;
  std::memcpy(address.get(), bytes.data, bytes.length);
  address.length = static_cast<socklen_t>(bytes.length);
  return address;
}

std::optional<InternetParts> internetParts(SocketAddress* address) {
  if (address->storage.ss_family == AF_INET) {
    if (address->length < sizeof(sockaddr_in)) return std::nullopt;
    const auto* in = address->as<sockaddr_in>();
    return InternetParts{hostOf(AF_INET, &in->sin_addr), ntohs(in->sin_port), 0, 0};
  }
  if (address->length < sizeof(sockaddr_in6)) return std::nullopt;
  const auto* in6 = address->as<sockaddr_in6>();
  return InternetParts{hostOf(AF_INET6, &in6->sin6_addr), ntohs(in6->sin6_port),
                       ntohl(in6->sin6_flowinfo), in6->sin6_scope_id};
}

std::optional<Bytes> unixName(SocketAddress* address) {
  constexpr size_t kPathOffset = offsetof(sockaddr_un, sun_path);
  if (address->length < kPathOffset) return std::nullopt;
  const char* path = address->as<sockaddr_un>()->sun_path;
  size_t length = address->length - kPathOffset;
#ifdef __linux__
  const bool endsWithNull = length > 0 && path[0] != 0;
#else
  const bool endsWithNull = true;
#endif
  if (endsWithNull) length = strnlen(path, length);
  return bytesFrom(address, kPathOffset, length);
}

#ifdef __linux__

std::optional<NetlinkParts> netlinkParts(SocketAddress* address) {
  if (address->length < sizeof(sockaddr_nl)) return std::nullopt;
  const auto* netlink = address->as<sockaddr_nl>();
  return NetlinkParts{netlink->nl_pid, netlink->nl_groups};
}

std::optional<PacketParts> packetParts(SocketAddress* address) {
  constexpr size_t kHardwareOffset = offsetof(sockaddr_ll, sll_addr);
  if (address->length < kHardwareOffset) return std::nullopt;
  const auto* packet = address->as<sockaddr_ll>();
  const size_t held = address->length - kHardwareOffset;
  const size_t length = std::min({size_t{packet->sll_halen}, held, sizeof packet->sll_addr});
  return PacketParts{packet->sll_ifindex, ntohs(packet->sll_protocol), packet->sll_pkttype,
                     packet->sll_hatype, bytesFrom(address, kHardwareOffset, length)};
}

#endif

Bytes bytesAfterFamily(SocketAddress* address) {
  return bytesFrom(address, kFamilyEnd, address->length - kFamilyEnd);
}

}  // namespace bsd_sockets
