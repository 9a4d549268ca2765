/**
 * What the table of sockets says of one socket, whatever way it was read.
 *
 * @module
 */

/** The protocols that the table knows, in the order in which it lists them. */
export const PROTOCOLS = [
  "tcp",
  "tcp6",
  "udp",
  "udp6",
  "raw",
  "raw6",
  "icmp",
  "icmp6",
  "unix",
] as const;

/** A protocol of the table; those with a 6 are on AF_INET6 sockets. */
export type Protocol = (typeof PROTOCOLS)[number];

/**
 * The states that a socket can be in, as `ss` and TCP_INFO name them. CLOSE is a TCP socket that is
 * bound, and neither listens nor is connected; UNCONN one of another protocol without a peer.
 */
export type State =
  | "UNKNOWN"
  | "ESTABLISHED"
  | "SYN_SENT"
  | "SYN_RECV"
  | "FIN_WAIT1"
  | "FIN_WAIT2"
  | "TIME_WAIT"
  | "CLOSE"
  | "UNCONN"
  | "CLOSE_WAIT"
  | "LAST_ACK"
  | "LISTEN"
  | "CLOSING";

/** The state of each number of the kernel's, of which some are one state to the outside. */
const numbers: readonly (readonly [number: number, state: State])[] = [
  [1, "ESTABLISHED"],
  [2, "SYN_SENT"],
  [3, "SYN_RECV"],
  [4, "FIN_WAIT1"],
  [5, "FIN_WAIT2"],
  [6, "TIME_WAIT"],
  [7, "CLOSE"],
  [8, "CLOSE_WAIT"],
  [9, "LAST_ACK"],
  [10, "LISTEN"],
  [11, "CLOSING"],
  // TCP_NEW_SYN_RECV and TCP_BOUND_INACTIVE
  [12, "SYN_RECV"],
  [13, "CLOSE"],
];

/** One socket as the kernel lists it. */
export interface SocketEntry {
  readonly protocol: Protocol;
  /** The type of a UNIX socket: `"stream"`, `"dgram"`, `"seqpacket"`; null for other protocols. */
  readonly type: string | null;
  readonly state: State;
  /**
   * Bytes that have arrived and were not read; for a listener, the connections that wait to be
   * accepted. UDP counts the memory that the datagrams take. null where the kernel does not tell.
   */
  readonly receiveQueue: number | null;
  /**
   * Bytes that were sent and not yet acknowledged; for a listener, how many connections may wait.
   * UDP and UNIX count the memory that is taken. null where the kernel does not tell.
   */
  readonly sendQueue: number | null;
  /** A numeric address, or a UNIX socket's path; an abstract name begins with `@`, no name is `""`. */
  readonly localAddress: string;
  /** null for a UNIX socket. */
  readonly localPort: number | null;
  /** As {@link localAddress}, of the peer. */
  readonly foreignAddress: string;
  /** null for a UNIX socket; 0 without a peer. */
  readonly foreignPort: number | null;
  /** The number of the interface that the socket is bound to, or 0. */
  readonly interfaceIndex: number;
  /** The user's id, or null where the kernel does not tell. */
  readonly uid: number | null;
  /** What `socket:[…]` says in /proc/<pid>/fd; 0 for a socket that no descriptor stands for. */
  readonly inode: number;
  /** The inode of a UNIX socket's peer, or 0. */
  readonly peerInode: number;
}

/** Which sockets are wanted; what is left out is no condition. */
export interface SocketFilter {
  readonly protocols?: readonly Protocol[];
  readonly states?: readonly State[];
  /** A local or foreign port, which no UNIX socket has. */
  readonly port?: number;
  readonly inodes?: readonly number[];
}

/** The state of a number of the kernel's. */
export function stateOf(protocol: Protocol, number: number): State {
  const state = numbers.find(([other]) => other === number)?.[1] ?? "UNKNOWN";
  return state === "CLOSE" && !protocol.startsWith("tcp") ? "UNCONN" : state;
}

/** The states that a filter wants as the kernel takes them: a bit for each number. */
export function stateBits({ states }: SocketFilter): number {
  if (states === undefined) return 0xffffffff;
  const isWanted = (state: State): boolean =>
    states.includes(state) || (state === "CLOSE" && states.includes("UNCONN"));
  const bits = numbers.filter(([, state]) => isWanted(state)).map(([number]) => 1 << number);
  return bits.reduce((sum, bit) => sum | bit, 0);
}

/** True if a filter wants the sockets of a protocol at all. */
export function wantsProtocol(filter: SocketFilter, protocol: Protocol): boolean {
  if (protocol === "unix" && filter.port !== undefined) return false;
  return filter.protocols?.includes(protocol) ?? true;
}

/** True if a filter wants a socket. */
export function wants(filter: SocketFilter, entry: SocketEntry): boolean {
  const { states, port, inodes } = filter;
  return (
    wantsProtocol(filter, entry.protocol) &&
    (states?.includes(entry.state) ?? true) &&
    (port === undefined || entry.localPort === port || entry.foreignPort === port) &&
    (inodes?.includes(entry.inode) ?? true)
  );
}

/** Sorts sockets: by protocol, listeners first, and then by ports. */
export function compareEntries(a: SocketEntry, b: SocketEntry): number {
  const order = (entry: SocketEntry): number[] => [
    PROTOCOLS.indexOf(entry.protocol),
    entry.state === "LISTEN" ? 0 : 1,
    entry.localPort ?? 0,
    entry.foreignPort ?? 0,
    entry.inode,
  ];
  const [left, right] = [order(a), order(b)];
  const different = left.findIndex((value, i) => value !== right[i]);
  return different === -1 ? 0 : left[different]! - right[different]!;
}
