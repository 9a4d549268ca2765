import { nativeFunction } from "../thread/introduce.ts";
import type { ByteView } from "./common.ts";

/** One item of ancillary data; see `cmsg(3)`. */
export type ControlItem = [level: number, type: number, data: Buffer];

/**
 * Sends the bytes of many buffers at once, to an address or the peer, with a control buffer:
 * `sendmsg(2)`. Gives the bytes taken.
 *
 * @see https://man7.org/linux/man-pages/man2/sendmsg.2.html
 */
export const sendmsg: (
  fd: number,
  buffers: readonly ByteView[],
  control: ByteView | null,
  flags: number,
  address: ByteView | null,
  timeout?: number,
) => number = nativeFunction("sendmsg");

/**
 * Receives into many buffers, one after the other: `recvmsg(2)`. Gives the bytes received; writes
 * ancillary data to `control`, the sender's address as {@link accept4} does, and to `message` the
 * bytes of `control` that were filled and the flags of the message. Descriptors that come are
 * the caller's to close, and close-on-exec: by the flag MSG_CMSG_CLOEXEC, or always on systems that
 * lack it.
 *
 * @see https://man7.org/linux/man-pages/man2/recvmsg.2.html
 */
export const recvmsg: (
  fd: number,
  buffers: readonly ByteView[],
  control: ByteView | null,
  flags: number,
  address: ByteView | null,
  addressLength: Int32Array | null,
  message: Int32Array,
  timeout?: number,
) => number = nativeFunction("recvmsg");

/**
 * The bytes of a control buffer with some items: `cmsg(3)`.
 *
 * @see https://man7.org/linux/man-pages/man3/cmsg.3.html
 */
export const encodeControl: (
  items: readonly (readonly [level: number, type: number, data: ByteView])[],
) => Buffer = nativeFunction("encodeControl");

/**
 * The items that the first `length` bytes of a control buffer hold: `cmsg(3)`. Of one whose data were
 * cut off it gives what there is; one whose header was cut off is left out.
 *
 * @see https://man7.org/linux/man-pages/man3/cmsg.3.html
 */
export const decodeControl: (control: ByteView, length: number) => ControlItem[] =
  nativeFunction("decodeControl");

/**
 * The length of an item of ancillary data with `length` bytes, without what pads it: `CMSG_LEN` of
 * `cmsg(3)`. The smallest control buffer that one item fits into.
 *
 * @throws RangeError below 0 and for more than an int can count
 *
 * @see https://man7.org/linux/man-pages/man3/cmsg.3.html
 */
export const CMSG_LEN: (length: number) => number = nativeFunction("CMSG_LEN");

/**
 * The space that an item of ancillary data with `length` bytes takes, with what pads it: `CMSG_SPACE`
 * of `cmsg(3)`. For a control buffer of many items, add theirs.
 *
 * @throws RangeError below 0 and for more than an int can count
 *
 * @see https://man7.org/linux/man-pages/man3/cmsg.3.html
 */
export const CMSG_SPACE: (length: number) => number = nativeFunction("CMSG_SPACE");
