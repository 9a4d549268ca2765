import { typeName, wrongType } from "../arguments/errors.ts";
import { errorOf } from "../errors.ts";
import type { ByteView, ControlItem } from "../syscalls/index.ts";
import * as syscalls from "../syscalls/index.ts";
import { addressBytes, addressLength, fromSockaddr } from "./address.ts";
import { byteLength } from "./check.ts";
import { MSG_CMSG_CLOEXEC } from "./constants.ts";
import { AF_PACKET, type AnyAddress } from "./families.ts";

/** An item of ancillary data to send: its level, its type, and its bytes. */
export type AncillaryItem = readonly [level: number, type: number, data: ByteView];

/** The result of {@link Socket.recvmsg}. */
export type ReceivedMessage<Form extends AnyAddress> = [
  data: Buffer,
  ancdata: ControlItem[],
  msg_flags: number,
  address: Form | null,
];

/** The result of {@link Socket.recvmsg_into}. */
export type ReceivedMessageInto<Form extends AnyAddress> = [
  nbytes: number,
  ancdata: ControlItem[],
  msg_flags: number,
  address: Form | null,
];

/** Receives a message into views, one after the other: `recvmsg(2)`. */
export function receiveMessage<Form extends AnyAddress>(
  fd: number,
  family: number,
  parts: ByteView[],
  ancbufsize: number,
  flags: number,
  timeout: number,
): ReceivedMessageInto<Form> {
  const control = ancbufsize === 0 ? null : new Uint8Array(ancbufsize);
  const from = [addressBytes, addressLength] as const;
  const message = new Int32Array(2);
  // AF_PACKET passes no descriptors, and refuses the flag.
  const all = flags | (family === AF_PACKET ? 0 : (MSG_CMSG_CLOEXEC ?? 0));
  const result = syscalls.recvmsg(fd, parts, control, all, ...from, message, timeout);
  if (result < 0) throw errorOf(result, { syscall: "recvmsg" });
  const address = fromSockaddr() as Form | null;
  const [controlLength = 0, messageFlags = 0] = message;
  const items = control === null ? [] : syscalls.decodeControl(control, controlLength);
  return [result, items, messageFlags, address];
}

/** Returns the views of an iterable as an array; throws TypeError for anything else. */
export function viewsOf(buffers: Iterable<ByteView>, what: string): ByteView[] {
  const views = arrayOf(buffers, what);
  views.forEach(byteLength);
  return views;
}

/** Returns ancillary data in the kernel's layout, or null for none. */
export function controlOf(ancdata: Iterable<AncillaryItem>): Uint8Array | null {
  const items = arrayOf(ancdata, "sendmsg() argument 2");
  if (items.length === 0) return null;
  for (const item of items as unknown[]) {
    if (!isItem(item)) {
      throw wrongType("[sendmsg() ancillary data items must be [level, type, bytes]]");
    }
  }
  return syscalls.encodeControl(items);
}

function arrayOf<Element>(elements: Iterable<Element>, what: string): Element[] {
  const iterable = elements as Iterable<Element> | null | undefined;
  if (typeof iterable === "object" && iterable !== null && Symbol.iterator in iterable) {
    return Array.from(iterable);
  }
  throw wrongType(`${what} must be an iterable, not ${typeName(elements)}`);
}

function isItem(item: unknown): boolean {
  if (!Array.isArray(item) || item.length !== 3) return false;
  const [level, type, data] = item as unknown[];
  return typeof level === "number" && typeof type === "number" && ArrayBuffer.isView(data);
}
