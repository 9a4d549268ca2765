// Written by "npm run constants" from native/constants/names.txt.

import { constants } from "./known.ts";

// Packet types, options at the level SOL_PACKET and their values: packet(7).
export const PACKET_ADD_MEMBERSHIP: number | undefined = constants["PACKET_ADD_MEMBERSHIP"];
export const PACKET_AUXDATA: number | undefined = constants["PACKET_AUXDATA"];
export const PACKET_BROADCAST: number | undefined = constants["PACKET_BROADCAST"];
export const PACKET_COPY_THRESH: number | undefined = constants["PACKET_COPY_THRESH"];
export const PACKET_DROP_MEMBERSHIP: number | undefined = constants["PACKET_DROP_MEMBERSHIP"];
export const PACKET_FANOUT: number | undefined = constants["PACKET_FANOUT"];
export const PACKET_FANOUT_CBPF: number | undefined = constants["PACKET_FANOUT_CBPF"];
export const PACKET_FANOUT_CPU: number | undefined = constants["PACKET_FANOUT_CPU"];
export const PACKET_FANOUT_DATA: number | undefined = constants["PACKET_FANOUT_DATA"];
export const PACKET_FANOUT_EBPF: number | undefined = constants["PACKET_FANOUT_EBPF"];
export const PACKET_FANOUT_FLAG_DEFRAG: number | undefined = constants["PACKET_FANOUT_FLAG_DEFRAG"];
export const PACKET_FANOUT_FLAG_IGNORE_OUTGOING: number | undefined =
  constants["PACKET_FANOUT_FLAG_IGNORE_OUTGOING"];
export const PACKET_FANOUT_FLAG_ROLLOVER: number | undefined =
  constants["PACKET_FANOUT_FLAG_ROLLOVER"];
export const PACKET_FANOUT_FLAG_UNIQUEID: number | undefined =
  constants["PACKET_FANOUT_FLAG_UNIQUEID"];
export const PACKET_FANOUT_HASH: number | undefined = constants["PACKET_FANOUT_HASH"];
export const PACKET_FANOUT_LB: number | undefined = constants["PACKET_FANOUT_LB"];
export const PACKET_FANOUT_QM: number | undefined = constants["PACKET_FANOUT_QM"];
export const PACKET_FANOUT_RND: number | undefined = constants["PACKET_FANOUT_RND"];
export const PACKET_FANOUT_ROLLOVER: number | undefined = constants["PACKET_FANOUT_ROLLOVER"];
export const PACKET_FASTROUTE: number | undefined = constants["PACKET_FASTROUTE"];
export const PACKET_HDRLEN: number | undefined = constants["PACKET_HDRLEN"];
export const PACKET_HOST: number | undefined = constants["PACKET_HOST"];
export const PACKET_IGNORE_OUTGOING: number | undefined = constants["PACKET_IGNORE_OUTGOING"];
export const PACKET_KERNEL: number | undefined = constants["PACKET_KERNEL"];
export const PACKET_LOOPBACK: number | undefined = constants["PACKET_LOOPBACK"];
export const PACKET_LOSS: number | undefined = constants["PACKET_LOSS"];
export const PACKET_MR_ALLMULTI: number | undefined = constants["PACKET_MR_ALLMULTI"];
export const PACKET_MR_MULTICAST: number | undefined = constants["PACKET_MR_MULTICAST"];
export const PACKET_MR_PROMISC: number | undefined = constants["PACKET_MR_PROMISC"];
export const PACKET_MR_UNICAST: number | undefined = constants["PACKET_MR_UNICAST"];
export const PACKET_MULTICAST: number | undefined = constants["PACKET_MULTICAST"];
export const PACKET_ORIGDEV: number | undefined = constants["PACKET_ORIGDEV"];
export const PACKET_OTHERHOST: number | undefined = constants["PACKET_OTHERHOST"];
export const PACKET_OUTGOING: number | undefined = constants["PACKET_OUTGOING"];
export const PACKET_QDISC_BYPASS: number | undefined = constants["PACKET_QDISC_BYPASS"];
export const PACKET_RECV_OUTPUT: number | undefined = constants["PACKET_RECV_OUTPUT"];
export const PACKET_RESERVE: number | undefined = constants["PACKET_RESERVE"];
export const PACKET_ROLLOVER_STATS: number | undefined = constants["PACKET_ROLLOVER_STATS"];
export const PACKET_RX_RING: number | undefined = constants["PACKET_RX_RING"];
export const PACKET_STATISTICS: number | undefined = constants["PACKET_STATISTICS"];
export const PACKET_TIMESTAMP: number | undefined = constants["PACKET_TIMESTAMP"];
export const PACKET_TX_HAS_OFF: number | undefined = constants["PACKET_TX_HAS_OFF"];
export const PACKET_TX_RING: number | undefined = constants["PACKET_TX_RING"];
export const PACKET_TX_TIMESTAMP: number | undefined = constants["PACKET_TX_TIMESTAMP"];
export const PACKET_USER: number | undefined = constants["PACKET_USER"];
export const PACKET_VERSION: number | undefined = constants["PACKET_VERSION"];
export const PACKET_VNET_HDR: number | undefined = constants["PACKET_VNET_HDR"];
export const PACKET_VNET_HDR_SZ: number | undefined = constants["PACKET_VNET_HDR_SZ"];
