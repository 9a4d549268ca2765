#ifndef BSD_SOCKETS_ADDRESS_PARTS_H
#define BSD_SOCKETS_ADDRESS_PARTS_H

#include <sys/socket.h>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "../binding/bytes.h"

// Parses the bytes of a sockaddr. It does not use JavaScript, so that it can be fuzzed alone.

namespace bsd_sockets {

// A socket address as the kernel takes it. The raw layer passes these bytes unchanged.
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
  // Only for IPv6.
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

// The end of the family in a sockaddr, from its beginning.
constexpr size_t kFamilyEnd = offsetof(sockaddr, sa_family) + sizeof(sa_family_t);

// Returns nothing if the bytes do not hold a whole family, or do not fit a sockaddr_storage.
std::optional<SocketAddress> addressFrom(const Bytes& bytes);

// The parts of an address by family, or nothing if it is too short. Bytes point into the address.
std::optional<InternetParts> internetParts(SocketAddress* address);
// A path comes without its terminating null byte.
std::optional<Bytes> unixName(SocketAddress* address);
std::optional<NetlinkParts> netlinkParts(SocketAddress* address);
std::optional<PacketParts> packetParts(SocketAddress* address);
// The bytes behind the family.
Bytes bytesAfterFamily(SocketAddress* address);

}  // namespace bsd_sockets

#endif
