import { repr } from "./repr.ts";

/** A value as text, as Python's `str`: a string as it is, anything else as `repr` prints it. */
export function str(value: unknown): string {
  return typeof value === "string" ? value : repr(value);
}
