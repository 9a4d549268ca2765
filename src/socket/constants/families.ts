// Written by "npm run constants" from native/constants/names.txt.

import { constants, known } from "./known.ts";

// Address families: socket(2), address_families(7).
export const AF_ALG: number | undefined = constants["AF_ALG"];
export const AF_APPLETALK: number = known("AF_APPLETALK");
export const AF_ASH: number | undefined = constants["AF_ASH"];
export const AF_ATMPVC: number | undefined = constants["AF_ATMPVC"];
export const AF_ATMSVC: number | undefined = constants["AF_ATMSVC"];
export const AF_AX25: number | undefined = constants["AF_AX25"];
export const AF_BLUETOOTH: number | undefined = constants["AF_BLUETOOTH"];
export const AF_BRIDGE: number | undefined = constants["AF_BRIDGE"];
export const AF_CAN: number | undefined = constants["AF_CAN"];
export const AF_DECnet: number = known("AF_DECnet");
export const AF_ECONET: number | undefined = constants["AF_ECONET"];
export const AF_INET: number = known("AF_INET");
export const AF_INET6: number = known("AF_INET6");
export const AF_IPX: number = known("AF_IPX");
export const AF_IRDA: number | undefined = constants["AF_IRDA"];
export const AF_KEY: number | undefined = constants["AF_KEY"];
export const AF_LINK: number | undefined = constants["AF_LINK"];
export const AF_LLC: number | undefined = constants["AF_LLC"];
export const AF_NETBEUI: number | undefined = constants["AF_NETBEUI"];
export const AF_NETLINK: number | undefined = constants["AF_NETLINK"];
export const AF_NETROM: number | undefined = constants["AF_NETROM"];
export const AF_PACKET: number | undefined = constants["AF_PACKET"];
export const AF_PPPOX: number | undefined = constants["AF_PPPOX"];
export const AF_QIPCRTR: number | undefined = constants["AF_QIPCRTR"];
export const AF_RDS: number | undefined = constants["AF_RDS"];
export const AF_ROSE: number | undefined = constants["AF_ROSE"];
export const AF_ROUTE: number = known("AF_ROUTE");
export const AF_SECURITY: number | undefined = constants["AF_SECURITY"];
export const AF_SNA: number = known("AF_SNA");
export const AF_SYSTEM: number | undefined = constants["AF_SYSTEM"];
export const AF_TIPC: number | undefined = constants["AF_TIPC"];
export const AF_UNIX: number = known("AF_UNIX");
export const AF_UNSPEC: number = known("AF_UNSPEC");
export const AF_VSOCK: number | undefined = constants["AF_VSOCK"];
export const AF_WANPIPE: number | undefined = constants["AF_WANPIPE"];
export const AF_X25: number | undefined = constants["AF_X25"];
export const PF_CAN: number | undefined = constants["PF_CAN"];
export const PF_PACKET: number | undefined = constants["PF_PACKET"];
export const PF_RDS: number | undefined = constants["PF_RDS"];
export const PF_SYSTEM: number | undefined = constants["PF_SYSTEM"];

// Socket types, and the two flags that socket(2) takes beside them.
export const SOCK_CLOEXEC: number | undefined = constants["SOCK_CLOEXEC"];
export const SOCK_DCCP: number | undefined = constants["SOCK_DCCP"];
export const SOCK_DGRAM: number = known("SOCK_DGRAM");
export const SOCK_NONBLOCK: number | undefined = constants["SOCK_NONBLOCK"];
export const SOCK_PACKET: number | undefined = constants["SOCK_PACKET"];
export const SOCK_RAW: number = known("SOCK_RAW");
export const SOCK_RDM: number = known("SOCK_RDM");
export const SOCK_SEQPACKET: number = known("SOCK_SEQPACKET");
export const SOCK_STREAM: number = known("SOCK_STREAM");
