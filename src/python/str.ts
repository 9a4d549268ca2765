import { repr } from "./repr.ts";

/** Returns a value as text, like Python's `str`: a string unchanged, anything else by `repr`. */
export function str(value: unknown): string {
  return typeof value === "string" ? value : repr(value);
}
