import { outOfRange } from "../../arguments/errors.ts";
import { checkInteger } from "../../arguments/integers.ts";

/** The largest message that is accepted. */
export interface Limits {
  /** Bytes of the JSON header. Default 4096, at most 65535. */
  readonly headerLength: number;
  /** Members of the JSON header. Default 32. */
  readonly headers: number;
  /** Bytes of the content. Default 1048576 (1 MiB). */
  readonly contentLength: number;
  /** How deeply arrays and objects may be nested, in header and content. Default 32. */
  readonly nesting: number;
}

/** The default limits. */
export const defaultLimits: Limits = {
  headerLength: 4096,
  headers: 32,
  contentLength: 1_048_576,
  nesting: 32,
};

/**
 * The largest values the limits can have: the header's length is two bytes, and a Buffer has a
 * maximum size.
 */
export const highestLimits: Limits = {
  headerLength: 65_535,
  headers: 65_535,
  contentLength: 2 ** 31 - 1,
  nesting: 1000,
};

/**
 * Returns the default limits with some of them replaced.
 *
 * @throws TypeError for a limit that is not an integer; RangeError for one that is out of range or
 *   unknown
 */
export function limitsOf(limits: Partial<Limits> = {}): Limits {
  for (const [name, value] of Object.entries(limits)) check(name, value);
  return { ...defaultLimits, ...limits };
}

function check(name: string, value: unknown): void {
  if (!Object.hasOwn(highestLimits, name)) {
    const known = Object.keys(highestLimits).join(", ");
    throw outOfRange(`${name} is not a limit; the limits are ${known}`);
  }
  checkInteger(value, name, 0, highestLimits[name as keyof Limits]);
}
