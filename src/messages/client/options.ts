import { outOfRange, typeName, wrongType } from "../../arguments/errors.ts";
import { type Limits, limitsOf } from "../protocol/limits.ts";

/** What a {@link MessageClient} may be told. Times are in seconds; Infinity is for ever. */
export interface ClientOptions {
  /** What a response may be at most; what is left out is as in {@link defaultLimits}. */
  readonly limits?: Partial<Limits>;
  /** For connecting to one of a host's addresses, before it is the next one's turn. Left out, 10. */
  readonly attemptTimeout?: number;
  /** For connecting to any of them. A look-up of the name counts, but cannot be cut short. Left out, 30. */
  readonly connectTimeout?: number;
  /** How long not a byte may move, to the server or from it, while a response is waited for. Left out, 30. */
  readonly idleTimeout?: number;
  /** For a request with its whole response, in a pipeline from the response before it. Left out, 120. */
  readonly requestTimeout?: number;
  /** Requests of a pipeline that may wait for their responses at a time. Left out, 64. */
  readonly window?: number;
}

/** The options, complete and checked. */
export type ClientSettings = Required<Omit<ClientOptions, "limits">> & { readonly limits: Limits };

/** Seconds of the timeouts where nothing else is said. */
export const defaultTimes = {
  attemptTimeout: 10,
  connectTimeout: 30,
  idleTimeout: 30,
  requestTimeout: 120,
};

/** The window where nothing else is said, and the widest there is. */
export const DEFAULT_WINDOW = 64;
export const WIDEST_WINDOW = 65_536;

/**
 * The options with what was left out.
 *
 * @throws TypeError or RangeError for an option that is of the wrong kind, or unknown
 */
export function clientSettings(options: ClientOptions): ClientSettings {
  const { limits, window = DEFAULT_WINDOW, ...rest } = options;
  const given = Object.entries<number | undefined>(rest).filter(([, value]) => value !== undefined);
  for (const [name, value] of given) checkTime(name, value);
  checkWindow(window);
  return { ...defaultTimes, ...Object.fromEntries(given), window, limits: limitsOf(limits) };
}

function checkTime(name: string, value: unknown): void {
  if (!Object.hasOwn(defaultTimes, name)) throw outOfRange(`${name} is no option of a client`);
  if (typeof value !== "number") {
    throw wrongType(`${name} must be a number of seconds, not ${typeName(value)}`);
  }
  if (!(value > 0)) throw outOfRange(`${name} must be above 0 seconds, not ${value}`);
}

function checkWindow(window: unknown): void {
  if (typeof window !== "number") {
    throw wrongType(`window must be a number of requests, not ${typeName(window)}`);
  }
  if (Number.isInteger(window) && window >= 1 && window <= WIDEST_WINDOW) return;
  throw outOfRange(`window must be an integer from 1 to ${WIDEST_WINDOW}, not ${window}`);
}
