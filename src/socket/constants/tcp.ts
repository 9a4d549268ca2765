// Written by "npm run constants" from native/constants/names.txt.

import { constants, known } from "./known.ts";

// Options at the level IPPROTO_TCP: tcp(7).
export const TCP_AO_ADD_KEY: number | undefined = constants["TCP_AO_ADD_KEY"];
export const TCP_AO_DEL_KEY: number | undefined = constants["TCP_AO_DEL_KEY"];
export const TCP_AO_GET_KEYS: number | undefined = constants["TCP_AO_GET_KEYS"];
export const TCP_AO_INFO: number | undefined = constants["TCP_AO_INFO"];
export const TCP_AO_REPAIR: number | undefined = constants["TCP_AO_REPAIR"];
export const TCP_CC_INFO: number | undefined = constants["TCP_CC_INFO"];
export const TCP_CM_INQ: number | undefined = constants["TCP_CM_INQ"];
export const TCP_CONGESTION: number | undefined = constants["TCP_CONGESTION"];
export const TCP_CONNECTIONTIMEOUT: number | undefined = constants["TCP_CONNECTIONTIMEOUT"];
export const TCP_CONNECTION_INFO: number | undefined = constants["TCP_CONNECTION_INFO"];
export const TCP_CORK: number | undefined = constants["TCP_CORK"];
export const TCP_DEFER_ACCEPT: number | undefined = constants["TCP_DEFER_ACCEPT"];
export const TCP_DELACK_MAX_US: number | undefined = constants["TCP_DELACK_MAX_US"];
export const TCP_ENABLE_ECN: number | undefined = constants["TCP_ENABLE_ECN"];
export const TCP_ENCAP_ESPINTCP: number | undefined = constants["TCP_ENCAP_ESPINTCP"];
export const TCP_FASTOPEN: number | undefined = constants["TCP_FASTOPEN"];
export const TCP_FASTOPEN_CONNECT: number | undefined = constants["TCP_FASTOPEN_CONNECT"];
export const TCP_FASTOPEN_KEY: number | undefined = constants["TCP_FASTOPEN_KEY"];
export const TCP_FASTOPEN_NO_COOKIE: number | undefined = constants["TCP_FASTOPEN_NO_COOKIE"];
export const TCP_INFO: number | undefined = constants["TCP_INFO"];
export const TCP_INQ: number | undefined = constants["TCP_INQ"];
export const TCP_IS_MPTCP: number | undefined = constants["TCP_IS_MPTCP"];
export const TCP_KEEPALIVE: number | undefined = constants["TCP_KEEPALIVE"];
export const TCP_KEEPCNT: number = known("TCP_KEEPCNT");
export const TCP_KEEPIDLE: number | undefined = constants["TCP_KEEPIDLE"];
export const TCP_KEEPINTVL: number = known("TCP_KEEPINTVL");
export const TCP_LINGER2: number | undefined = constants["TCP_LINGER2"];
export const TCP_MAXSEG: number = known("TCP_MAXSEG");
export const TCP_MD5SIG: number | undefined = constants["TCP_MD5SIG"];
export const TCP_MD5SIG_EXT: number | undefined = constants["TCP_MD5SIG_EXT"];
export const TCP_NODELAY: number = known("TCP_NODELAY");
export const TCP_NOOPT: number | undefined = constants["TCP_NOOPT"];
export const TCP_NOPUSH: number | undefined = constants["TCP_NOPUSH"];
export const TCP_NOTSENT_LOWAT: number = known("TCP_NOTSENT_LOWAT");
export const TCP_QUEUE_SEQ: number | undefined = constants["TCP_QUEUE_SEQ"];
export const TCP_QUICKACK: number | undefined = constants["TCP_QUICKACK"];
export const TCP_REPAIR: number | undefined = constants["TCP_REPAIR"];
export const TCP_REPAIR_OPTIONS: number | undefined = constants["TCP_REPAIR_OPTIONS"];
export const TCP_REPAIR_QUEUE: number | undefined = constants["TCP_REPAIR_QUEUE"];
export const TCP_REPAIR_WINDOW: number | undefined = constants["TCP_REPAIR_WINDOW"];
export const TCP_RTO_MAX_MS: number | undefined = constants["TCP_RTO_MAX_MS"];
export const TCP_RTO_MIN_US: number | undefined = constants["TCP_RTO_MIN_US"];
export const TCP_RXT_CONNDROPTIME: number | undefined = constants["TCP_RXT_CONNDROPTIME"];
export const TCP_RXT_FINDROP: number | undefined = constants["TCP_RXT_FINDROP"];
export const TCP_SAVED_SYN: number | undefined = constants["TCP_SAVED_SYN"];
export const TCP_SAVE_SYN: number | undefined = constants["TCP_SAVE_SYN"];
export const TCP_SENDMOREACKS: number | undefined = constants["TCP_SENDMOREACKS"];
export const TCP_SYNCNT: number | undefined = constants["TCP_SYNCNT"];
export const TCP_THIN_DUPACK: number | undefined = constants["TCP_THIN_DUPACK"];
export const TCP_THIN_LINEAR_TIMEOUTS: number | undefined = constants["TCP_THIN_LINEAR_TIMEOUTS"];
export const TCP_TIMESTAMP: number | undefined = constants["TCP_TIMESTAMP"];
export const TCP_TX_DELAY: number | undefined = constants["TCP_TX_DELAY"];
export const TCP_ULP: number | undefined = constants["TCP_ULP"];
export const TCP_USER_TIMEOUT: number | undefined = constants["TCP_USER_TIMEOUT"];
export const TCP_WINDOW_CLAMP: number | undefined = constants["TCP_WINDOW_CLAMP"];
export const TCP_ZEROCOPY_RECEIVE: number | undefined = constants["TCP_ZEROCOPY_RECEIVE"];

// Values of the options of tcp(7).
export const TCP_AO_KEYF_EXCLUDE_OPT: number | undefined = constants["TCP_AO_KEYF_EXCLUDE_OPT"];
export const TCP_AO_KEYF_IFINDEX: number | undefined = constants["TCP_AO_KEYF_IFINDEX"];
export const TCP_AO_MAXKEYLEN: number | undefined = constants["TCP_AO_MAXKEYLEN"];
export const TCP_MD5SIG_FLAG_IFINDEX: number | undefined = constants["TCP_MD5SIG_FLAG_IFINDEX"];
export const TCP_MD5SIG_FLAG_PREFIX: number | undefined = constants["TCP_MD5SIG_FLAG_PREFIX"];
export const TCP_MD5SIG_MAXKEYLEN: number | undefined = constants["TCP_MD5SIG_MAXKEYLEN"];
export const TCP_NO_QUEUE: number | undefined = constants["TCP_NO_QUEUE"];
export const TCP_RECEIVE_ZEROCOPY_FLAG_TLB_CLEAN_HINT: number | undefined =
  constants["TCP_RECEIVE_ZEROCOPY_FLAG_TLB_CLEAN_HINT"];
export const TCP_RECV_QUEUE: number | undefined = constants["TCP_RECV_QUEUE"];
export const TCP_REPAIR_OFF: number | undefined = constants["TCP_REPAIR_OFF"];
export const TCP_REPAIR_OFF_NO_WP: number | undefined = constants["TCP_REPAIR_OFF_NO_WP"];
export const TCP_REPAIR_ON: number | undefined = constants["TCP_REPAIR_ON"];
export const TCP_SEND_QUEUE: number | undefined = constants["TCP_SEND_QUEUE"];

// States of a connection, in the tcpi_state of TCP_INFO: tcp(7).
export const TCP_CLOSE: number | undefined = constants["TCP_CLOSE"];
export const TCP_CLOSE_WAIT: number | undefined = constants["TCP_CLOSE_WAIT"];
export const TCP_CLOSING: number | undefined = constants["TCP_CLOSING"];
export const TCP_ESTABLISHED: number | undefined = constants["TCP_ESTABLISHED"];
export const TCP_FIN_WAIT1: number | undefined = constants["TCP_FIN_WAIT1"];
export const TCP_FIN_WAIT2: number | undefined = constants["TCP_FIN_WAIT2"];
export const TCP_LAST_ACK: number | undefined = constants["TCP_LAST_ACK"];
export const TCP_LISTEN: number | undefined = constants["TCP_LISTEN"];
export const TCP_SYN_RECV: number | undefined = constants["TCP_SYN_RECV"];
export const TCP_SYN_SENT: number | undefined = constants["TCP_SYN_SENT"];
export const TCP_TIME_WAIT: number | undefined = constants["TCP_TIME_WAIT"];

// States of congestion control, in the tcpi_ca_state of TCP_INFO: tcp(7).
export const TCP_CA_CWR: number | undefined = constants["TCP_CA_CWR"];
export const TCP_CA_Disorder: number | undefined = constants["TCP_CA_Disorder"];
export const TCP_CA_Loss: number | undefined = constants["TCP_CA_Loss"];
export const TCP_CA_Open: number | undefined = constants["TCP_CA_Open"];
export const TCP_CA_Recovery: number | undefined = constants["TCP_CA_Recovery"];

// Flags in the tcpi_options of TCP_INFO: tcp(7).
export const TCPI_OPT_ECN: number | undefined = constants["TCPI_OPT_ECN"];
export const TCPI_OPT_ECN_SEEN: number | undefined = constants["TCPI_OPT_ECN_SEEN"];
export const TCPI_OPT_SACK: number | undefined = constants["TCPI_OPT_SACK"];
export const TCPI_OPT_SYN_DATA: number | undefined = constants["TCPI_OPT_SYN_DATA"];
export const TCPI_OPT_TFO_CHILD: number | undefined = constants["TCPI_OPT_TFO_CHILD"];
export const TCPI_OPT_TIMESTAMPS: number | undefined = constants["TCPI_OPT_TIMESTAMPS"];
export const TCPI_OPT_USEC_TS: number | undefined = constants["TCPI_OPT_USEC_TS"];
export const TCPI_OPT_WSCALE: number | undefined = constants["TCPI_OPT_WSCALE"];
