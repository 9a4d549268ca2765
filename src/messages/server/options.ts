import { outOfRange, typeName, wrongType } from "../../arguments/errors.ts";
import { checkInteger } from "../../arguments/integers.ts";
import { checkTimeout, MESSAGE_TIMEOUT } from "../../arguments/seconds.ts";
import { pick } from "../pick.ts";
import { type Limits, limitsOf } from "../protocol/limits.ts";
import { type Log, quietLog } from "./log.ts";

/** Options of a {@link MessageServer}. Times are in seconds; Infinity means no timeout. */
export interface ServerOptions {
  /** The largest request to accept; defaults are in {@link defaultLimits}. */
  readonly limits?: Partial<Limits>;
  /** Maximum number of connections; others wait in the kernel's accept queue. Default 1000. */
  readonly maxConnections?: number;
  /** Length of the kernel's accept queue, for listen(2). Default 1024. */
  readonly backlog?: number;
  /** From the connection or a message's first byte to the end of its header. Default 10. */
  readonly headerTimeout?: number;
  /** From a message's first byte to its last. Default 30. */
  readonly requestTimeout?: number;
  /** Between two messages. Default 60. */
  readonly idleTimeout?: number;
  /** How long a peer may read nothing of the responses. Default 30. */
  readonly writeTimeout?: number;
  /** How long a peer may keep its side open after we shut down ours. Default 2. */
  readonly lingerTimeout?: number;
  /** To finish requests after {@link MessageServer.drain}. Default 10. */
  readonly drainTimeout?: number;
  /**
   * Unsent bytes of responses to one peer at which the server stops reading from it. Default 65536.
   */
  readonly highWater?: number;
  /**
   * Bytes of requests and responses that all connections together may hold; beyond it, the
   * connection with the most is closed. Default 268435456 (256 MiB).
   */
  readonly memoryLimit?: number;
  /** Messages handled for one connection before the others' turn. Default 16. */
  readonly messageBudget?: number;
  /** Permissions of a Unix socket's file. Default 0o600: only the owner can connect. */
  readonly mode?: number;
  /** Receives log entries. Default: no log. */
  readonly log?: Log;
}

/** The options, checked and with defaults filled in. */
export type Settings = Required<Omit<ServerOptions, "limits">> & { readonly limits: Limits };

/** The largest value of the numbers in {@link defaultCounts}. */
export const HIGHEST_COUNT = 2 ** 40;

/** The default timeouts, in seconds. */
export const defaultTimes = {
  headerTimeout: 10,
  requestTimeout: 30,
  idleTimeout: 60,
  writeTimeout: 30,
  lingerTimeout: 2,
  drainTimeout: 10,
};

/** The default limits on numbers of connections, bytes and messages. */
export const defaultCounts = {
  maxConnections: 1000,
  backlog: 1024,
  highWater: 65_536,
  memoryLimit: 268_435_456,
  messageBudget: 16,
};

/**
 * Checks the options and fills in the defaults.
 *
 * @throws TypeError or RangeError for an invalid or unknown option
 */
export function settingsOf(options: ServerOptions): Settings {
  const { limits, log = quietLog, mode = 0o600, ...rest } = options;
  for (const name of Object.keys(rest)) checkName(name);
  const times = { ...defaultTimes, ...pick(rest, defaultTimes) };
  const counts = { ...defaultCounts, ...pick(rest, defaultCounts) };
  for (const [name, value] of Object.entries(times)) checkTimeout(value, name, MESSAGE_TIMEOUT);
  for (const [name, value] of Object.entries(counts)) checkInteger(value, name, 1, HIGHEST_COUNT);
  checkInteger(mode, "mode", 0, 0o777);
  if (typeof log !== "function") throw wrongType(`log must be a function, not ${typeName(log)}`);
  return { ...times, ...counts, mode, log, limits: limitsOf(limits) };
}

function checkName(name: string): void {
  if (Object.hasOwn(defaultTimes, name) || Object.hasOwn(defaultCounts, name)) return;
  throw outOfRange(`${name} is not an option of MessageServer`);
}
