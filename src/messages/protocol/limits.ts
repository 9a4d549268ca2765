import { outOfRange, typeName, wrongType } from "../../arguments/errors.ts";

/** What a message may be at most. */
export interface Limits {
  /** Bytes of the JSON header: 4096 if nothing else is said, and never more than 65535. */
  readonly headerLength: number;
  /** Members of the JSON header: 32 if nothing else is said. */
  readonly headers: number;
  /** Bytes of the content: 1048576 (1 MiB) if nothing else is said. */
  readonly contentLength: number;
  /** How deep arrays and objects may lie in each other, in header and content: 32 if nothing else is said. */
  readonly nesting: number;
}

/** The limits where nothing else is said. */
export const defaultLimits: Limits = {
  headerLength: 4096,
  headers: 32,
  contentLength: 1_048_576,
  nesting: 32,
};

/** No limit can be set above these: two bytes hold a header's length, and a Buffer has a largest size. */
export const highestLimits: Limits = {
  headerLength: 65_535,
  headers: 65_535,
  contentLength: 2 ** 31 - 1,
  nesting: 1000,
};

/**
 * The default limits with some of them replaced.
 *
 * @throws TypeError for a limit that is no number; RangeError for one that is no integer within reach
 */
export function limitsOf(limits: Partial<Limits> = {}): Limits {
  for (const [name, value] of Object.entries(limits)) check(name, value);
  return { ...defaultLimits, ...limits };
}

function check(name: string, value: unknown): void {
  if (!Object.hasOwn(highestLimits, name)) {
    throw outOfRange(`${name} is no limit: there are ${Object.keys(highestLimits).join(", ")}`);
  }
  if (typeof value !== "number") {
    throw wrongType(`${name} must be a number, not ${typeName(value)}`);
  }
  const most = highestLimits[name as keyof Limits];
  if (!Number.isInteger(value) || value < 0 || value > most) {
    throw outOfRange(`${name} must be an integer from 0 to ${most}, not ${value}`);
  }
}
