#ifndef BSD_SOCKETS_ADDRESS_PARTS_H
#define BSD_SOCKETS_ADDRESS_PARTS_H

#include <sys/socket.h>

#include <optional>
#include <string>

#include "../binding/bytes.h"

// What the bytes of a sockaddr say. Nothing here knows of JavaScript, so that it can be fuzzed
// alone.

namespace bsd_sockets {

// A socket address as the kernel wants it. The raw border passes these bytes as they are.
struct SocketAddress {
  sockaddr_storage storage = {};
  socklen_t length = sizeof(sockaddr_storage);

  sockaddr* get() { return reinterpret_cast<sockaddr*>(&storage); }
  template <typename Address>
  Address* as() {
    return reinterpret_cast<Address*>(&storage);
  }
};

struct InternetParts {
  std::string host;
  uint16_t port;
  // Of IPv6 only.
  uint32_t flowinfo;
  uint32_t scopeId;
};

struct NetlinkParts {
  uint32_t pid;
  uint32_t groups;
};

struct PacketParts {
  int ifindex;
  uint16_t protocol;
  uint8_t pkttype;
  uint16_t hatype;
  Bytes hardware;
};

// The address that bytes hold; none for fewer than a family has, or more than a sockaddr_storage.
std::optional<SocketAddress> addressFrom(const Bytes& bytes);

// What an address of each family says; none of one that is too short to be read. Bytes are those of
// the address itself.
std::optional<InternetParts> internetParts(SocketAddress* address);
// The name, without the null byte that ends a path.
std::optional<Bytes> unixName(SocketAddress* address);
std::optional<NetlinkParts> netlinkParts(SocketAddress* address);
std::optional<PacketParts> packetParts(SocketAddress* address);
// What follows the family.
Bytes bytesAfterFamily(SocketAddress* address);

}  // namespace bsd_sockets

#endif
