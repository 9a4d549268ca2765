import { outOfRange } from "../../arguments/errors.ts";
import { checkInteger } from "../../arguments/integers.ts";
import { checkTimeout, MESSAGE_TIMEOUT } from "../../arguments/seconds.ts";
import { type Limits, limitsOf } from "../protocol/limits.ts";

/** Options of a {@link MessageClient}. Timeouts are in seconds; Infinity means no timeout. */
export interface ClientOptions {
  /** The largest response to accept; defaults are in {@link defaultLimits}. */
  readonly limits?: Partial<Limits>;
  /** For connecting to each of a host's addresses. Default 10. */
  readonly attemptTimeout?: number;
  /**
   * For connecting to any of them. Name resolution counts, but cannot be interrupted. Default 30.
   */
  readonly connectTimeout?: number;
  /** How long no byte may move in either direction while a response is due. Default 30. */
  readonly idleTimeout?: number;
  /**
   * From a request (in a pipeline, from the previous response) to its whole response. Default 120.
   */
  readonly requestTimeout?: number;
  /** The maximum number of requests in a pipeline without a response. Default 64. */
  readonly window?: number;
}

/** The options, checked and with defaults filled in. */
export type ClientSettings = Required<Omit<ClientOptions, "limits">> & { readonly limits: Limits };

/** The default timeouts, in seconds. */
export const defaultTimes = {
  attemptTimeout: 10,
  connectTimeout: 30,
  idleTimeout: 30,
  requestTimeout: 120,
};

/** The default and the maximum of `window`. */
export const DEFAULT_WINDOW = 64;
export const WIDEST_WINDOW = 65_536;

/**
 * Checks the options and fills in the defaults.
 *
 * @throws TypeError or RangeError for an invalid or unknown option
 */
export function clientSettings(options: ClientOptions): ClientSettings {
  const { limits, window = DEFAULT_WINDOW, ...rest } = options;
  const given = Object.entries<number | undefined>(rest).filter(([, value]) => value !== undefined);
  for (const [name, value] of given) {
    if (!Object.hasOwn(defaultTimes, name)) {
      throw outOfRange(`${name} is not an option of MessageClient`);
    }
    checkTimeout(value, name, MESSAGE_TIMEOUT);
  }
  checkInteger(window, "window", 1, WIDEST_WINDOW);
  return { ...defaultTimes, ...Object.fromEntries(given), window, limits: limitsOf(limits) };
}
