import { nativeFunction } from "../thread/introduce.ts";
import type { ByteView } from "./common.ts";

/**
 * Sets an option to an int or to bytes: `setsockopt(2)`. With null it passes no bytes, and `optlen` as
 * their number, which is what options such as ALG_SET_AEAD_AUTHSIZE take.
 *
 * @see https://man7.org/linux/man-pages/man2/setsockopt.2.html
 */
export const setsockopt: (
  fd: number,
  level: number,
  optname: number,
  value: number | ByteView | null,
  optlen?: number,
) => number = nativeFunction("setsockopt");

/**
 * Reads an option into `value`: `getsockopt(2)`. Gives the number of bytes that it took.
 *
 * @see https://man7.org/linux/man-pages/man2/getsockopt.2.html
 */
export const getsockopt: (fd: number, level: number, optname: number, value: ByteView) => number =
  nativeFunction("getsockopt");
