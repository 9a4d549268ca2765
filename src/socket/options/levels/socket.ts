import { endpoint } from "../internet.ts";
import { memoryInfo, peerCredentials, peerUser } from "../peer.ts";
import { optionsAt, readOnly, readWrite, writeOnly } from "../row.ts";
import { bigint, flag, int, name, natural, numbers, rate, unsigned } from "../simple.ts";
import { linger, timeout, transmitTime } from "../time.ts";

const INTERFACE_NAME_SIZE = 16;
const LABEL_SIZE = 1024;
const UNIX = { manual: "unix(7)" };

export const socketOptions = optionsAt("SOL_SOCKET", "socket(7)", {
  SO_ACCEPTCONN: readOnly(flag, "Whether the socket listens."),
  SO_ATTACH_BPF: writeOnly(int, "The descriptor of a BPF program that filters incoming packets.", {
    since: "Linux 3.19",
  }),
  SO_BINDTODEVICE: readWrite(
    name(INTERFACE_NAME_SIZE),
    "The interface that the socket is bound to, by name; the empty string is none.",
    { since: "Linux" },
  ),
  SO_BINDTOIFINDEX: readWrite(
    natural,
    "The interface that the socket is bound to, by index; 0 is none.",
    { since: "Linux 5.1" },
  ),
  SO_BROADCAST: readWrite(flag, "Whether datagrams may be sent to broadcast addresses."),
  SO_BUF_LOCK: readWrite(
    natural,
    "Which buffer sizes the kernel does not change: SOCK_ constants.",
    {
      since: "Linux 5.15",
    },
  ),
  SO_BUSY_POLL: readWrite(natural, "Microseconds to poll the device for before blocking.", {
    since: "Linux 3.11",
  }),
  SO_COOKIE: readOnly(bigint, "A number unique to this socket on this system.", {
    since: "Linux 4.12",
  }),
  SO_DEBUG: readWrite(flag, "Whether the protocol records debug information; privileged."),
  SO_DOMAIN: readOnly(int, "The address family: an AF_ constant.", { since: "Linux 2.6.32" }),
  SO_DONTROUTE: readWrite(flag, "Whether to send only to hosts that are directly connected."),
  SO_ERROR: readOnly(int, "The pending errno, which reading clears; 0 is none."),
  SO_INCOMING_CPU: readWrite(int, "The processor that the socket is handled on; -1 is any.", {
    since: "Linux 3.19",
  }),
  SO_INCOMING_NAPI_ID: readOnly(unsigned, "The device queue of the last packet; 0 is none.", {
    since: "Linux 4.12",
  }),
  SO_KEEPALIVE: readWrite(flag, "Whether an idle connection is probed."),
  SO_LINGER: readWrite(linger, "What close does with unsent data."),
  SO_LOCK_FILTER: readWrite(flag, "Whether the filter can no longer be changed.", {
    since: "Linux 3.9",
  }),
  SO_MARK: readWrite(unsigned, "The mark of outgoing packets, for routing and filters.", {
    since: "Linux 2.6.25",
  }),
  SO_MAX_PACING_RATE: readWrite(
    rate,
    "The maximum rate of sending, in bytes per second; Infinity: none.",
    {
      since: "Linux 3.13",
    },
  ),
  SO_MEMINFO: readOnly(memoryInfo, "The memory that the socket uses.", {
    since: "Linux 4.12",
    manual: "sock_diag(7)",
  }),
  SO_NETNS_COOKIE: readOnly(bigint, "A number unique to this network namespace.", {
    since: "Linux 5.14",
  }),
  SO_NOSIGPIPE: readWrite(flag, "Whether sending without a reader raises no SIGPIPE.", {
    since: "macOS",
  }),
  SO_NO_CHECK: readWrite(flag, "Whether UDP datagrams are sent without a checksum.", {
    since: "Linux",
  }),
  SO_NREAD: readOnly(int, "How many bytes can be read.", { since: "macOS" }),
  SO_NWRITE: readOnly(int, "How many bytes have not been sent.", { since: "macOS" }),
  SO_OOBINLINE: readWrite(flag, "Whether urgent data stays in the stream."),
  SO_PASSCRED: readWrite(flag, "Whether messages come with SCM_CREDENTIALS.", {
    ...UNIX,
    since: "Linux",
  }),
  SO_PASSPIDFD: readWrite(flag, "Whether messages come with SCM_PIDFD.", {
    ...UNIX,
    since: "Linux 6.5",
  }),
  SO_PASSRIGHTS: readWrite(flag, "Whether messages may come with SCM_RIGHTS.", {
    ...UNIX,
    since: "Linux 6.16",
  }),
  SO_PASSSEC: readWrite(flag, "Whether messages come with SCM_SECURITY.", {
    ...UNIX,
    since: "Linux 2.6.18",
  }),
  SO_PEEK_OFF: readWrite(int, "Where the next MSG_PEEK begins; -1 is the front of the queue.", {
    since: "Linux 3.4",
  }),
  SO_PEERCRED: readOnly(
    peerCredentials,
    "Process, user and group of the peer at connect or listen.",
    {
      ...UNIX,
      since: "Linux",
    },
  ),
  SO_PEERGROUPS: readOnly(numbers, "The supplementary groups of the peer.", {
    ...UNIX,
    since: "Linux 4.13",
  }),
  SO_PEERPIDFD: readOnly(int, "A new descriptor of the peer's process, which you have to close.", {
    ...UNIX,
    since: "Linux 6.5",
  }),
  SO_PEERSEC: readOnly(name(LABEL_SIZE), "The security label of the peer.", {
    ...UNIX,
    since: "Linux 2.6.2",
  }),
  SO_PREFER_BUSY_POLL: readWrite(flag, "Whether polling is preferred to interrupts.", {
    since: "Linux 5.11",
  }),
  SO_PRIORITY: readWrite(natural, "The priority of outgoing packets, for queues of the device.", {
    since: "Linux",
  }),
  SO_PROTOCOL: readOnly(int, "The protocol: an IPPROTO_ constant.", { since: "Linux 2.6.32" }),
  SO_RCVBUF: readWrite(natural, "Bytes that may wait to be read; Linux doubles what is set."),
  SO_RCVBUFFORCE: writeOnly(natural, "Like SO_RCVBUF, beyond the system's limit; privileged.", {
    since: "Linux 2.6.14",
  }),
  SO_RCVLOWAT: readWrite(natural, "Bytes that must have arrived before a receive returns."),
  SO_RCVMARK: readWrite(flag, "Whether messages come with the SO_MARK of their packets.", {
    since: "Linux 5.19",
  }),
  SO_RCVPRIORITY: readWrite(flag, "Whether messages come with the SO_PRIORITY of their packets.", {
    since: "Linux 6.14",
  }),
  SO_RCVTIMEO: readWrite(timeout, "Seconds that a receive may block; null blocks forever."),
  SO_RESERVE_MEM: readWrite(natural, "Bytes of memory reserved for the socket.", {
    since: "Linux 5.17",
  }),
  SO_REUSEADDR: readWrite(flag, "Whether an address in TIME_WAIT may be bound."),
  SO_REUSEPORT: readWrite(flag, "Whether several sockets may bind the same address and port."),
  SO_RXQ_OVFL: readWrite(flag, "Whether messages come with the number of dropped ones.", {
    since: "Linux 2.6.33",
  }),
  SO_SELECT_ERR_QUEUE: readWrite(flag, "Whether an error in the queue makes the socket readable.", {
    since: "Linux 3.10",
  }),
  SO_SNDBUF: readWrite(natural, "Bytes that may wait to be sent; Linux doubles what is set."),
  SO_SNDBUFFORCE: writeOnly(natural, "Like SO_SNDBUF, beyond the system's limit; privileged.", {
    since: "Linux 2.6.14",
  }),
  SO_SNDLOWAT: readOnly(natural, "Bytes of room that make the socket writable; 1 on Linux."),
  SO_SNDTIMEO: readWrite(timeout, "Seconds that a send may block; null blocks forever."),
  SO_TIMESTAMP: readWrite(flag, "Whether messages come with the time of arrival, in µs."),
  SO_TIMESTAMPING: readWrite(
    unsigned,
    "Which timestamps are reported: SOF_TIMESTAMPING_ constants.",
    {
      since: "Linux 2.6.30",
    },
  ),
  SO_TIMESTAMPNS: readWrite(flag, "Whether messages come with the time of arrival, in ns.", {
    since: "Linux 2.6.22",
  }),
  SO_TXREHASH: readWrite(int, "Whether a lost segment tries another path: SOCK_TXREHASH_.", {
    since: "Linux 5.17",
  }),
  SO_TXTIME: readWrite(transmitTime, "The clock of the times at which to send.", {
    since: "Linux 4.19",
  }),
  SO_TYPE: readOnly(int, "The type: a SOCK_ constant."),
  SO_WIFI_STATUS: readWrite(flag, "Whether the state of a Wi-Fi transmission is reported.", {
    since: "Linux 3.3",
  }),
  SO_ZEROCOPY: readWrite(flag, "Whether MSG_ZEROCOPY may be used.", { since: "Linux 4.14" }),
});

export const localOptions = optionsAt("SOL_LOCAL", "unix(4)", {
  LOCAL_PEERCRED: readOnly(peerUser, "User and groups of the peer.", { since: "macOS" }),
  LOCAL_PEERPID: readOnly(int, "The process of the peer.", { since: "macOS" }),
});

export const redirectOptions = optionsAt("IPPROTO_IP", "iptables(8)", {
  SO_ORIGINAL_DST: readOnly(endpoint, "The original destination of a redirected connection.", {
    since: "Linux",
  }),
});

export const netlinkOptions = optionsAt("SOL_NETLINK", "netlink(7)", {
  NETLINK_ADD_MEMBERSHIP: writeOnly(natural, "A multicast group to join.", { since: "Linux" }),
  NETLINK_DROP_MEMBERSHIP: writeOnly(natural, "A multicast group to leave.", { since: "Linux" }),
  NETLINK_BROADCAST_ERROR: readWrite(flag, "Whether a failed broadcast is an error.", {
    since: "Linux 2.6.30",
  }),
  NETLINK_CAP_ACK: readWrite(flag, "Whether an error comes without the request's payload.", {
    since: "Linux 4.3",
  }),
  NETLINK_EXT_ACK: readWrite(flag, "Whether an error comes with its explanation.", {
    since: "Linux 4.12",
  }),
  NETLINK_GET_STRICT_CHK: readWrite(flag, "Whether requests are checked strictly.", {
    since: "Linux 4.20",
  }),
  NETLINK_NO_ENOBUFS: readWrite(flag, "Whether a full buffer is ignored instead of an error.", {
    since: "Linux 2.6.30",
  }),
  NETLINK_PKTINFO: readWrite(flag, "Whether messages come with their group.", { since: "Linux" }),
});
