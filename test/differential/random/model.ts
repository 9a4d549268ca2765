// What the generator knows of the sockets of a sequence: as much as it takes to add the waits that
// make the outcome certain, and to leave out the calls that would block for ever. The outcomes
// themselves are not foretold: they are what the two sides are compared by.

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
  /** The name that the sequence gives it; empty while nobody has accepted it. */
  name: string;
  readonly kind: Kind;
  /** How long a call waits; what is found at once is found in every mode. */
  waits: "for ever" | "long" | "briefly" | "never";
  state: "new" | "listening" | "connected" | "closed";
  isBound: boolean;
  isAccepted: boolean;
  /** Whether connect() was called. */
  hasTried: boolean;
  /** A refusal that the next connect() reports, instead of connecting. */
  owesRefusal: boolean;
  /** Shut down before it was connected: what comes of it then is for the kernel to know. */
  isSpoiled: boolean;
  /** The far ends of connections that nobody has accepted; of a listener. */
  queue: Modelled[];
  peer: Modelled | undefined;
  /** How many bytes the peer has ever sent to this one. */
  sentTo: number;
  /** The lengths of the messages that were not received; a stream has at most one, of all bytes. */
  unread: number[];
  readsNoMore: boolean;
  writesNoMore: boolean;
  isReset: boolean;
  /** SO_LINGER with 0 seconds: close() resets the connection. */
  lingersNot: boolean;
}

/** A socket that has just been made. */
export function newModel(name: string, kind: Kind): Modelled {
  return {
    name,
    kind,
    waits: "for ever",
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

/** The family whose addresses a kind has. */
export function familyOf(kind: Kind): string {
  if (kind.startsWith("UNIX")) return "AF_UNIX";
  return kind.endsWith("IPv6") ? "AF_INET6" : "AF_INET";
}

/** True where what is sent arrives some time after the call. */
export function isTcp({ kind }: Modelled): boolean {
  return kind.startsWith("TCP");
}

/** True for UDP over either family. */
export function isUdp({ kind }: Modelled): boolean {
  return kind.startsWith("UDP");
}

/** True where there are no connections. */
export function isDatagram(x: Modelled): boolean {
  return isUdp(x) || x.kind === "UNIX datagram";
}

/** Makes two sockets each other's peers. */
export function join(a: Modelled, b: Modelled): void {
  a.peer = b;
  b.peer = a;
  a.state = b.state = "connected";
}

/** True when recv() has nothing to give, and nothing to say. */
export function hasNothingToRead(x: Modelled): boolean {
  if (x.state === "listening") return true;
  if (x.state !== "connected" || x.isReset || x.readsNoMore || x.unread.length > 0) return false;
  return x.peer!.state !== "closed" && !x.peer!.writesNoMore;
}

/** Takes from the model what a recv() takes from the socket. */
export function takeUnread(x: Modelled, size: number): void {
  const [first, ...rest] = x.unread;
  if (first === undefined) return;
  const isWhole = x.kind === "UNIX seqpacket" || isDatagram(x) || size >= first;
  x.unread = isWhole ? rest : [first - size];
}

/** Adds to the model what a send() brings to the peer. */
export function addUnread(x: Modelled, size: number): void {
  x.sentTo += size;
  if (x.kind === "UNIX seqpacket") x.unread.push(size);
  else if (size > 0) x.unread = [(x.unread[0] ?? 0) + size];
}
