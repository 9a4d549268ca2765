// Written by "npm run constants" from native/constants/names.txt.

import { constants, known } from "./known.ts";

// Options at the level IPPROTO_IP: ip(7).
export const IP_ADD_MEMBERSHIP: number = known("IP_ADD_MEMBERSHIP");
export const IP_ADD_SOURCE_MEMBERSHIP: number = known("IP_ADD_SOURCE_MEMBERSHIP");
export const IP_BIND_ADDRESS_NO_PORT: number | undefined = constants["IP_BIND_ADDRESS_NO_PORT"];
export const IP_BLOCK_SOURCE: number = known("IP_BLOCK_SOURCE");
export const IP_BOUND_IF: number | undefined = constants["IP_BOUND_IF"];
export const IP_CHECKSUM: number | undefined = constants["IP_CHECKSUM"];
export const IP_DEFAULT_MULTICAST_LOOP: number = known("IP_DEFAULT_MULTICAST_LOOP");
export const IP_DEFAULT_MULTICAST_TTL: number = known("IP_DEFAULT_MULTICAST_TTL");
export const IP_DONTFRAG: number | undefined = constants["IP_DONTFRAG"];
export const IP_DROP_MEMBERSHIP: number = known("IP_DROP_MEMBERSHIP");
export const IP_DROP_SOURCE_MEMBERSHIP: number = known("IP_DROP_SOURCE_MEMBERSHIP");
export const IP_FREEBIND: number | undefined = constants["IP_FREEBIND"];
export const IP_HDRINCL: number = known("IP_HDRINCL");
export const IP_IPSEC_POLICY: number = known("IP_IPSEC_POLICY");
export const IP_LOCAL_PORT_RANGE: number | undefined = constants["IP_LOCAL_PORT_RANGE"];
export const IP_MAX_GROUP_SRC_FILTER: number | undefined = constants["IP_MAX_GROUP_SRC_FILTER"];
export const IP_MAX_MEMBERSHIPS: number = known("IP_MAX_MEMBERSHIPS");
export const IP_MAX_SOCK_MUTE_FILTER: number | undefined = constants["IP_MAX_SOCK_MUTE_FILTER"];
export const IP_MAX_SOCK_SRC_FILTER: number | undefined = constants["IP_MAX_SOCK_SRC_FILTER"];
export const IP_MINTTL: number | undefined = constants["IP_MINTTL"];
export const IP_MIN_MEMBERSHIPS: number | undefined = constants["IP_MIN_MEMBERSHIPS"];
export const IP_MSFILTER: number = known("IP_MSFILTER");
export const IP_MTU: number | undefined = constants["IP_MTU"];
export const IP_MTU_DISCOVER: number | undefined = constants["IP_MTU_DISCOVER"];
export const IP_MULTICAST_ALL: number | undefined = constants["IP_MULTICAST_ALL"];
export const IP_MULTICAST_IF: number = known("IP_MULTICAST_IF");
export const IP_MULTICAST_IFINDEX: number | undefined = constants["IP_MULTICAST_IFINDEX"];
export const IP_MULTICAST_LOOP: number = known("IP_MULTICAST_LOOP");
export const IP_MULTICAST_TTL: number = known("IP_MULTICAST_TTL");
export const IP_MULTICAST_VIF: number | undefined = constants["IP_MULTICAST_VIF"];
export const IP_NODEFRAG: number | undefined = constants["IP_NODEFRAG"];
export const IP_OPTIONS: number = known("IP_OPTIONS");
export const IP_ORIGDSTADDR: number | undefined = constants["IP_ORIGDSTADDR"];
export const IP_PASSSEC: number | undefined = constants["IP_PASSSEC"];
export const IP_PKTINFO: number = known("IP_PKTINFO");
export const IP_PKTOPTIONS: number | undefined = constants["IP_PKTOPTIONS"];
export const IP_PORTRANGE: number | undefined = constants["IP_PORTRANGE"];
export const IP_PROTOCOL: number | undefined = constants["IP_PROTOCOL"];
export const IP_RECVDSTADDR: number | undefined = constants["IP_RECVDSTADDR"];
export const IP_RECVERR: number | undefined = constants["IP_RECVERR"];
export const IP_RECVERR_RFC4884: number | undefined = constants["IP_RECVERR_RFC4884"];
export const IP_RECVFRAGSIZE: number | undefined = constants["IP_RECVFRAGSIZE"];
export const IP_RECVIF: number | undefined = constants["IP_RECVIF"];
export const IP_RECVOPTS: number = known("IP_RECVOPTS");
export const IP_RECVORIGDSTADDR: number | undefined = constants["IP_RECVORIGDSTADDR"];
export const IP_RECVPKTINFO: number | undefined = constants["IP_RECVPKTINFO"];
export const IP_RECVRETOPTS: number = known("IP_RECVRETOPTS");
export const IP_RECVTOS: number | undefined = constants["IP_RECVTOS"];
export const IP_RECVTTL: number = known("IP_RECVTTL");
export const IP_RETOPTS: number = known("IP_RETOPTS");
export const IP_ROUTER_ALERT: number | undefined = constants["IP_ROUTER_ALERT"];
export const IP_STRIPHDR: number | undefined = constants["IP_STRIPHDR"];
export const IP_TOS: number = known("IP_TOS");
export const IP_TRANSPARENT: number | undefined = constants["IP_TRANSPARENT"];
export const IP_TTL: number = known("IP_TTL");
export const IP_UNBLOCK_SOURCE: number = known("IP_UNBLOCK_SOURCE");
export const IP_UNICAST_IF: number | undefined = constants["IP_UNICAST_IF"];
export const IP_XFRM_POLICY: number | undefined = constants["IP_XFRM_POLICY"];
export const SO_ORIGINAL_DST: number | undefined = constants["SO_ORIGINAL_DST"];

// Values of IP_MTU_DISCOVER, and of IP_PORTRANGE of macOS: ip(7).
export const IP_PMTUDISC_DO: number | undefined = constants["IP_PMTUDISC_DO"];
export const IP_PMTUDISC_DONT: number | undefined = constants["IP_PMTUDISC_DONT"];
export const IP_PMTUDISC_INTERFACE: number | undefined = constants["IP_PMTUDISC_INTERFACE"];
export const IP_PMTUDISC_OMIT: number | undefined = constants["IP_PMTUDISC_OMIT"];
export const IP_PMTUDISC_PROBE: number | undefined = constants["IP_PMTUDISC_PROBE"];
export const IP_PMTUDISC_WANT: number | undefined = constants["IP_PMTUDISC_WANT"];
export const IP_PORTRANGE_DEFAULT: number | undefined = constants["IP_PORTRANGE_DEFAULT"];
export const IP_PORTRANGE_HIGH: number | undefined = constants["IP_PORTRANGE_HIGH"];
export const IP_PORTRANGE_LOW: number | undefined = constants["IP_PORTRANGE_LOW"];

// Groups and sources, at the levels IPPROTO_IP and IPPROTO_IPV6: ip(7).
export const MCAST_BLOCK_SOURCE: number = known("MCAST_BLOCK_SOURCE");
export const MCAST_EXCLUDE: number = known("MCAST_EXCLUDE");
export const MCAST_INCLUDE: number = known("MCAST_INCLUDE");
export const MCAST_JOIN_GROUP: number = known("MCAST_JOIN_GROUP");
export const MCAST_JOIN_SOURCE_GROUP: number = known("MCAST_JOIN_SOURCE_GROUP");
export const MCAST_LEAVE_GROUP: number = known("MCAST_LEAVE_GROUP");
export const MCAST_LEAVE_SOURCE_GROUP: number = known("MCAST_LEAVE_SOURCE_GROUP");
export const MCAST_MSFILTER: number | undefined = constants["MCAST_MSFILTER"];
export const MCAST_UNBLOCK_SOURCE: number = known("MCAST_UNBLOCK_SOURCE");
