import { portRange } from "../internet.ts";
import {
  group,
  groupSource,
  levelOfGroup,
  membership,
  multicastInterface,
  sourceMembership,
} from "../multicast.ts";
import { optionsAt, readOnly, readWrite, writeOnly } from "../row.ts";
import { bytesUpTo, flag, int, integer, natural, networkOrderIndex } from "../simple.ts";

const OPTIONS_SIZE = 40;
const byte = integer(0, 255);
const byteOrDefault = integer(-1, 255);
const EITHER_VERSION = { levelOf: levelOfGroup };

export const ipOptions = optionsAt("IPPROTO_IP", "ip(7)", {
  IP_ADD_MEMBERSHIP: writeOnly(membership, "A multicast group to join."),
  IP_ADD_SOURCE_MEMBERSHIP: writeOnly(sourceMembership, "A group to join for one sender."),
  IP_BIND_ADDRESS_NO_PORT: readWrite(
    flag,
    "Whether the port is chosen at connect instead of bind.",
    {
      since: "Linux 4.2",
    },
  ),
  IP_BLOCK_SOURCE: writeOnly(sourceMembership, "A sender of a joined group to ignore."),
  IP_BOUND_IF: readWrite(natural, "The interface that the socket is bound to, by index.", {
    since: "macOS",
  }),
  IP_CHECKSUM: readWrite(flag, "Whether messages come with their checksum.", {
    since: "Linux 4.0",
  }),
  IP_DONTFRAG: readWrite(flag, "Whether fragmenting datagrams is forbidden.", { since: "macOS" }),
  IP_DROP_MEMBERSHIP: writeOnly(membership, "A multicast group to leave."),
  IP_DROP_SOURCE_MEMBERSHIP: writeOnly(sourceMembership, "A group to leave for one sender."),
  IP_FREEBIND: readWrite(flag, "Whether a nonexistent address may be bound.", {
    since: "Linux 2.4",
  }),
  IP_HDRINCL: readWrite(flag, "Whether the program writes the IP header; on raw sockets."),
  IP_LOCAL_PORT_RANGE: readWrite(portRange, "The ports to choose from if none is given.", {
    since: "Linux 6.3",
  }),
  IP_MINTTL: readWrite(byte, "Packets with a lower TTL are dropped.", { since: "Linux 2.6.34" }),
  IP_MTU: readOnly(int, "The path MTU of a connected socket, in bytes.", { since: "Linux 2.2" }),
  IP_MTU_DISCOVER: readWrite(int, "How the path MTU is found: IP_PMTUDISC_ constants.", {
    since: "Linux 2.2",
  }),
  IP_MULTICAST_ALL: readWrite(flag, "Whether groups that other sockets joined are received too.", {
    since: "Linux 2.6.31",
  }),
  IP_MULTICAST_IF: readWrite(
    multicastInterface,
    "The interface of outgoing multicast, by address; can be set by index too.",
  ),
  IP_MULTICAST_LOOP: readWrite(flag, "Whether outgoing multicast comes back to this host."),
  IP_MULTICAST_TTL: readWrite(byteOrDefault, "The TTL of outgoing multicast; -1 is the default."),
  IP_NODEFRAG: readWrite(flag, "Whether fragments are passed on unassembled; on raw sockets.", {
    since: "Linux 2.6.36",
  }),
  IP_OPTIONS: readWrite(bytesUpTo(OPTIONS_SIZE), "The IP options of outgoing packets."),
  IP_PASSSEC: readWrite(flag, "Whether messages come with their security label.", {
    since: "Linux 2.6.17",
  }),
  IP_PKTINFO: readWrite(flag, "Whether messages come with their interface and destination.", {
    since: "Linux 2.2, macOS",
  }),
  IP_PORTRANGE: readWrite(natural, "Which ports to choose from: IP_PORTRANGE_ constants.", {
    since: "macOS",
  }),
  IP_PROTOCOL: readOnly(int, "The protocol of a raw socket.", {
    since: "Linux 6.4",
  }),
  IP_RECVDSTADDR: readWrite(flag, "Whether messages come with their destination.", {
    since: "macOS",
  }),
  IP_RECVERR: readWrite(flag, "Whether errors are queued for MSG_ERRQUEUE.", {
    since: "Linux 2.2",
  }),
  IP_RECVERR_RFC4884: readWrite(flag, "Whether those errors come with ICMP extensions.", {
    since: "Linux 5.9",
  }),
  IP_RECVFRAGSIZE: readWrite(flag, "Whether messages come with the size of their fragments.", {
    since: "Linux 4.10",
  }),
  IP_RECVIF: readWrite(flag, "Whether messages come with their interface.", { since: "macOS" }),
  IP_RECVOPTS: readWrite(flag, "Whether messages come with the IP options."),
  IP_RECVORIGDSTADDR: readWrite(flag, "Whether messages come with their original destination.", {
    since: "Linux 2.6.29",
  }),
  IP_RECVTOS: readWrite(flag, "Whether messages come with their TOS."),
  IP_RECVTTL: readWrite(flag, "Whether messages come with their TTL."),
  IP_RETOPTS: readWrite(flag, "Whether messages come with the unprocessed IP options."),
  IP_ROUTER_ALERT: writeOnly(
    flag,
    "Whether packets with a router alert come here; on raw sockets.",
    {
      since: "Linux 2.2",
    },
  ),
  IP_TOS: readWrite(byte, "The type of service, or DSCP and ECN, of outgoing packets."),
  IP_TRANSPARENT: readWrite(flag, "Whether any address may be bound, for proxies; privileged.", {
    since: "Linux 2.6.24",
  }),
  IP_TTL: readWrite(integer(-1, 255), "The TTL of outgoing packets; -1 is the system's default."),
  IP_UNBLOCK_SOURCE: writeOnly(sourceMembership, "A sender of a joined group to receive again."),
  IP_UNICAST_IF: readWrite(networkOrderIndex, "The interface of outgoing packets, by index.", {
    since: "Linux 3.4",
  }),
  MCAST_BLOCK_SOURCE: writeOnly(
    groupSource,
    "A sender of a joined group to ignore.",
    EITHER_VERSION,
  ),
  MCAST_JOIN_GROUP: writeOnly(group, "A multicast group to join.", EITHER_VERSION),
  MCAST_JOIN_SOURCE_GROUP: writeOnly(
    groupSource,
    "A group to join for one sender.",
    EITHER_VERSION,
  ),
  MCAST_LEAVE_GROUP: writeOnly(group, "A multicast group to leave.", EITHER_VERSION),
  MCAST_LEAVE_SOURCE_GROUP: writeOnly(
    groupSource,
    "A group to leave for one sender.",
    EITHER_VERSION,
  ),
  MCAST_UNBLOCK_SOURCE: writeOnly(
    groupSource,
    "A sender of a joined group to receive again.",
    EITHER_VERSION,
  ),
});
