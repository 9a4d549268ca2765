// Written by "npm run constants" from native/constants/names.txt.

import { constants, known } from "./known.ts";

// Levels of setsockopt(2).
export const SOL_AAL: number | undefined = constants["SOL_AAL"];
export const SOL_ATM: number | undefined = constants["SOL_ATM"];
export const SOL_CAIF: number | undefined = constants["SOL_CAIF"];
export const SOL_DCCP: number | undefined = constants["SOL_DCCP"];
export const SOL_DECNET: number | undefined = constants["SOL_DECNET"];
export const SOL_ICMPV6: number | undefined = constants["SOL_ICMPV6"];
export const SOL_IP: number | undefined = constants["SOL_IP"];
export const SOL_IPV6: number | undefined = constants["SOL_IPV6"];
export const SOL_IRDA: number | undefined = constants["SOL_IRDA"];
export const SOL_IUCV: number | undefined = constants["SOL_IUCV"];
export const SOL_KCM: number | undefined = constants["SOL_KCM"];
export const SOL_LLC: number | undefined = constants["SOL_LLC"];
export const SOL_LOCAL: number | undefined = constants["SOL_LOCAL"];
export const SOL_MCTP: number | undefined = constants["SOL_MCTP"];
export const SOL_MPTCP: number | undefined = constants["SOL_MPTCP"];
export const SOL_NETBEUI: number | undefined = constants["SOL_NETBEUI"];
export const SOL_NETLINK: number | undefined = constants["SOL_NETLINK"];
export const SOL_NFC: number | undefined = constants["SOL_NFC"];
export const SOL_PACKET: number | undefined = constants["SOL_PACKET"];
export const SOL_PNPIPE: number | undefined = constants["SOL_PNPIPE"];
export const SOL_PPPOL2TP: number | undefined = constants["SOL_PPPOL2TP"];
export const SOL_RAW: number | undefined = constants["SOL_RAW"];
export const SOL_RDS: number | undefined = constants["SOL_RDS"];
export const SOL_RXRPC: number | undefined = constants["SOL_RXRPC"];
export const SOL_SMC: number | undefined = constants["SOL_SMC"];
export const SOL_SOCKET: number = known("SOL_SOCKET");
export const SOL_TCP: number | undefined = constants["SOL_TCP"];
export const SOL_TLS: number | undefined = constants["SOL_TLS"];
export const SOL_UDP: number | undefined = constants["SOL_UDP"];
export const SOL_X25: number | undefined = constants["SOL_X25"];
export const SOL_XDP: number | undefined = constants["SOL_XDP"];

// Options at the level SOL_SOCKET: socket(7).
export const SO_ACCEPTCONN: number = known("SO_ACCEPTCONN");
export const SO_ATTACH_BPF: number | undefined = constants["SO_ATTACH_BPF"];
export const SO_ATTACH_FILTER: number | undefined = constants["SO_ATTACH_FILTER"];
export const SO_ATTACH_REUSEPORT_CBPF: number | undefined = constants["SO_ATTACH_REUSEPORT_CBPF"];
export const SO_ATTACH_REUSEPORT_EBPF: number | undefined = constants["SO_ATTACH_REUSEPORT_EBPF"];
export const SO_BINDTODEVICE: number | undefined = constants["SO_BINDTODEVICE"];
export const SO_BINDTOIFINDEX: number | undefined = constants["SO_BINDTOIFINDEX"];
export const SO_BPF_EXTENSIONS: number | undefined = constants["SO_BPF_EXTENSIONS"];
export const SO_BROADCAST: number = known("SO_BROADCAST");
export const SO_BSDCOMPAT: number | undefined = constants["SO_BSDCOMPAT"];
export const SO_BUF_LOCK: number | undefined = constants["SO_BUF_LOCK"];
export const SO_BUSY_POLL: number | undefined = constants["SO_BUSY_POLL"];
export const SO_BUSY_POLL_BUDGET: number | undefined = constants["SO_BUSY_POLL_BUDGET"];
export const SO_CNX_ADVICE: number | undefined = constants["SO_CNX_ADVICE"];
export const SO_COOKIE: number | undefined = constants["SO_COOKIE"];
export const SO_DEBUG: number = known("SO_DEBUG");
export const SO_DETACH_BPF: number | undefined = constants["SO_DETACH_BPF"];
export const SO_DETACH_FILTER: number | undefined = constants["SO_DETACH_FILTER"];
export const SO_DETACH_REUSEPORT_BPF: number | undefined = constants["SO_DETACH_REUSEPORT_BPF"];
export const SO_DEVMEM_DMABUF: number | undefined = constants["SO_DEVMEM_DMABUF"];
export const SO_DEVMEM_DONTNEED: number | undefined = constants["SO_DEVMEM_DONTNEED"];
export const SO_DEVMEM_LINEAR: number | undefined = constants["SO_DEVMEM_LINEAR"];
export const SO_DOMAIN: number | undefined = constants["SO_DOMAIN"];
export const SO_DONTROUTE: number = known("SO_DONTROUTE");
export const SO_DONTTRUNC: number | undefined = constants["SO_DONTTRUNC"];
export const SO_ERROR: number = known("SO_ERROR");
export const SO_GET_FILTER: number | undefined = constants["SO_GET_FILTER"];
export const SO_INCOMING_CPU: number | undefined = constants["SO_INCOMING_CPU"];
export const SO_INCOMING_NAPI_ID: number | undefined = constants["SO_INCOMING_NAPI_ID"];
export const SO_INQ: number | undefined = constants["SO_INQ"];
export const SO_KEEPALIVE: number = known("SO_KEEPALIVE");
export const SO_LABEL: number | undefined = constants["SO_LABEL"];
export const SO_LINGER: number = known("SO_LINGER");
export const SO_LINGER_SEC: number | undefined = constants["SO_LINGER_SEC"];
export const SO_LOCK_FILTER: number | undefined = constants["SO_LOCK_FILTER"];
export const SO_MARK: number | undefined = constants["SO_MARK"];
export const SO_MAX_PACING_RATE: number | undefined = constants["SO_MAX_PACING_RATE"];
export const SO_MEMINFO: number | undefined = constants["SO_MEMINFO"];
export const SO_NETNS_COOKIE: number | undefined = constants["SO_NETNS_COOKIE"];
export const SO_NETSVC_MARKING_LEVEL: number | undefined = constants["SO_NETSVC_MARKING_LEVEL"];
export const SO_NET_SERVICE_TYPE: number | undefined = constants["SO_NET_SERVICE_TYPE"];
export const SO_NOADDRERR: number | undefined = constants["SO_NOADDRERR"];
export const SO_NOFCS: number | undefined = constants["SO_NOFCS"];
export const SO_NOSIGPIPE: number | undefined = constants["SO_NOSIGPIPE"];
export const SO_NOTIFYCONFLICT: number | undefined = constants["SO_NOTIFYCONFLICT"];
export const SO_NO_CHECK: number | undefined = constants["SO_NO_CHECK"];
export const SO_NREAD: number | undefined = constants["SO_NREAD"];
export const SO_NUMRCVPKT: number | undefined = constants["SO_NUMRCVPKT"];
export const SO_NWRITE: number | undefined = constants["SO_NWRITE"];
export const SO_OOBINLINE: number = known("SO_OOBINLINE");
export const SO_PASSCRED: number | undefined = constants["SO_PASSCRED"];
export const SO_PASSPIDFD: number | undefined = constants["SO_PASSPIDFD"];
export const SO_PASSRIGHTS: number | undefined = constants["SO_PASSRIGHTS"];
export const SO_PASSSEC: number | undefined = constants["SO_PASSSEC"];
export const SO_PEEK_OFF: number | undefined = constants["SO_PEEK_OFF"];
export const SO_PEERCRED: number | undefined = constants["SO_PEERCRED"];
export const SO_PEERGROUPS: number | undefined = constants["SO_PEERGROUPS"];
export const SO_PEERLABEL: number | undefined = constants["SO_PEERLABEL"];
export const SO_PEERNAME: number | undefined = constants["SO_PEERNAME"];
export const SO_PEERPIDFD: number | undefined = constants["SO_PEERPIDFD"];
export const SO_PEERSEC: number | undefined = constants["SO_PEERSEC"];
export const SO_PREFER_BUSY_POLL: number | undefined = constants["SO_PREFER_BUSY_POLL"];
export const SO_PRIORITY: number | undefined = constants["SO_PRIORITY"];
export const SO_PROTOCOL: number | undefined = constants["SO_PROTOCOL"];
export const SO_RANDOMPORT: number | undefined = constants["SO_RANDOMPORT"];
export const SO_RCVBUF: number = known("SO_RCVBUF");
export const SO_RCVBUFFORCE: number | undefined = constants["SO_RCVBUFFORCE"];
export const SO_RCVLOWAT: number = known("SO_RCVLOWAT");
export const SO_RCVMARK: number | undefined = constants["SO_RCVMARK"];
export const SO_RCVPRIORITY: number | undefined = constants["SO_RCVPRIORITY"];
export const SO_RCVTIMEO: number = known("SO_RCVTIMEO");
export const SO_RCVTIMEO_NEW: number | undefined = constants["SO_RCVTIMEO_NEW"];
export const SO_RCVTIMEO_OLD: number | undefined = constants["SO_RCVTIMEO_OLD"];
export const SO_RESERVE_MEM: number | undefined = constants["SO_RESERVE_MEM"];
export const SO_REUSEADDR: number = known("SO_REUSEADDR");
export const SO_REUSEPORT: number = known("SO_REUSEPORT");
export const SO_REUSESHAREUID: number | undefined = constants["SO_REUSESHAREUID"];
export const SO_RXQ_OVFL: number | undefined = constants["SO_RXQ_OVFL"];
export const SO_SECURITY_AUTHENTICATION: number | undefined =
  constants["SO_SECURITY_AUTHENTICATION"];
export const SO_SECURITY_ENCRYPTION_NETWORK: number | undefined =
  constants["SO_SECURITY_ENCRYPTION_NETWORK"];
export const SO_SECURITY_ENCRYPTION_TRANSPORT: number | undefined =
  constants["SO_SECURITY_ENCRYPTION_TRANSPORT"];
export const SO_SELECT_ERR_QUEUE: number | undefined = constants["SO_SELECT_ERR_QUEUE"];
export const SO_SNDBUF: number = known("SO_SNDBUF");
export const SO_SNDBUFFORCE: number | undefined = constants["SO_SNDBUFFORCE"];
export const SO_SNDLOWAT: number = known("SO_SNDLOWAT");
export const SO_SNDTIMEO: number = known("SO_SNDTIMEO");
export const SO_SNDTIMEO_NEW: number | undefined = constants["SO_SNDTIMEO_NEW"];
export const SO_SNDTIMEO_OLD: number | undefined = constants["SO_SNDTIMEO_OLD"];
export const SO_TIMESTAMP: number = known("SO_TIMESTAMP");
export const SO_TIMESTAMPING: number | undefined = constants["SO_TIMESTAMPING"];
export const SO_TIMESTAMPING_NEW: number | undefined = constants["SO_TIMESTAMPING_NEW"];
export const SO_TIMESTAMPING_OLD: number | undefined = constants["SO_TIMESTAMPING_OLD"];
export const SO_TIMESTAMPNS: number | undefined = constants["SO_TIMESTAMPNS"];
export const SO_TIMESTAMPNS_NEW: number | undefined = constants["SO_TIMESTAMPNS_NEW"];
export const SO_TIMESTAMPNS_OLD: number | undefined = constants["SO_TIMESTAMPNS_OLD"];
export const SO_TIMESTAMP_MONOTONIC: number | undefined = constants["SO_TIMESTAMP_MONOTONIC"];
export const SO_TIMESTAMP_NEW: number | undefined = constants["SO_TIMESTAMP_NEW"];
export const SO_TIMESTAMP_OLD: number | undefined = constants["SO_TIMESTAMP_OLD"];
export const SO_TXREHASH: number | undefined = constants["SO_TXREHASH"];
export const SO_TXTIME: number | undefined = constants["SO_TXTIME"];
export const SO_TYPE: number = known("SO_TYPE");
export const SO_UPCALLCLOSEWAIT: number | undefined = constants["SO_UPCALLCLOSEWAIT"];
export const SO_USELOOPBACK: number | undefined = constants["SO_USELOOPBACK"];
export const SO_WANTMORE: number | undefined = constants["SO_WANTMORE"];
export const SO_WANTOOBFLAG: number | undefined = constants["SO_WANTOOBFLAG"];
export const SO_WIFI_STATUS: number | undefined = constants["SO_WIFI_STATUS"];
export const SO_ZEROCOPY: number | undefined = constants["SO_ZEROCOPY"];

// Values of SO_BUF_LOCK and SO_TXREHASH: socket(7).
export const SOCK_BUF_LOCK_MASK: number | undefined = constants["SOCK_BUF_LOCK_MASK"];
export const SOCK_RCVBUF_LOCK: number | undefined = constants["SOCK_RCVBUF_LOCK"];
export const SOCK_SNDBUF_LOCK: number | undefined = constants["SOCK_SNDBUF_LOCK"];
export const SOCK_TXREHASH_DEFAULT: number | undefined = constants["SOCK_TXREHASH_DEFAULT"];
export const SOCK_TXREHASH_DISABLED: number | undefined = constants["SOCK_TXREHASH_DISABLED"];
export const SOCK_TXREHASH_ENABLED: number | undefined = constants["SOCK_TXREHASH_ENABLED"];

// Options at the level SOL_LOCAL, of macOS: unix(4).
export const LOCAL_PEERCRED: number | undefined = constants["LOCAL_PEERCRED"];
export const LOCAL_PEEREPID: number | undefined = constants["LOCAL_PEEREPID"];
export const LOCAL_PEEREUUID: number | undefined = constants["LOCAL_PEEREUUID"];
export const LOCAL_PEERPID: number | undefined = constants["LOCAL_PEERPID"];
export const LOCAL_PEERTOKEN: number | undefined = constants["LOCAL_PEERTOKEN"];
export const LOCAL_PEERUUID: number | undefined = constants["LOCAL_PEERUUID"];

// Ways of shutdown(2).
export const SHUT_RD: number = known("SHUT_RD");
export const SHUT_RDWR: number = known("SHUT_RDWR");
export const SHUT_WR: number = known("SHUT_WR");

// The longest queue of listen(2).
export const SOMAXCONN: number = known("SOMAXCONN");
