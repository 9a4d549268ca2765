// The abuse that a server has to stand, while well-behaved clients go on.

import type { Damage } from "./abuser-process.ts";

/** One kind of abuse, by one behaviour. */
export interface Scenario {
  readonly name: string;
  readonly title: string;
  readonly behaviour: string;
  /** Abusers at a time: in a full run, and in the short one of the tests. */
  readonly abusers: { readonly full: number; readonly short: number };
  /** Options of the server besides its limit of connections. */
  readonly options: readonly string[];
  /** The option with the timeout that the abuse runs into. */
  readonly timeout?: string;
  /** Connections that the server may have; left out, enough for everyone. */
  readonly maxConnections?: number;
  /** Descriptors that the server may have. */
  readonly descriptors?: number;
  /** When the abuse has shown itself. */
  readonly reached: (damage: Damage, abusers: number) => boolean;
  /** Bytes of memory that each abuser may cost the server at most. */
  readonly bytesPerAbuser: number;
  /** Well-behaved clients may be turned away; then they come again. */
  readonly turnsAway?: true;
  /** Seconds after which a well-behaved client without an answer tries again; left out, 30. */
  readonly answerTimeout?: number;
  /** What the server's log says while it takes nobody: then it must rest, not spin. */
  readonly rests?: "accepting paused" | "connection limit reached";
}

const KIB = 1024;
/** What a connection costs that has nothing waiting: the socket, the parser, the registry, garbage of these. */
const PLAIN = 16 * KIB;
const HEADER_TIMEOUT = "--header-timeout";

/** So many connections have come and gone. */
const begins =
  (times: number) =>
  (damage: Damage, abusers: number): boolean =>
    damage.begun >= times * abusers;
/** As many were told a code as there are at a time. */
const told =
  (code: string) =>
  (damage: Damage, abusers: number): boolean =>
    (damage.answered[code] ?? 0) >= abusers;
/** As many were ended by the server as there are at a time. */
const ended = (damage: Damage, abusers: number): boolean =>
  (damage.ended["the server"] ?? 0) >= abusers;

/** All of them. */
export const scenarios: readonly Scenario[] = [
  {
    name: "slow-readers",
    title: "ask for much and never read",
    behaviour: "slow-reader",
    abusers: { full: 2000, short: 100 },
    options: [],
    timeout: "--write-timeout",
    // They are reset when the write timeout is over.
    reached: ({ ended: how }, abusers) => (how["ECONNRESET"] ?? 0) >= abusers,
    // One answer of 64 KiB reaches the high-water mark; its copy and its bytes may be garbage still.
    bytesPerAbuser: 4 * 64 * KIB + PLAIN,
  },
  {
    name: "slow-writers",
    title: "send a byte now and then",
    behaviour: "slow-writer",
    abusers: { full: 3000, short: 150 },
    options: [],
    timeout: HEADER_TIMEOUT,
    reached: told("HEADER_TIMEOUT"),
    bytesPerAbuser: PLAIN,
  },
  {
    name: "silent",
    title: "connect and never speak",
    behaviour: "silent",
    abusers: { full: 5000, short: 200 },
    options: [],
    timeout: HEADER_TIMEOUT,
    reached: ended,
    bytesPerAbuser: PLAIN,
  },
  {
    name: "resets",
    title: "reset the connection at every stage",
    behaviour: "reset",
    abusers: { full: 500, short: 50 },
    options: [],
    reached: begins(40),
    bytesPerAbuser: 4 * 64 * KIB + PLAIN,
  },
  {
    name: "half-open",
    title: "connect and vanish",
    behaviour: "vanish",
    abusers: { full: 500, short: 50 },
    options: [],
    reached: begins(40),
    bytesPerAbuser: PLAIN,
  },
  {
    name: "garbage",
    title: "send garbage",
    behaviour: "garbage",
    abusers: { full: 500, short: 50 },
    options: ["--linger-timeout", "1"],
    timeout: HEADER_TIMEOUT,
    reached: begins(8),
    bytesPerAbuser: 64 * KIB + PLAIN,
  },
  {
    name: "header-bombs",
    title: "headers of 65,535 bytes, of 4,000 members, 20,000 deep, …",
    behaviour: "header-bomb",
    abusers: { full: 200, short: 16 },
    options: ["--header-length", "65535", "--headers", "1000"],
    reached: begins(10),
    bytesPerAbuser: 8 * 64 * KIB + PLAIN,
  },
  {
    name: "huge-lengths",
    title: "promise up to 2⁵³ bytes of content",
    behaviour: "huge-length",
    abusers: { full: 2000, short: 100 },
    options: [],
    timeout: "--request-timeout",
    reached: told("REQUEST_TIMEOUT"),
    bytesPerAbuser: PLAIN,
  },
  {
    name: "backlog",
    title: "overflow an accept queue of 4",
    behaviour: "speak-once",
    abusers: { full: 1000, short: 64 },
    options: ["--backlog", "4"],
    reached: begins(10),
    bytesPerAbuser: PLAIN,
    // The kernel drops the end of the handshake: only the client takes itself for connected, and the
    // kernel repeats what it sends after ever longer times, minutes in the end.
    answerTimeout: 5,
    turnsAway: true,
  },
  {
    name: "descriptors",
    title: "use up the server's descriptors",
    behaviour: "silent",
    abusers: { full: 400, short: 200 },
    options: [],
    timeout: HEADER_TIMEOUT,
    descriptors: 128,
    reached: ended,
    bytesPerAbuser: PLAIN,
    turnsAway: true,
    rests: "accepting paused",
  },
  {
    name: "full",
    title: "use up the server's connections",
    behaviour: "silent",
    abusers: { full: 400, short: 200 },
    options: [],
    timeout: HEADER_TIMEOUT,
    maxConnections: 128,
    reached: ended,
    bytesPerAbuser: PLAIN,
    turnsAway: true,
    rests: "connection limit reached",
  },
];
