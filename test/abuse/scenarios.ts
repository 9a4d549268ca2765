// The kinds of abuse that a server must withstand while serving well-behaved clients.

import type { Damage } from "./abuser-process.ts";

/** One kind of abuse, with one behaviour. */
export interface Scenario {
  readonly name: string;
  readonly title: string;
  readonly behaviour: string;
  /** Abusers at a time: in a full run, and in the tests' short one. */
  readonly abusers: { readonly full: number; readonly short: number };
  /** Options of the server, besides its connection limit. */
  readonly options: readonly string[];
  /** The option that sets the timeout which ends the abuse. */
  readonly timeout?: string;
  /** The server's connection limit; by default, enough for everyone. */
  readonly maxConnections?: number;
  /** The server's limit of descriptors. */
  readonly descriptors?: number;
  /** True once the abuse has had an effect. */
  readonly reached: (damage: Damage, abusers: number) => boolean;
  /** Maximum bytes of memory that each abuser may cost the server. */
  readonly bytesPerAbuser: number;
  /** Well-behaved clients may be turned away; they try again. */
  readonly turnsAway?: true;
  /** Seconds after which a well-behaved client without a response tries again; default 30. */
  readonly answerTimeout?: number;
  /** The log entry of a server that accepts nobody: it must be idle then, not spin. */
  readonly rests?: "accepting paused" | "connection limit reached";
}

const KIB = 1024;
/** The cost of a connection with nothing waiting: socket, parser, registry, and their garbage. */
const PLAIN = 16 * KIB;
const HEADER_TIMEOUT = "--header-timeout";

/** True when this many connections have come and gone. */
const begins =
  (times: number) =>
  (damage: Damage, abusers: number): boolean =>
    damage.begun >= times * abusers;
/** True when a full set of abusers has received one of these codes. */
const told =
  (code: string) =>
  (damage: Damage, abusers: number): boolean =>
    (damage.answered[code] ?? 0) >= abusers;
/** True when the server has closed a full set of abusers. */
const ended = (damage: Damage, abusers: number): boolean =>
  (damage.ended["the server"] ?? 0) >= abusers;

/** All of them. */
export const scenarios: readonly Scenario[] = [
  {
    name: "slow-readers",
    title: "request much and never read",
    behaviour: "slow-reader",
    abusers: { full: 2000, short: 100 },
    options: [],
    timeout: "--write-timeout",
    // The write timeout resets them.
    reached: ({ ended: how }, abusers) => (how["ECONNRESET"] ?? 0) >= abusers,
    // One response of 64 KiB reaches the high-water mark; its copies may not be collected yet.
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
    title: "connect and never send",
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
    title: "headers of 65,535 bytes, with 4,000 members, nested 20,000 deep, …",
    behaviour: "header-bomb",
    abusers: { full: 200, short: 16 },
    options: ["--header-length", "65535", "--headers", "1000"],
    reached: begins(10),
    bytesPerAbuser: 8 * 64 * KIB + PLAIN,
  },
  {
    name: "huge-lengths",
    title: "announce up to 2⁵³ bytes of content",
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
    // The kernel drops the last packet of the handshake, so only the client believes it is
    // connected, and TCP retransmits its data at growing intervals of up to minutes.
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
