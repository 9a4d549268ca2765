// Written by "npm run constants" from native/constants/names.txt.

import { constants } from "./known.ts";

// Reliable Datagram Sockets: options, flags and their values.
export const RDS_CANCEL_SENT_TO: number | undefined = constants["RDS_CANCEL_SENT_TO"];
export const RDS_CMSG_ATOMIC_CSWP: number | undefined = constants["RDS_CMSG_ATOMIC_CSWP"];
export const RDS_CMSG_ATOMIC_FADD: number | undefined = constants["RDS_CMSG_ATOMIC_FADD"];
export const RDS_CMSG_CONG_UPDATE: number | undefined = constants["RDS_CMSG_CONG_UPDATE"];
export const RDS_CMSG_MASKED_ATOMIC_CSWP: number | undefined =
  constants["RDS_CMSG_MASKED_ATOMIC_CSWP"];
export const RDS_CMSG_MASKED_ATOMIC_FADD: number | undefined =
  constants["RDS_CMSG_MASKED_ATOMIC_FADD"];
export const RDS_CMSG_RDMA_ARGS: number | undefined = constants["RDS_CMSG_RDMA_ARGS"];
export const RDS_CMSG_RDMA_DEST: number | undefined = constants["RDS_CMSG_RDMA_DEST"];
export const RDS_CMSG_RDMA_MAP: number | undefined = constants["RDS_CMSG_RDMA_MAP"];
export const RDS_CMSG_RDMA_STATUS: number | undefined = constants["RDS_CMSG_RDMA_STATUS"];
export const RDS_CMSG_RXPATH_LATENCY: number | undefined = constants["RDS_CMSG_RXPATH_LATENCY"];
export const RDS_CMSG_ZCOPY_COMPLETION: number | undefined = constants["RDS_CMSG_ZCOPY_COMPLETION"];
export const RDS_CMSG_ZCOPY_COOKIE: number | undefined = constants["RDS_CMSG_ZCOPY_COOKIE"];
export const RDS_CONG_MONITOR: number | undefined = constants["RDS_CONG_MONITOR"];
export const RDS_CONG_MONITOR_SIZE: number | undefined = constants["RDS_CONG_MONITOR_SIZE"];
export const RDS_FREE_MR: number | undefined = constants["RDS_FREE_MR"];
export const RDS_GET_MR: number | undefined = constants["RDS_GET_MR"];
export const RDS_GET_MR_FOR_DEST: number | undefined = constants["RDS_GET_MR_FOR_DEST"];
export const RDS_INFO_CONNECTIONS: number | undefined = constants["RDS_INFO_CONNECTIONS"];
export const RDS_INFO_CONNECTION_FLAG_CONNECTED: number | undefined =
  constants["RDS_INFO_CONNECTION_FLAG_CONNECTED"];
export const RDS_INFO_CONNECTION_FLAG_CONNECTING: number | undefined =
  constants["RDS_INFO_CONNECTION_FLAG_CONNECTING"];
export const RDS_INFO_CONNECTION_FLAG_SENDING: number | undefined =
  constants["RDS_INFO_CONNECTION_FLAG_SENDING"];
export const RDS_INFO_CONNECTION_STATS: number | undefined = constants["RDS_INFO_CONNECTION_STATS"];
export const RDS_INFO_COUNTERS: number | undefined = constants["RDS_INFO_COUNTERS"];
export const RDS_INFO_FIRST: number | undefined = constants["RDS_INFO_FIRST"];
export const RDS_INFO_IB_CONNECTIONS: number | undefined = constants["RDS_INFO_IB_CONNECTIONS"];
export const RDS_INFO_IWARP_CONNECTIONS: number | undefined =
  constants["RDS_INFO_IWARP_CONNECTIONS"];
export const RDS_INFO_LAST: number | undefined = constants["RDS_INFO_LAST"];
export const RDS_INFO_MESSAGE_FLAG_ACK: number | undefined = constants["RDS_INFO_MESSAGE_FLAG_ACK"];
export const RDS_INFO_MESSAGE_FLAG_FAST_ACK: number | undefined =
  constants["RDS_INFO_MESSAGE_FLAG_FAST_ACK"];
export const RDS_INFO_RECV_MESSAGES: number | undefined = constants["RDS_INFO_RECV_MESSAGES"];
export const RDS_INFO_RETRANS_MESSAGES: number | undefined = constants["RDS_INFO_RETRANS_MESSAGES"];
export const RDS_INFO_SEND_MESSAGES: number | undefined = constants["RDS_INFO_SEND_MESSAGES"];
export const RDS_INFO_SOCKETS: number | undefined = constants["RDS_INFO_SOCKETS"];
export const RDS_INFO_TCP_SOCKETS: number | undefined = constants["RDS_INFO_TCP_SOCKETS"];
export const RDS_MAX_ZCOOKIES: number | undefined = constants["RDS_MAX_ZCOOKIES"];
export const RDS_RDMA_CANCELED: number | undefined = constants["RDS_RDMA_CANCELED"];
export const RDS_RDMA_DONTWAIT: number | undefined = constants["RDS_RDMA_DONTWAIT"];
export const RDS_RDMA_DROPPED: number | undefined = constants["RDS_RDMA_DROPPED"];
export const RDS_RDMA_FENCE: number | undefined = constants["RDS_RDMA_FENCE"];
export const RDS_RDMA_INVALIDATE: number | undefined = constants["RDS_RDMA_INVALIDATE"];
export const RDS_RDMA_NOTIFY_ME: number | undefined = constants["RDS_RDMA_NOTIFY_ME"];
export const RDS_RDMA_OTHER_ERROR: number | undefined = constants["RDS_RDMA_OTHER_ERROR"];
export const RDS_RDMA_READWRITE: number | undefined = constants["RDS_RDMA_READWRITE"];
export const RDS_RDMA_REMOTE_ERROR: number | undefined = constants["RDS_RDMA_REMOTE_ERROR"];
export const RDS_RDMA_SILENT: number | undefined = constants["RDS_RDMA_SILENT"];
export const RDS_RDMA_SUCCESS: number | undefined = constants["RDS_RDMA_SUCCESS"];
export const RDS_RDMA_USE_ONCE: number | undefined = constants["RDS_RDMA_USE_ONCE"];
export const RDS_RECVERR: number | undefined = constants["RDS_RECVERR"];
export const RDS_TRANS_COUNT: number | undefined = constants["RDS_TRANS_COUNT"];
export const RDS_TRANS_GAP: number | undefined = constants["RDS_TRANS_GAP"];
export const RDS_TRANS_IB: number | undefined = constants["RDS_TRANS_IB"];
export const RDS_TRANS_IWARP: number | undefined = constants["RDS_TRANS_IWARP"];
export const RDS_TRANS_NONE: number | undefined = constants["RDS_TRANS_NONE"];
export const RDS_TRANS_TCP: number | undefined = constants["RDS_TRANS_TCP"];
export const SO_RDS_MSG_RXPATH_LATENCY: number | undefined = constants["SO_RDS_MSG_RXPATH_LATENCY"];
export const SO_RDS_TRANSPORT: number | undefined = constants["SO_RDS_TRANSPORT"];
