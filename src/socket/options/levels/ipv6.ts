import { pathMtu } from "../internet.ts";
import { inet6Membership } from "../multicast.ts";
import { optionsAt, readOnly, readWrite, writeOnly } from "../row.ts";
import { flag, int, integer, natural, networkOrderIndex } from "../simple.ts";

const LINUX = { since: "Linux" };
const byteOrDefault = integer(-1, 255);

export const ipv6Options = optionsAt("IPPROTO_IPV6", "ipv6(7)", {
  IPV6_ADDRFORM: writeOnly(
    int,
    "AF_INET: turns a socket with a mapped address into an IPv4 one.",
    LINUX,
  ),
  IPV6_ADDR_PREFERENCES: readWrite(int, "Which source to prefer: IPV6_PREFER_SRC_ constants.", {
    since: "Linux 2.6.26",
  }),
  IPV6_AUTOFLOWLABEL: readWrite(flag, "Whether packets get a flow label automatically.", {
    since: "Linux 3.17",
  }),
  IPV6_BOUND_IF: readWrite(natural, "The interface that the socket is bound to, by index.", {
    since: "macOS",
  }),
  IPV6_CHECKSUM: readWrite(int, "The offset of the checksum in packets of a raw socket; -1: none."),
  IPV6_DONTFRAG: readWrite(flag, "Whether fragmenting datagrams is forbidden."),
  IPV6_FLOWINFO: readWrite(flag, "Whether messages come with their flow label.", LINUX),
  IPV6_FLOWINFO_SEND: readWrite(flag, "Whether the flowinfo of an address is sent.", LINUX),
  IPV6_FREEBIND: readWrite(flag, "Whether a nonexistent address may be bound.", {
    since: "Linux 4.15",
  }),
  IPV6_HDRINCL: readWrite(flag, "Whether the program writes the IP header; on raw sockets.", {
    since: "Linux 4.5",
  }),
  IPV6_JOIN_ANYCAST: writeOnly(inet6Membership, "An anycast address to join.", LINUX),
  IPV6_JOIN_GROUP: writeOnly(inet6Membership, "A multicast group to join."),
  IPV6_LEAVE_ANYCAST: writeOnly(inet6Membership, "An anycast address to leave.", LINUX),
  IPV6_LEAVE_GROUP: writeOnly(inet6Membership, "A multicast group to leave."),
  IPV6_MINHOPCOUNT: readWrite(integer(0, 255), "Packets with fewer hops left are dropped.", {
    since: "Linux 2.6.35",
  }),
  IPV6_MTU: readWrite(natural, "Read: the path MTU of a connected socket. Set: its limit. Bytes.", {
    since: "Linux 2.2",
  }),
  IPV6_MTU_DISCOVER: readWrite(int, "How the path MTU is found: IPV6_PMTUDISC_ constants.", {
    since: "Linux 2.2",
  }),
  IPV6_MULTICAST_ALL: readWrite(
    flag,
    "Whether groups that other sockets joined are received too.",
    {
      since: "Linux 4.20",
    },
  ),
  IPV6_MULTICAST_HOPS: readWrite(byteOrDefault, "The hop limit of multicast; -1 is the default."),
  IPV6_MULTICAST_IF: readWrite(natural, "The interface of outgoing multicast, by index."),
  IPV6_MULTICAST_LOOP: readWrite(flag, "Whether outgoing multicast comes back to this host."),
  IPV6_PATHMTU: readOnly(pathMtu, "The path MTU of a connected socket."),
  IPV6_RECVDSTOPTS: readWrite(flag, "Whether messages come with their destination options."),
  IPV6_RECVERR: readWrite(flag, "Whether errors are queued for MSG_ERRQUEUE.", {
    since: "Linux 2.2",
  }),
  IPV6_RECVERR_RFC4884: readWrite(flag, "Whether those errors come with ICMP extensions.", {
    since: "Linux 5.9",
  }),
  IPV6_RECVFRAGSIZE: readWrite(flag, "Whether messages come with the size of their fragments.", {
    since: "Linux 4.10",
  }),
  IPV6_RECVHOPLIMIT: readWrite(flag, "Whether messages come with their hop limit."),
  IPV6_RECVHOPOPTS: readWrite(flag, "Whether messages come with their hop-by-hop options."),
  IPV6_RECVORIGDSTADDR: readWrite(flag, "Whether messages come with their original destination.", {
    since: "Linux 2.6.37",
  }),
  IPV6_RECVPATHMTU: readWrite(flag, "Whether changes of the path MTU are reported."),
  IPV6_RECVPKTINFO: readWrite(flag, "Whether messages come with interface and destination."),
  IPV6_RECVRTHDR: readWrite(flag, "Whether messages come with their routing header."),
  IPV6_RECVTCLASS: readWrite(flag, "Whether messages come with their traffic class."),
  IPV6_ROUTER_ALERT: writeOnly(int, "Which router alerts to receive; on raw sockets.", LINUX),
  IPV6_TCLASS: readWrite(
    byteOrDefault,
    "The traffic class of outgoing packets; -1 is the default.",
  ),
  IPV6_TRANSPARENT: readWrite(flag, "Whether any address may be bound, for proxies; privileged.", {
    since: "Linux 2.6.37",
  }),
  IPV6_UNICAST_HOPS: readWrite(byteOrDefault, "The hop limit of packets; -1 is the default."),
  IPV6_UNICAST_IF: readWrite(networkOrderIndex, "The interface of outgoing packets, by index.", {
    since: "Linux 3.4",
  }),
  IPV6_V6ONLY: readWrite(flag, "Whether the socket is limited to IPv6."),
});
