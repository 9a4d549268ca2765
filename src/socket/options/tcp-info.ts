import { constants } from "../constants/known.ts";
import { type Codec, codec } from "./codec.ts";
import { Struct } from "./layout.ts";

/**
 * What the kernel knows of a TCP connection, or of a listener: `TCP_INFO`, the `struct tcp_info` of
 * `<linux/tcp.h>`. A field that the headers or the running kernel are too old for is left out.
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
  /** How many times the segment that is waited for was sent again for want of an answer. */
  readonly tcpi_retransmits: number;
  /** How many probes (of a zero window, or keep-alive) were not answered. */
  readonly tcpi_probes: number;
  /** How many times in a row the retransmission timer was doubled. */
  readonly tcpi_backoff: number;
  /** What was agreed with the peer: TCPI_OPT_ constants, added up. */
  readonly tcpi_options: number;
  /** The scale of the peer's window: a power of two. */
  readonly tcpi_snd_wscale: number;
  /** The scale of this side's window: a power of two. */
  readonly tcpi_rcv_wscale: number;
  /** True when the program, not the network, held the delivery rate down. */
  readonly tcpi_delivery_rate_app_limited?: boolean;
  /** Why Fast Open failed: 0 unknown or did not, 1 no cookie, 2 data refused, 3 SYN sent again. */
  readonly tcpi_fastopen_client_fail?: number;

  /** Until a segment is sent again: microseconds. */
  readonly tcpi_rto: number;
  /** Until an acknowledgement is sent by itself: microseconds. */
  readonly tcpi_ato: number;
  /** The largest segment to send: bytes. */
  readonly tcpi_snd_mss: number;
  /** The largest segment that the peer seems to send: bytes. */
  readonly tcpi_rcv_mss: number;

  /** Segments that were sent and not acknowledged; on a listener, the connections in its queue. */
  readonly tcpi_unacked: number;
  /** Segments that were acknowledged out of order; on a listener, the limit of its queue. */
  readonly tcpi_sacked: number;
  /** Segments that are taken for lost. */
  readonly tcpi_lost: number;
  /** Segments that were sent again and not acknowledged. */
  readonly tcpi_retrans: number;
  /** Not used since Linux 4.15. */
  readonly tcpi_fackets: number;

  /** Since data was last sent: milliseconds. */
  readonly tcpi_last_data_sent: number;
  /** Not kept: 0. */
  readonly tcpi_last_ack_sent: number;
  /** Since data last arrived: milliseconds. */
  readonly tcpi_last_data_recv: number;
  /** Since an acknowledgement last arrived: milliseconds. */
  readonly tcpi_last_ack_recv: number;

  /** The largest packet on the path: bytes. */
  readonly tcpi_pmtu: number;
  /** Up to where this side's window grows: bytes. */
  readonly tcpi_rcv_ssthresh: number;
  /** The smoothed round-trip time: microseconds. */
  readonly tcpi_rtt: number;
  /** How far the round-trip time varies: microseconds. */
  readonly tcpi_rttvar: number;
  /** Where slow start ends: segments. 2147483647 is no end. */
  readonly tcpi_snd_ssthresh: number;
  /** The congestion window: segments. */
  readonly tcpi_snd_cwnd: number;
  /** The largest segment that was announced to the peer: bytes. */
  readonly tcpi_advmss: number;
  /** How far out of order segments may come without being taken for lost: segments. */
  readonly tcpi_reordering: number;

  /** The round-trip time as the receiver estimates it: microseconds. */
  readonly tcpi_rcv_rtt: number;
  /** What the receiver's buffer is tuned for: bytes in a round trip. */
  readonly tcpi_rcv_space: number;

  /** Segments that were sent again since the connection began. */
  readonly tcpi_total_retrans: number;

  /** How fast sending is paced: bytes a second; Infinity is no limit. */
  readonly tcpi_pacing_rate?: number;
  /** The limit of that, SO_MAX_PACING_RATE: bytes a second; Infinity is no limit. */
  readonly tcpi_max_pacing_rate?: number;
  /** Data that was sent and acknowledged: bytes. */
  readonly tcpi_bytes_acked?: number;
  /** Data that arrived in order: bytes. */
  readonly tcpi_bytes_received?: number;
  /** Segments that were sent, with and without data. */
  readonly tcpi_segs_out?: number;
  /** Segments that arrived, with and without data. */
  readonly tcpi_segs_in?: number;

  /** Data that was written and not sent once: bytes. */
  readonly tcpi_notsent_bytes?: number;
  /** The least round-trip time of late: microseconds. */
  readonly tcpi_min_rtt?: number;
  /** Segments with data that arrived. */
  readonly tcpi_data_segs_in?: number;
  /** Segments with data that were sent. */
  readonly tcpi_data_segs_out?: number;

  /** How fast data was delivered of late: bytes a second. */
  readonly tcpi_delivery_rate?: number;

  /** The time that there was data to send: microseconds. */
  readonly tcpi_busy_time?: number;
  /** Of that, the time that the peer's window stood in the way: microseconds. */
  readonly tcpi_rwnd_limited?: number;
  /** Of that, the time that this side's buffer stood in the way: microseconds. */
  readonly tcpi_sndbuf_limited?: number;

  /** Segments with data that were delivered, those sent again included. */
  readonly tcpi_delivered?: number;
  /** Of those, the ones that were acknowledged with a mark of congestion (ECN). */
  readonly tcpi_delivered_ce?: number;

  /** Data that was sent, with what was sent again: bytes. */
  readonly tcpi_bytes_sent?: number;
  /** Data that was sent again: bytes. */
  readonly tcpi_bytes_retrans?: number;
  /** Segments that the peer says it had already (D-SACK). */
  readonly tcpi_dsack_dups?: number;
  /** How many times segments were seen out of order. */
  readonly tcpi_reord_seen?: number;

  /** Segments that arrived out of order. */
  readonly tcpi_rcv_ooopack?: number;

  /** The window that the peer announced: bytes. */
  readonly tcpi_snd_wnd?: number;
  /** The window that this side announced: bytes. */
  readonly tcpi_rcv_wnd?: number;

  /** How many times another path was tried. */
  readonly tcpi_rehash?: number;

  /** How many times the retransmission timer ran out. */
  readonly tcpi_total_rto?: number;
  /** How many times that was the beginning of a recovery. */
  readonly tcpi_total_rto_recoveries?: number;
  /** The time that such recoveries took: milliseconds. */
  readonly tcpi_total_rto_time?: number;

  /** Segments that arrived with a mark of congestion. */
  readonly tcpi_received_ce?: number;
  /** Accurate ECN: what was delivered with ECT(1): bytes. */
  readonly tcpi_delivered_e1_bytes?: number;
  /** Accurate ECN: what was delivered with ECT(0): bytes. */
  readonly tcpi_delivered_e0_bytes?: number;
  /** Accurate ECN: what was delivered with a mark of congestion: bytes. */
  readonly tcpi_delivered_ce_bytes?: number;
  /** Accurate ECN: what arrived with ECT(1): bytes. */
  readonly tcpi_received_e1_bytes?: number;
  /** Accurate ECN: what arrived with ECT(0): bytes. */
  readonly tcpi_received_e0_bytes?: number;
  /** Accurate ECN: what arrived with a mark of congestion: bytes. */
  readonly tcpi_received_ce_bytes?: number;
  /** Which kind of ECN was agreed. */
  readonly tcpi_ecn_mode?: number;
  /** Accurate ECN: whether its option was seen. */
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
 * The windows of a connection that is being repaired: `TCP_REPAIR_WINDOW`.
 *
 * @see https://man7.org/linux/man-pages/man7/tcp.7.html
 */
export interface RepairWindow {
  /** The sequence number of the segment that last changed the peer's window. */
  readonly snd_wl1: number;
  /** The peer's window: bytes. */
  readonly snd_wnd: number;
  /** The largest window that the peer has had: bytes. */
  readonly max_window: number;
  /** This side's window: bytes. */
  readonly rcv_wnd: number;
  /** The sequence number of what was received when that was announced. */
  readonly rcv_wup: number;
}

const repairStruct = new Struct("tcp_repair_window");

export const repairWindow: Codec<RepairWindow, never> = codec<RepairWindow, never>({
  type: "RepairWindow",
  isAvailable: repairStruct.isAvailable,
  capacity: repairStruct.size,
  decode: (bytes) => repairStruct.numbers(bytes) as unknown as RepairWindow,
});
