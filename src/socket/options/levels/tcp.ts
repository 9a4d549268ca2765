import { optionsAt, readOnly, readWrite, writeOnly } from "../row.ts";
import { bytesUpTo, flag, int, integer, name, natural, unsigned } from "../simple.ts";
import { repairWindow, tcpInfo } from "../tcp-info.ts";

const NAME_SIZE = 16;
const LONGEST_SYN = 1024;
const LONGEST_KEY = 32;
const LONGEST_CONGESTION_INFO = 256;

export const tcpOptions = optionsAt("IPPROTO_TCP", "tcp(7)", {
  TCP_CC_INFO: readOnly(
    bytesUpTo(LONGEST_CONGESTION_INFO),
    "State of congestion control: the union tcp_cc_info, empty for most algorithms.",
    { since: "Linux 4.1" },
  ),
  TCP_CONGESTION: readWrite(name(NAME_SIZE), "The name of the congestion control.", {
    since: "Linux 2.6.13",
  }),
  TCP_CONNECTIONTIMEOUT: readWrite(natural, "The timeout of connect in seconds.", {
    since: "macOS",
  }),
  TCP_CORK: readWrite(flag, "Whether only full segments are sent, for at most 200 ms.", {
    since: "Linux 2.2",
  }),
  TCP_DEFER_ACCEPT: readWrite(natural, "Seconds that accept waits for the first data.", {
    since: "Linux 2.4",
  }),
  TCP_DELACK_MAX_US: readWrite(natural, "The longest delay of an acknowledgement, in µs.", {
    since: "Linux 6.16",
  }),
  TCP_ENABLE_ECN: readWrite(flag, "Whether ECN is offered.", { since: "macOS" }),
  TCP_FASTOPEN: readWrite(natural, "How many Fast Open requests may wait; 0 is none."),
  TCP_FASTOPEN_CONNECT: readWrite(flag, "Whether connect is delayed until data is sent.", {
    since: "Linux 4.11",
  }),
  TCP_FASTOPEN_KEY: readWrite(
    bytesUpTo(LONGEST_KEY),
    "The key of Fast Open cookies: 16 or 32 bytes.",
    {
      since: "Linux 4.15",
    },
  ),
  TCP_FASTOPEN_NO_COOKIE: readWrite(flag, "Whether Fast Open needs no cookie.", {
    since: "Linux 4.15",
  }),
  TCP_INFO: readOnly(tcpInfo, "The kernel's state of the connection.", { since: "Linux 2.4" }),
  TCP_INQ: readWrite(flag, "Whether messages come with the number of bytes still to read.", {
    since: "Linux 4.18",
  }),
  TCP_IS_MPTCP: readOnly(flag, "Whether the connection is one of Multipath TCP.", {
    since: "Linux 6.7",
  }),
  TCP_KEEPALIVE: readWrite(natural, "Idle seconds before the first probe.", {
    since: "macOS",
  }),
  TCP_KEEPCNT: readWrite(integer(1, 127), "Unanswered probes after which the connection ends."),
  TCP_KEEPIDLE: readWrite(integer(1, 32_767), "Idle seconds before the first probe.", {
    since: "Linux 2.4",
  }),
  TCP_KEEPINTVL: readWrite(integer(1, 32_767), "Seconds between two probes."),
  TCP_LINGER2: readWrite(int, "Seconds in FIN_WAIT2 after close; 0 is the default, -1 none.", {
    since: "Linux 2.4",
  }),
  TCP_MAXSEG: readWrite(natural, "The largest segment, in bytes."),
  TCP_NODELAY: readWrite(flag, "Whether small segments are sent at once, without Nagle."),
  TCP_NOOPT: readWrite(flag, "Whether no TCP options are used.", { since: "macOS" }),
  TCP_NOPUSH: readWrite(flag, "Whether only full segments are sent.", { since: "macOS" }),
  TCP_NOTSENT_LOWAT: readWrite(unsigned, "Unsent bytes above which the socket is not writable."),
  TCP_QUEUE_SEQ: readWrite(unsigned, "The sequence number of the queue under repair.", {
    since: "Linux 3.5",
  }),
  TCP_QUICKACK: readWrite(flag, "Whether acknowledgements are sent at once, temporarily.", {
    since: "Linux 2.4.4",
  }),
  TCP_REPAIR: readWrite(int, "Whether the connection is under repair; privileged.", {
    since: "Linux 3.5",
  }),
  TCP_REPAIR_QUEUE: readWrite(natural, "The queue under repair: TCP_NO_QUEUE, TCP_RECV_QUEUE, ….", {
    since: "Linux 3.5",
  }),
  TCP_REPAIR_WINDOW: readOnly(repairWindow, "The windows of a connection under repair.", {
    since: "Linux 4.8",
  }),
  TCP_RTO_MAX_MS: readWrite(natural, "The longest retransmission timeout, in milliseconds.", {
    since: "Linux 6.15",
  }),
  TCP_RTO_MIN_US: readWrite(natural, "The shortest retransmission timeout, in µs.", {
    since: "Linux 6.16",
  }),
  TCP_SAVED_SYN: readOnly(
    bytesUpTo(LONGEST_SYN),
    "The headers of the SYN; empty after the first read.",
    {
      since: "Linux 4.2",
    },
  ),
  TCP_SAVE_SYN: readWrite(integer(0, 2), "Whether a listener keeps the headers of each SYN.", {
    since: "Linux 4.2",
  }),
  TCP_SYNCNT: readWrite(integer(1, 127), "How often a SYN is retransmitted.", {
    since: "Linux 2.4",
  }),
  TCP_THIN_DUPACK: writeOnly(flag, "No effect since Linux 4.11.", { since: "Linux 2.6.34" }),
  TCP_THIN_LINEAR_TIMEOUTS: readWrite(flag, "Whether thin streams do not double their timeouts.", {
    since: "Linux 2.6.34",
  }),
  TCP_TIMESTAMP: readWrite(unsigned, "The clock of the timestamps; set under repair.", {
    since: "Linux 3.9",
  }),
  TCP_TX_DELAY: readWrite(
    natural,
    "A delay of outgoing packets in µs, to simulate a longer path.",
    {
      since: "Linux 5.3",
    },
  ),
  TCP_ULP: readWrite(name(NAME_SIZE), "The name of an upper layer protocol: “tls”.", {
    since: "Linux 4.13",
  }),
  TCP_USER_TIMEOUT: readWrite(
    natural,
    "Milliseconds that data may go unacknowledged; 0: default.",
    {
      since: "Linux 2.6.37",
    },
  ),
  TCP_WINDOW_CLAMP: readWrite(natural, "The largest window to announce, in bytes.", {
    since: "Linux 2.4",
  }),
});
