import { constants } from "../constants/known.ts";
import { type Codec, codec } from "./codec.ts";
import { Struct } from "./layout.ts";

/**
 * The kernel's state of a TCP connection or listener: `TCP_INFO`, the `struct tcp_info` of
 * `<linux/tcp.h>`. It lacks fields that are newer than the headers or the running kernel.
 *
 * @see https://man7.org/linux/man-pages/man7/tcp.7.html
 */
export interface TcpInfo {
  /** The name of `tcpi_state`: `"TCP_ESTABLISHED"`. */
  readonly state: string;

  /** The state of the connection: a TCP_ constant. */
  readonly tcpi_state: number;
  /** The state of congestion control: a TCP_CA_ constant. */
  readonly tcpi_ca_state: number;
  /** Retransmissions of the oldest unacknowledged segment. */
  readonly tcpi_retransmits: number;
  /** Unanswered probes: of a zero window, or keep-alive. */
  readonly tcpi_probes: number;
  /** How often the retransmission timer was doubled in a row. */
  readonly tcpi_backoff: number;
  /** Options negotiated with the peer: TCPI_OPT_ constants, combined with `|`. */
  readonly tcpi_options: number;
  /** The scale of the peer's window: a power of two. */
  readonly tcpi_snd_wscale: number;
  /** The scale of this side's window: a power of two. */
  readonly tcpi_rcv_wscale: number;
  /** True if the program limited the delivery rate, not the network. */
  readonly tcpi_delivery_rate_app_limited?: boolean;
  /**
   * Why Fast Open failed: 0 unknown or not at all, 1 no cookie, 2 data refused, 3 SYN
   * retransmitted.
   */
  readonly tcpi_fastopen_client_fail?: number;

  /** The retransmission timeout: microseconds. */
  readonly tcpi_rto: number;
  /** The timeout of a delayed acknowledgement: microseconds. */
  readonly tcpi_ato: number;
  /** The largest segment to send: bytes. */
  readonly tcpi_snd_mss: number;
  /** The largest segment received, as an estimate of the peer's: bytes. */
  readonly tcpi_rcv_mss: number;

  /** Segments sent and not acknowledged; on a listener, the connections in its queue. */
  readonly tcpi_unacked: number;
  /** Segments acknowledged out of order (SACK); on a listener, the limit of its queue. */
  readonly tcpi_sacked: number;
  /** Segments considered lost. */
  readonly tcpi_lost: number;
  /** Retransmitted segments that are not acknowledged. */
  readonly tcpi_retrans: number;
  /** Not used since Linux 4.15. */
  readonly tcpi_fackets: number;

  /** Time since data was last sent: milliseconds. */
  readonly tcpi_last_data_sent: number;
  /** Not recorded: 0. */
  readonly tcpi_last_ack_sent: number;
  /** Time since data last arrived: milliseconds. */
  readonly tcpi_last_data_recv: number;
  /** Time since an acknowledgement last arrived: milliseconds. */
  readonly tcpi_last_ack_recv: number;

  /** The largest packet on the path: bytes. */
  readonly tcpi_pmtu: number;
  /** The threshold up to which this side's window grows: bytes. */
  readonly tcpi_rcv_ssthresh: number;
  /** The smoothed round-trip time: microseconds. */
  readonly tcpi_rtt: number;
  /** The variation of the round-trip time: microseconds. */
  readonly tcpi_rttvar: number;
  /** The slow start threshold: segments. 2147483647 is none. */
  readonly tcpi_snd_ssthresh: number;
  /** The congestion window: segments. */
  readonly tcpi_snd_cwnd: number;
  /** The largest segment announced to the peer: bytes. */
  readonly tcpi_advmss: number;
  /** How many segments may arrive out of order before one is considered lost. */
  readonly tcpi_reordering: number;

  /** The receiver's estimate of the round-trip time: microseconds. */
  readonly tcpi_rcv_rtt: number;
  /** Bytes per round trip that the receive buffer is tuned for. */
  readonly tcpi_rcv_space: number;

  /** Retransmitted segments since the connection began. */
  readonly tcpi_total_retrans: number;

  /** The pacing rate: bytes per second; Infinity is no limit. */
  readonly tcpi_pacing_rate?: number;
  /** The maximum pacing rate, SO_MAX_PACING_RATE: bytes per second; Infinity is no limit. */
  readonly tcpi_max_pacing_rate?: number;
  /** Data sent and acknowledged: bytes. */
  readonly tcpi_bytes_acked?: number;
  /** Data that arrived in order: bytes. */
  readonly tcpi_bytes_received?: number;
  /** Segments sent, with and without data. */
  readonly tcpi_segs_out?: number;
  /** Segments received, with and without data. */
  readonly tcpi_segs_in?: number;

  /** Data written and not sent yet: bytes. */
  readonly tcpi_notsent_bytes?: number;
  /** The shortest recent round-trip time: microseconds. */
  readonly tcpi_min_rtt?: number;
  /** Segments received with data. */
  readonly tcpi_data_segs_in?: number;
  /** Segments sent with data. */
  readonly tcpi_data_segs_out?: number;

  /** The recent delivery rate: bytes per second. */
  readonly tcpi_delivery_rate?: number;

  /** The time spent sending data: microseconds. */
  readonly tcpi_busy_time?: number;
  /** The part of it limited by the peer's window: microseconds. */
  readonly tcpi_rwnd_limited?: number;
  /** The part of it limited by this side's send buffer: microseconds. */
  readonly tcpi_sndbuf_limited?: number;

  /** Segments delivered with data, including retransmitted ones. */
  readonly tcpi_delivered?: number;
  /** Those of them that were acknowledged with a congestion mark (ECN). */
  readonly tcpi_delivered_ce?: number;

  /** Data sent, including retransmissions: bytes. */
  readonly tcpi_bytes_sent?: number;
  /** Data retransmitted: bytes. */
  readonly tcpi_bytes_retrans?: number;
  /** Segments that the peer reported as duplicates (D-SACK). */
  readonly tcpi_dsack_dups?: number;
  /** How often reordering was seen. */
  readonly tcpi_reord_seen?: number;

  /** Segments received out of order. */
  readonly tcpi_rcv_ooopack?: number;

  /** The window announced by the peer: bytes. */
  readonly tcpi_snd_wnd?: number;
  /** The window announced by this side: bytes. */
  readonly tcpi_rcv_wnd?: number;

  /** How often another path was tried. */
  readonly tcpi_rehash?: number;

  /** How often the retransmission timer expired. */
  readonly tcpi_total_rto?: number;
  /** How often it expired and started a recovery. */
  readonly tcpi_total_rto_recoveries?: number;
  /** The time spent in these recoveries: milliseconds. */
  readonly tcpi_total_rto_time?: number;

  /** Segments received with a congestion mark. */
  readonly tcpi_received_ce?: number;
  /** Accurate ECN: bytes delivered with ECT(1). */
  readonly tcpi_delivered_e1_bytes?: number;
  /** Accurate ECN: bytes delivered with ECT(0). */
  readonly tcpi_delivered_e0_bytes?: number;
  /** Accurate ECN: bytes delivered with a congestion mark. */
  readonly tcpi_delivered_ce_bytes?: number;
  /** Accurate ECN: bytes received with ECT(1). */
  readonly tcpi_received_e1_bytes?: number;
  /** Accurate ECN: bytes received with ECT(0). */
  readonly tcpi_received_e0_bytes?: number;
  /** Accurate ECN: bytes received with a congestion mark. */
  readonly tcpi_received_ce_bytes?: number;
  /** The negotiated kind of ECN. */
  readonly tcpi_ecn_mode?: number;
  /** Accurate ECN: whether its option was received. */
  readonly tcpi_accecn_opt_seen?: number;
  /** Accurate ECN: how it failed. */
  readonly tcpi_accecn_fail_mode?: number;
}

const infoStruct = new Struct("tcp_info");

const STATES = [
  "TCP_ESTABLISHED",
  "TCP_SYN_SENT",
  "TCP_SYN_RECV",
  "TCP_FIN_WAIT1",
  "TCP_FIN_WAIT2",
  "TCP_TIME_WAIT",
  "TCP_CLOSE",
  "TCP_CLOSE_WAIT",
  "TCP_LAST_ACK",
  "TCP_LISTEN",
  "TCP_CLOSING",
];
const stateNames = new Map(STATES.map((name) => [constants[name], name]));

const APP_LIMITED = "tcpi_delivery_rate_app_limited";

export const tcpInfo: Codec<TcpInfo, never> = codec<TcpInfo, never>({
  type: "TcpInfo",
  isAvailable: infoStruct.isAvailable,
  capacity: infoStruct.size,
  decode: (bytes) => {
    const info = infoStruct.numbers(bytes);
    const state = stateNames.get(info["tcpi_state"]) ?? String(info["tcpi_state"]);
    const appLimited = info[APP_LIMITED];
    const isAppLimited = appLimited === undefined ? {} : { [APP_LIMITED]: appLimited !== 0 };
    return { state, ...info, ...isAppLimited } as unknown as TcpInfo;
  },
});

/**
 * The windows of a connection under repair: `TCP_REPAIR_WINDOW`.
 *
 * @see https://man7.org/linux/man-pages/man7/tcp.7.html
 */
export interface RepairWindow {
  /** The sequence number of the segment that last changed the peer's window. */
  readonly snd_wl1: number;
  /** The peer's window: bytes. */
  readonly snd_wnd: number;
  /** The largest window of the peer so far: bytes. */
  readonly max_window: number;
  /** This side's window: bytes. */
  readonly rcv_wnd: number;
  /** The sequence number received when this window was announced. */
  readonly rcv_wup: number;
}

const repairStruct = new Struct("tcp_repair_window");

export const repairWindow: Codec<RepairWindow, never> = codec<RepairWindow, never>({
  type: "RepairWindow",
  isAvailable: repairStruct.isAvailable,
  capacity: repairStruct.size,
  decode: (bytes) => repairStruct.numbers(bytes) as unknown as RepairWindow,
});
