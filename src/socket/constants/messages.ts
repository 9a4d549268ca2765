// Written by "npm run constants" from native/constants/names.txt.

import { constants, known } from "./known.ts";

// Flags of send(2) and recv(2).
export const MSG_BATCH: number | undefined = constants["MSG_BATCH"];
export const MSG_CMSG_CLOEXEC: number | undefined = constants["MSG_CMSG_CLOEXEC"];
export const MSG_CONFIRM: number | undefined = constants["MSG_CONFIRM"];
export const MSG_CTRUNC: number = known("MSG_CTRUNC");
export const MSG_DONTROUTE: number = known("MSG_DONTROUTE");
export const MSG_DONTWAIT: number = known("MSG_DONTWAIT");
export const MSG_EOF: number | undefined = constants["MSG_EOF"];
export const MSG_EOR: number = known("MSG_EOR");
export const MSG_ERRQUEUE: number | undefined = constants["MSG_ERRQUEUE"];
export const MSG_FASTOPEN: number | undefined = constants["MSG_FASTOPEN"];
export const MSG_FIN: number | undefined = constants["MSG_FIN"];
export const MSG_FLUSH: number | undefined = constants["MSG_FLUSH"];
export const MSG_HAVEMORE: number | undefined = constants["MSG_HAVEMORE"];
export const MSG_HOLD: number | undefined = constants["MSG_HOLD"];
export const MSG_MORE: number | undefined = constants["MSG_MORE"];
export const MSG_NEEDSA: number | undefined = constants["MSG_NEEDSA"];
export const MSG_NOSIGNAL: number | undefined = constants["MSG_NOSIGNAL"];
export const MSG_OOB: number = known("MSG_OOB");
export const MSG_PEEK: number = known("MSG_PEEK");
export const MSG_PROXY: number | undefined = constants["MSG_PROXY"];
export const MSG_RCVMORE: number | undefined = constants["MSG_RCVMORE"];
export const MSG_RST: number | undefined = constants["MSG_RST"];
export const MSG_SEND: number | undefined = constants["MSG_SEND"];
export const MSG_SOCK_DEVMEM: number | undefined = constants["MSG_SOCK_DEVMEM"];
export const MSG_SYN: number | undefined = constants["MSG_SYN"];
export const MSG_TRUNC: number = known("MSG_TRUNC");
export const MSG_TRYHARD: number | undefined = constants["MSG_TRYHARD"];
export const MSG_WAITALL: number = known("MSG_WAITALL");
export const MSG_WAITFORONE: number | undefined = constants["MSG_WAITFORONE"];
export const MSG_WAITSTREAM: number | undefined = constants["MSG_WAITSTREAM"];
export const MSG_ZEROCOPY: number | undefined = constants["MSG_ZEROCOPY"];

// Types of ancillary data: cmsg(3), unix(7), socket(7).
export const SCM_CREDENTIALS: number | undefined = constants["SCM_CREDENTIALS"];
export const SCM_CREDS: number | undefined = constants["SCM_CREDS"];
export const SCM_DEVMEM_DMABUF: number | undefined = constants["SCM_DEVMEM_DMABUF"];
export const SCM_DEVMEM_LINEAR: number | undefined = constants["SCM_DEVMEM_LINEAR"];
export const SCM_INQ: number | undefined = constants["SCM_INQ"];
export const SCM_PIDFD: number | undefined = constants["SCM_PIDFD"];
export const SCM_RIGHTS: number = known("SCM_RIGHTS");
export const SCM_SECURITY: number | undefined = constants["SCM_SECURITY"];
export const SCM_TIMESTAMP: number = known("SCM_TIMESTAMP");
export const SCM_TIMESTAMPING: number | undefined = constants["SCM_TIMESTAMPING"];
export const SCM_TIMESTAMPING_OPT_STATS: number | undefined =
  constants["SCM_TIMESTAMPING_OPT_STATS"];
export const SCM_TIMESTAMPING_PKTINFO: number | undefined = constants["SCM_TIMESTAMPING_PKTINFO"];
export const SCM_TIMESTAMPNS: number | undefined = constants["SCM_TIMESTAMPNS"];
export const SCM_TIMESTAMP_MONOTONIC: number | undefined = constants["SCM_TIMESTAMP_MONOTONIC"];
export const SCM_TS_OPT_ID: number | undefined = constants["SCM_TS_OPT_ID"];
export const SCM_TXTIME: number | undefined = constants["SCM_TXTIME"];
export const SCM_WIFI_STATUS: number | undefined = constants["SCM_WIFI_STATUS"];

// What sock_extended_err says of an error: recvmsg(2), ip(7).
export const SO_EE_CODE_TXTIME_INVALID_PARAM: number | undefined =
  constants["SO_EE_CODE_TXTIME_INVALID_PARAM"];
export const SO_EE_CODE_TXTIME_MISSED: number | undefined = constants["SO_EE_CODE_TXTIME_MISSED"];
export const SO_EE_CODE_ZEROCOPY_COPIED: number | undefined =
  constants["SO_EE_CODE_ZEROCOPY_COPIED"];
export const SO_EE_ORIGIN_ICMP: number | undefined = constants["SO_EE_ORIGIN_ICMP"];
export const SO_EE_ORIGIN_ICMP6: number | undefined = constants["SO_EE_ORIGIN_ICMP6"];
export const SO_EE_ORIGIN_LOCAL: number | undefined = constants["SO_EE_ORIGIN_LOCAL"];
export const SO_EE_ORIGIN_NONE: number | undefined = constants["SO_EE_ORIGIN_NONE"];
export const SO_EE_ORIGIN_TIMESTAMPING: number | undefined = constants["SO_EE_ORIGIN_TIMESTAMPING"];
export const SO_EE_ORIGIN_TXSTATUS: number | undefined = constants["SO_EE_ORIGIN_TXSTATUS"];
export const SO_EE_ORIGIN_TXTIME: number | undefined = constants["SO_EE_ORIGIN_TXTIME"];
export const SO_EE_ORIGIN_ZEROCOPY: number | undefined = constants["SO_EE_ORIGIN_ZEROCOPY"];
export const SO_EE_RFC4884_FLAG_INVALID: number | undefined =
  constants["SO_EE_RFC4884_FLAG_INVALID"];

// Flags of SO_TIMESTAMPING, and the kinds of stamp that come back.
export const SCM_TSTAMP_ACK: number | undefined = constants["SCM_TSTAMP_ACK"];
export const SCM_TSTAMP_COMPLETION: number | undefined = constants["SCM_TSTAMP_COMPLETION"];
export const SCM_TSTAMP_SCHED: number | undefined = constants["SCM_TSTAMP_SCHED"];
export const SCM_TSTAMP_SND: number | undefined = constants["SCM_TSTAMP_SND"];
export const SOF_TIMESTAMPING_BIND_PHC: number | undefined = constants["SOF_TIMESTAMPING_BIND_PHC"];
export const SOF_TIMESTAMPING_OPT_CMSG: number | undefined = constants["SOF_TIMESTAMPING_OPT_CMSG"];
export const SOF_TIMESTAMPING_OPT_ID: number | undefined = constants["SOF_TIMESTAMPING_OPT_ID"];
export const SOF_TIMESTAMPING_OPT_ID_TCP: number | undefined =
  constants["SOF_TIMESTAMPING_OPT_ID_TCP"];
export const SOF_TIMESTAMPING_OPT_PKTINFO: number | undefined =
  constants["SOF_TIMESTAMPING_OPT_PKTINFO"];
export const SOF_TIMESTAMPING_OPT_RX_FILTER: number | undefined =
  constants["SOF_TIMESTAMPING_OPT_RX_FILTER"];
export const SOF_TIMESTAMPING_OPT_STATS: number | undefined =
  constants["SOF_TIMESTAMPING_OPT_STATS"];
export const SOF_TIMESTAMPING_OPT_TSONLY: number | undefined =
  constants["SOF_TIMESTAMPING_OPT_TSONLY"];
export const SOF_TIMESTAMPING_OPT_TX_SWHW: number | undefined =
  constants["SOF_TIMESTAMPING_OPT_TX_SWHW"];
export const SOF_TIMESTAMPING_RAW_HARDWARE: number | undefined =
  constants["SOF_TIMESTAMPING_RAW_HARDWARE"];
export const SOF_TIMESTAMPING_RX_HARDWARE: number | undefined =
  constants["SOF_TIMESTAMPING_RX_HARDWARE"];
export const SOF_TIMESTAMPING_RX_SOFTWARE: number | undefined =
  constants["SOF_TIMESTAMPING_RX_SOFTWARE"];
export const SOF_TIMESTAMPING_SOFTWARE: number | undefined = constants["SOF_TIMESTAMPING_SOFTWARE"];
export const SOF_TIMESTAMPING_SYS_HARDWARE: number | undefined =
  constants["SOF_TIMESTAMPING_SYS_HARDWARE"];
export const SOF_TIMESTAMPING_TX_ACK: number | undefined = constants["SOF_TIMESTAMPING_TX_ACK"];
export const SOF_TIMESTAMPING_TX_COMPLETION: number | undefined =
  constants["SOF_TIMESTAMPING_TX_COMPLETION"];
export const SOF_TIMESTAMPING_TX_HARDWARE: number | undefined =
  constants["SOF_TIMESTAMPING_TX_HARDWARE"];
export const SOF_TIMESTAMPING_TX_SCHED: number | undefined = constants["SOF_TIMESTAMPING_TX_SCHED"];
export const SOF_TIMESTAMPING_TX_SOFTWARE: number | undefined =
  constants["SOF_TIMESTAMPING_TX_SOFTWARE"];
