/** A packet that one text says everything about. */
export interface Plain {
  readonly kind: "plain";
  readonly protocol: string;
  readonly text: string;
  readonly payload: Buffer;
}

/** Bytes that are not what their protocol wants. */
export interface Malformed {
  readonly kind: "malformed";
  readonly protocol: string;
  /** What is wrong: `"12 bytes, but a header has 20"`. */
  readonly reason: string;
}

const NOTHING = Buffer.alloc(0);

/** A packet that one text says everything about. */
export function plain(protocol: string, text: string, payload: Buffer = NOTHING): Plain {
  return { kind: "plain", protocol, text, payload };
}

/** Bytes that are not what their protocol wants. */
export function malformed(protocol: string, reason: string): Malformed {
  return { kind: "malformed", protocol, reason };
}

/** What is wrong with bytes that end before their header does. */
export function tooShort(protocol: string, bytes: Buffer, header: number): Malformed {
  return malformed(protocol, `${bytes.length} bytes, but its header has ${header}`);
}
