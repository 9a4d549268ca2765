// Written by "npm run constants" from native/constants/names.txt.

import { constants } from "./known.ts";

// Protocols of AF_NETLINK: netlink(7).
export const NETLINK_AUDIT: number | undefined = constants["NETLINK_AUDIT"];
export const NETLINK_CONNECTOR: number | undefined = constants["NETLINK_CONNECTOR"];
export const NETLINK_CRYPTO: number | undefined = constants["NETLINK_CRYPTO"];
export const NETLINK_DNRTMSG: number | undefined = constants["NETLINK_DNRTMSG"];
export const NETLINK_ECRYPTFS: number | undefined = constants["NETLINK_ECRYPTFS"];
export const NETLINK_FIB_LOOKUP: number | undefined = constants["NETLINK_FIB_LOOKUP"];
export const NETLINK_FIREWALL: number | undefined = constants["NETLINK_FIREWALL"];
export const NETLINK_GENERIC: number | undefined = constants["NETLINK_GENERIC"];
export const NETLINK_INET_DIAG: number | undefined = constants["NETLINK_INET_DIAG"];
export const NETLINK_IP6_FW: number | undefined = constants["NETLINK_IP6_FW"];
export const NETLINK_ISCSI: number | undefined = constants["NETLINK_ISCSI"];
export const NETLINK_KOBJECT_UEVENT: number | undefined = constants["NETLINK_KOBJECT_UEVENT"];
export const NETLINK_NETFILTER: number | undefined = constants["NETLINK_NETFILTER"];
export const NETLINK_NFLOG: number | undefined = constants["NETLINK_NFLOG"];
export const NETLINK_RDMA: number | undefined = constants["NETLINK_RDMA"];
export const NETLINK_ROUTE: number | undefined = constants["NETLINK_ROUTE"];
export const NETLINK_SCSITRANSPORT: number | undefined = constants["NETLINK_SCSITRANSPORT"];
export const NETLINK_SELINUX: number | undefined = constants["NETLINK_SELINUX"];
export const NETLINK_SMC: number | undefined = constants["NETLINK_SMC"];
export const NETLINK_SOCK_DIAG: number | undefined = constants["NETLINK_SOCK_DIAG"];
export const NETLINK_USERSOCK: number | undefined = constants["NETLINK_USERSOCK"];
export const NETLINK_XFRM: number | undefined = constants["NETLINK_XFRM"];

// Options at the level SOL_NETLINK: netlink(7).
export const NETLINK_ADD_MEMBERSHIP: number | undefined = constants["NETLINK_ADD_MEMBERSHIP"];
export const NETLINK_BROADCAST_ERROR: number | undefined = constants["NETLINK_BROADCAST_ERROR"];
export const NETLINK_CAP_ACK: number | undefined = constants["NETLINK_CAP_ACK"];
export const NETLINK_DROP_MEMBERSHIP: number | undefined = constants["NETLINK_DROP_MEMBERSHIP"];
export const NETLINK_EXT_ACK: number | undefined = constants["NETLINK_EXT_ACK"];
export const NETLINK_GET_STRICT_CHK: number | undefined = constants["NETLINK_GET_STRICT_CHK"];
export const NETLINK_LISTEN_ALL_NSID: number | undefined = constants["NETLINK_LISTEN_ALL_NSID"];
export const NETLINK_LIST_MEMBERSHIPS: number | undefined = constants["NETLINK_LIST_MEMBERSHIPS"];
export const NETLINK_NO_ENOBUFS: number | undefined = constants["NETLINK_NO_ENOBUFS"];
export const NETLINK_PKTINFO: number | undefined = constants["NETLINK_PKTINFO"];
export const NETLINK_RX_RING: number | undefined = constants["NETLINK_RX_RING"];
export const NETLINK_TX_RING: number | undefined = constants["NETLINK_TX_RING"];
