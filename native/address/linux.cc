// sockaddr_nl and sockaddr_ll, which only Linux has.

#include "../binding/instance.h"
#include "address.h"

#ifdef __linux__
#include <arpa/inet.h>
#include <linux/if_packet.h>
#include <linux/netlink.h>

#include <cstring>
#include <optional>

namespace bsd_sockets {

namespace {

Napi::Value encodeNetlinkAddress(const Napi::CallbackInfo& info) {
  Arguments arguments(info);
  const auto pid = static_cast<uint32_t>(arguments.integer(0, "pid", 0, UINT32_MAX));
  const auto groups = static_cast<uint32_t>(arguments.integer(1, "groups", 0, UINT32_MAX));
  if (arguments.areWrong()) return arguments.raise();
  SocketAddress address;
  auto* netlink = address.as<sockaddr_nl>();
  netlink->nl_family = AF_NETLINK;
  netlink->nl_pid = pid;
  netlink->nl_groups = groups;
  address.length = sizeof(sockaddr_nl);
  return encoded(info.Env(), &address);
}

Napi::Value encodePacketAddress(const Napi::CallbackInfo& info) {
  Arguments arguments(info);
  SocketAddress address;
  auto* packet = address.as<sockaddr_ll>();
  packet->sll_family = AF_PACKET;
  packet->sll_ifindex = arguments.integer(0, "ifindex");
  packet->sll_protocol = htons(static_cast<uint16_t>(arguments.integer(1, "protocol", 0, 65535)));
  packet->sll_pkttype = static_cast<uint8_t>(arguments.integer(2, "pkttype", 0, 255));
  packet->sll_hatype = static_cast<uint16_t>(arguments.integer(3, "hatype", 0, 65535));
  const Bytes hardware = arguments.bytes(4, "addr");
  if (hardware.length > sizeof packet->sll_addr) arguments.outOfRange("addr", "8 bytes or less");
  if (arguments.areWrong()) return arguments.raise();
  packet->sll_halen = static_cast<uint8_t>(hardware.length);
  if (hardware.length > 0) std::memcpy(packet->sll_addr, hardware.data, hardware.length);
  address.length = sizeof(sockaddr_ll);
  return encoded(info.Env(), &address);
}

}  // namespace

Napi::Value decodeNetlink(Napi::Env env, SocketAddress* address) {
  const std::optional<NetlinkParts> found = netlinkParts(address);
  if (!found) return env.Null();
  Napi::Array parts = Napi::Array::New(env, 2);
  parts.Set(0u, Napi::Number::New(env, found->pid));
  parts.Set(1u, Napi::Number::New(env, found->groups));
  return parts;
}

Napi::Value decodePacket(Napi::Env env, SocketAddress* address) {
  const std::optional<PacketParts> found = packetParts(address);
  if (!found) return env.Null();
  Napi::Array parts = Napi::Array::New(env, 5);
  parts.Set(0u, Napi::Number::New(env, found->ifindex));
  parts.Set(1u, Napi::Number::New(env, found->protocol));
  parts.Set(2u, Napi::Number::New(env, found->pkttype));
  parts.Set(3u, Napi::Number::New(env, found->hatype));
  parts.Set(4u, bytesOf(env, found->hardware.data, found->hardware.length));
  return parts;
}

void defineLinuxAddresses(const Definer& define) {
  define.function<encodeNetlinkAddress>("encodeNetlinkAddress");
  define.function<encodePacketAddress>("encodePacketAddress");
}

}  // namespace bsd_sockets

#else

namespace bsd_sockets {

void defineLinuxAddresses(const Definer&) {}

}  // namespace bsd_sockets

#endif
