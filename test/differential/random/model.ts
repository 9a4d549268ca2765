// The generator's model of the sockets in a sequence. It knows enough to add the waits that make
// outcomes certain, and to leave out calls that would block forever. It does not predict outcomes:
// those are compared between the two sides.

/** The families and types. */
export type Kind =
  | "TCP"
  | "TCP over IPv6"
  | "UNIX stream"
  | "UNIX seqpacket"
  | "UDP"
  | "UDP over IPv6"
  | "UNIX datagram";

/** A socket. */
export interface Modelled {
  /** Its variable in the sequence; empty until it is accepted. */
  name: string;
  readonly kind: Kind;
  /** How long a call waits for something that is not there yet. */
  waits: "forever" | "long" | "briefly" | "never";
  state: "new" | "listening" | "connected" | "closed";
  isBound: boolean;
  isAccepted: boolean;
  /** Whether connect() was called. */
  hasTried: boolean;
  /** The next connect() reports this refusal instead of connecting. */
  owesRefusal: boolean;
  /** Shut down before it was connected: the effect is up to the kernel. */
  isSpoiled: boolean;
  /** A listener's connections that are not accepted yet: their far ends. */
  queue: Modelled[];
  peer: Modelled | undefined;
  /** The number of bytes the peer has sent to this socket so far. */
  sentTo: number;
  /** The lengths of unread messages; a stream has at most one, with all its bytes. */
  unread: number[];
  readsNoMore: boolean;
  writesNoMore: boolean;
  isReset: boolean;
  /** SO_LINGER with 0 seconds: close() resets the connection. */
  lingersNot: boolean;
}

/** Returns the model of a new socket. */
export function newModel(name: string, kind: Kind): Modelled {
  return {
    name,
    kind,
    waits: "forever",
    state: "new",
    isBound: false,
    isAccepted: false,
    hasTried: false,
    owesRefusal: false,
    isSpoiled: false,
    queue: [],
    peer: undefined,
    sentTo: 0,
    unread: [],
    readsNoMore: false,
    writesNoMore: false,
    isReset: false,
    lingersNot: false,
  };
}

/** Returns the address family of a kind. */
export function familyOf(kind: Kind): string {
  if (kind.startsWith("UNIX")) return "AF_UNIX";
  return kind.endsWith("IPv6") ? "AF_INET6" : "AF_INET";
}

/** True if sent data arrives some time after the call. */
export function isTcp({ kind }: Modelled): boolean {
  return kind.startsWith("TCP");
}

/** True for UDP over either family. */
export function isUdp({ kind }: Modelled): boolean {
  return kind.startsWith("UDP");
}

/** True for sockets without connections. */
export function isDatagram(x: Modelled): boolean {
  return isUdp(x) || x.kind === "UNIX datagram";
}

/** Connects two sockets to each other. */
export function join(a: Modelled, b: Modelled): void {
  a.peer = b;
  b.peer = a;
  a.state = b.state = "connected";
}

/** True if recv() has nothing to return or report. */
export function hasNothingToRead(x: Modelled): boolean {
  if (x.state === "listening") return true;
  if (x.state !== "connected" || x.isReset || x.readsNoMore || x.unread.length > 0) return false;
  return x.peer!.state !== "closed" && !x.peer!.writesNoMore;
}

/** Removes from the model what recv() removes from the socket. */
export function takeUnread(x: Modelled, size: number): void {
  const [first, ...rest] = x.unread;
  if (first === undefined) return;
  const isWhole = x.kind === "UNIX seqpacket" || isDatagram(x) || size >= first;
  x.unread = isWhole ? rest : [first - size];
}

/** Adds to the model what send() delivers to the peer. */
export function addUnread(x: Modelled, size: number): void {
  x.sentTo += size;
  if (x.kind === "UNIX seqpacket") x.unread.push(size);
  else if (size > 0) x.unread = [(x.unread[0] ?? 0) + size];
}
