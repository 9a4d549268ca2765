// How abusers use a connection, one behaviour each.

import { encodeMessage, MessageParser } from "bsd-sockets/messages";

/** The behaviour of one connection. */
export interface Behaviour {
  /** Sent as soon as the connection is made. */
  readonly first?: Uint8Array;
  /** Sent after that, one byte per turn. */
  readonly slowly?: Uint8Array;
  /** Whether it reads what the server sends. */
  readonly reads: boolean;
  /** When it closes: never, after sending, or after receiving the first bytes. */
  readonly ends: "never" | "connecting" | "sent" | "received";
  /** How it closes: with a reset, or normally. */
  readonly end: "reset" | "close";
  /** Bytes of its receive buffer; the kernel chooses by default. */
  readonly receiveBuffer?: number;
  /** The server must respond with one of these protocol errors. */
  readonly answers?: readonly string[];
}

/** Makes the behaviour of connection number `index`. */
export type Behaviours = (index: number) => Behaviour;

const request = encodeMessage({ content: { text: "x".repeat(100) }, headers: { id: "abuser" } });
const large = encodeMessage({ content: { give: 65_536 }, headers: { id: "abuser" } });
const largeRequests = Buffer.concat(Array.from({ length: 200 }, () => large));

const silent: Behaviour = { reads: true, ends: "never", end: "close" };

/** Prefixes bytes with the length of a header. */
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

/** Headers with one fault each; if that fault is the length, 65,535 bytes. */
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
  // Every other one stays within the limit, but sends none of the content it announces.
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
  // The end of the stream completes the input, whatever length its bytes announce.
  return { reads: true, first: bytes, ends: index % 2 === 0 ? "received" : "sent", end: "close" };
}

/** Every stage of a connection at which a reset may arrive. */
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

/** Returns the error code in a server's response; CONTENT_OK if it is not an error. */
export function answerIn(received: readonly Uint8Array[]): string | undefined {
  const parser = new MessageParser();
  for (const bytes of received) parser.push(bytes);
  const message = parser.next();
  if (message === undefined) return undefined;
  return (message.header["error"] as string | undefined) ?? "CONTENT_OK";
}
