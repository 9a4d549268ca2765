// What abusers do with a connection, one behaviour each.

import { encodeMessage, MessageParser } from "bsd-sockets/messages";

/** A behaviour on one connection. */
export interface Behaviour {
  /** What is sent when the connection is there. */
  readonly first?: Uint8Array;
  /** What is sent after that, a byte at a turn. */
  readonly slowly?: Uint8Array;
  /** Whether what the server sends is read. */
  readonly reads: boolean;
  /** When it ends by itself: never, after what was sent, or after the first bytes that came. */
  readonly ends: "never" | "connecting" | "sent" | "received";
  /** How it ends: with a reset, or in order. */
  readonly end: "reset" | "close";
  /** Bytes of its receive buffer; left out, the kernel's choice. */
  readonly receiveBuffer?: number;
  /** Errors of the protocol that the server must tell it, one of them. */
  readonly answers?: readonly string[];
}

/** Makes the behaviour of the next connection, the `index`th. */
export type Behaviours = (index: number) => Behaviour;

const request = encodeMessage({ content: { text: "x".repeat(100) }, headers: { id: "abuser" } });
const large = encodeMessage({ content: { give: 65_536 }, headers: { id: "abuser" } });
const largeRequests = Buffer.concat(Array.from({ length: 200 }, () => large));

const silent: Behaviour = { reads: true, ends: "never", end: "close" };

/** Bytes with the length of a header before them. */
function framed(header: string | Uint8Array, length?: number): Buffer {
  const bytes = Buffer.from(header as string);
  const before = Buffer.alloc(2);
  before.writeUInt16BE(length ?? bytes.length);
  return Buffer.concat([before, bytes]);
}

function headerOf(members: Readonly<Record<string, unknown>>): string {
  return JSON.stringify({
    byteorder: "little",
    "content-type": "binary/abuse",
    "content-encoding": "binary",
    "content-length": 0,
    ...members,
  });
}

function manyMembers(count: number): string {
  return headerOf(Object.fromEntries(Array.from({ length: count }, (_, i) => [`m${i}`, i])));
}

function nested(depth: number): string {
  return `${"[".repeat(depth)}${"]".repeat(depth)}`;
}

/** A header that would be right but for one thing, with 65,535 bytes where that is the thing. */
const bombs: readonly [header: Buffer, answer: readonly string[]][] = [
  [framed(headerOf({ filler: "x".repeat(65_000) })), ["CONTENT_OK"]],
  [framed(Buffer.alloc(65_535, "[")), ["NESTING_TOO_DEEP"]],
  [framed(Buffer.alloc(65_535, '{"a":')), ["NESTING_TOO_DEEP"]],
  [framed(manyMembers(4000)), ["TOO_MANY_HEADERS"]],
  [
    framed(headerOf({ deep: 0 }).replace('"deep":0', `"deep":${nested(20_000)}`)),
    ["NESTING_TOO_DEEP"],
  ],
  [framed(Buffer.alloc(65_535, '"\\"')), ["INVALID_HEADER"]],
  [framed(Buffer.alloc(65_535, 0xff)), ["INVALID_HEADER"]],
  [framed(headerOf({ content: 1 }).replace("}", ',"byteorder":"big"}')), ["INVALID_HEADER"]],
];

const lengths: readonly [length: string, answer: string][] = [
  ["9007199254740991", "CONTENT_TOO_LONG"],
  ["4294967296", "CONTENT_TOO_LONG"],
  ["2147483648", "CONTENT_TOO_LONG"],
  ["1048577", "CONTENT_TOO_LONG"],
  ["9007199254740992", "INVALID_HEADER"],
  ["1e308", "INVALID_HEADER"],
  ["1e999", "INVALID_HEADER"],
  ["-1", "INVALID_HEADER"],
  ["0.5", "INVALID_HEADER"],
  ['"12"', "INVALID_HEADER"],
];

function hugeLength(index: number): Behaviour {
  // Every other one stays within the limit, and sends nothing of what it has promised.
  if (index % 2 === 0) {
    const first = framed(headerOf({ "content-length": 1_048_576 }));
    return { ...silent, first, answers: ["REQUEST_TIMEOUT"] };
  }
  const [length, answer] = lengths[(index >> 1) % lengths.length]!;
  const header = headerOf({}).replace('"content-length":0', `"content-length":${length}`);
  return { ...silent, first: framed(header), answers: [answer] };
}

function garbage(index: number): Behaviour {
  const size = 1 + ((index * 7919) % 4000);
  let state = index | 1;
  const bytes = Buffer.from(
    Array.from(
      { length: size },
      () => (state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0) >> 16,
    ),
  );
  // Its end tells the server that no more comes, whatever length the bytes seemed to say.
  return { reads: true, first: bytes, ends: index % 2 === 0 ? "received" : "sent", end: "close" };
}

/** Each stage of a connection where a reset may come. */
const resets: readonly Behaviour[] = [
  { reads: false, ends: "connecting", end: "reset" },
  { reads: false, first: request.subarray(0, 1), ends: "sent", end: "reset" },
  { reads: false, first: request.subarray(0, 40), ends: "sent", end: "reset" },
  { reads: false, first: request.subarray(0, -1), ends: "sent", end: "reset" },
  { reads: false, first: request, ends: "sent", end: "reset" },
  { reads: false, first: Buffer.concat([request, request]), ends: "sent", end: "reset" },
  { reads: true, first: request, ends: "received", end: "reset" },
  { reads: true, first: largeRequests, ends: "received", end: "reset" },
];

/** The behaviours by name. */
export const behaviours: Readonly<Record<string, Behaviours>> = {
  silent: () => silent,
  "slow-reader": () => ({ ...silent, first: largeRequests, reads: false, receiveBuffer: 4096 }),
  "slow-writer": () => ({ ...silent, slowly: request, answers: ["HEADER_TIMEOUT"] }),
  reset: (index) => resets[index % resets.length]!,
  vanish: (index) => ({
    reads: false,
    ends: index % 2 === 0 ? "connecting" : "sent",
    end: index % 3 === 0 ? "reset" : "close",
  }),
  garbage,
  "header-bomb": (index) => {
    const [first, answers] = bombs[index % bombs.length]!;
    return { ...silent, first, answers, ends: "received" };
  },
  "huge-length": hugeLength,
  "speak-once": () => ({ reads: true, first: request, ends: "received", end: "close" }),
};

/** The code of the error in what a server has sent; CONTENT_OK for an answer that is none. */
export function answerIn(received: readonly Uint8Array[]): string | undefined {
  const parser = new MessageParser();
  for (const bytes of received) parser.push(bytes);
  const message = parser.next();
  if (message === undefined) return undefined;
  return (message.header["error"] as string | undefined) ?? "CONTENT_OK";
}
