import { outOfRange, typeName, wrongType } from "../../arguments/errors.ts";
import { pick } from "../pick.ts";
import { type Limits, limitsOf } from "../protocol/limits.ts";
import { type Log, quietLog } from "./log.ts";

/** What a {@link MessageServer} may be told. Times are in seconds; Infinity is for ever. */
export interface ServerOptions {
  /** What a message may be at most; what is left out is as in {@link defaultLimits}. */
  readonly limits?: Partial<Limits>;
  /** Connections at a time; others wait in the kernel's queue. Left out, 1000. */
  readonly maxConnections?: number;
  /** How long that queue may be: listen(2). Left out, 1024. */
  readonly backlog?: number;
  /** From a message's first byte, or from the connection, to its whole header. Left out, 10. */
  readonly headerTimeout?: number;
  /** From a message's first byte to its last. Left out, 30. */
  readonly requestTimeout?: number;
  /** Between two messages. Left out, 60. */
  readonly idleTimeout?: number;
  /** How long a peer may take nothing of what is sent to it. Left out, 30. */
  readonly writeTimeout?: number;
  /** After our end of a connection: how long the peer has for its own. Left out, 2. */
  readonly lingerTimeout?: number;
  /** For finishing what was begun, after {@link MessageServer.drain}. Left out, 10. */
  readonly drainTimeout?: number;
  /** Bytes of responses that wait for a peer before nothing more is read from it. Left out, 65536. */
  readonly highWater?: number;
  /**
   * Bytes that all connections together may hold of requests and responses; beyond it the one that
   * holds most is cut off. Left out, 268435456 (256 MiB).
   */
  readonly memoryLimit?: number;
  /** Messages of one connection that are handled before it is the others' turn. Left out, 16. */
  readonly messageBudget?: number;
  /** The permissions of an AF_UNIX socket's file. Left out, 0o600: the owner's alone. */
  readonly mode?: number;
  /** Where to tell what happens. Left out, nowhere. */
  readonly log?: Log;
}

/** The options, complete and checked. */
export type Settings = Required<Omit<ServerOptions, "limits">> & { readonly limits: Limits };

/** The highest that any number of {@link defaultCounts} may be. */
export const HIGHEST_COUNT = 2 ** 40;

/** Seconds of the timeouts where nothing else is said. */
export const defaultTimes = {
  headerTimeout: 10,
  requestTimeout: 30,
  idleTimeout: 60,
  writeTimeout: 30,
  lingerTimeout: 2,
  drainTimeout: 10,
};

/** The numbers where nothing else is said. */
export const defaultCounts = {
  maxConnections: 1000,
  backlog: 1024,
  highWater: 65_536,
  memoryLimit: 268_435_456,
  messageBudget: 16,
};

/**
 * The options with what was left out.
 *
 * @throws TypeError or RangeError for an option that is of the wrong kind
 */
export function settingsOf(options: ServerOptions): Settings {
  const { limits, log = quietLog, mode = 0o600, ...rest } = options;
  for (const name of Object.keys(rest)) checkName(name);
  const times = { ...defaultTimes, ...pick(rest, defaultTimes) };
  const counts = { ...defaultCounts, ...pick(rest, defaultCounts) };
  for (const [name, value] of Object.entries(times)) checkTime(name, value);
  for (const [name, value] of Object.entries(counts)) checkCount(name, value, 1, HIGHEST_COUNT);
  checkCount("mode", mode, 0, 0o777);
  if (typeof log !== "function") throw wrongType(`log must be a function, not ${typeName(log)}`);
  return { ...times, ...counts, mode, log, limits: limitsOf(limits) };
}

function checkName(name: string): void {
  if (Object.hasOwn(defaultTimes, name) || Object.hasOwn(defaultCounts, name)) return;
  throw outOfRange(`${name} is no option of a message server`);
}

function checkTime(name: string, value: unknown): void {
  if (typeof value !== "number") {
    throw wrongType(`${name} must be a number of seconds, not ${typeName(value)}`);
  }
  if (!(value > 0)) throw outOfRange(`${name} must be above 0 seconds, not ${value}`);
}

function checkCount(name: string, value: unknown, least: number, most: number): void {
  if (typeof value !== "number") {
    throw wrongType(`${name} must be a number, not ${typeName(value)}`);
  }
  if (!Number.isInteger(value) || value < least || value > most) {
    throw outOfRange(`${name} must be an integer from ${least} to ${most}, not ${value}`);
  }
}
