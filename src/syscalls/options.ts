import { addon } from "../native.ts";
import type { ByteView } from "./common.ts";

/** Sets an option to an int or to bytes: `setsockopt(2)`. */
export const setsockopt: (
  fd: number,
  level: number,
  option: number,
  value: number | ByteView,
) => number = addon.setsockopt;

/** Reads an option into `value`: `getsockopt(2)`. Gives the number of bytes that it took. */
export const getsockopt: (fd: number, level: number, option: number, value: ByteView) => number =
  addon.getsockopt;
