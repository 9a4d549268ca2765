import { outOfRange, typeName, wrongType } from "../arguments/errors.ts";
import { errorOf } from "../errors.ts";
import type { ByteView, ControlItem } from "../syscalls/index.ts";
import * as syscalls from "../syscalls/index.ts";
import { addressBytes, addressLength, fromSockaddr, toSockaddr } from "./address.ts";
import { byteLength, checkInt, checkInteger, checkSize, checkWaiting } from "./check.ts";
import { MSG_CMSG_CLOEXEC } from "./constants.ts";
import { type AddressArgument, AF_PACKET, type AnyAddress } from "./families.ts";
import { TransferringSocket } from "./transferring-socket.ts";

const LARGEST_CONTROL = 2 ** 31 - 1;

/** An item of ancillary data to send: its level, its type, and its bytes. */
export type AncillaryItem = readonly [level: number, type: number, data: ByteView];

/** What {@link Socket.recvmsg} gives. */
export type ReceivedMessage<Form extends AnyAddress> = [
  data: Buffer,
  ancdata: ControlItem[],
  msg_flags: number,
  address: Form | null,
];

/** What {@link Socket.recvmsg_into} gives. */
export type ReceivedMessageInto<Form extends AnyAddress> = [
  nbytes: number,
  ancdata: ControlItem[],
  msg_flags: number,
  address: Form | null,
];

/** The calls that send and receive messages with ancillary data. */
export abstract class MessagingSocket<Form extends AnyAddress> extends TransferringSocket<Form> {
  /**
   * Sends the bytes of many buffers at once, with ancillary data: `sendmsg(2)`. Gives how many bytes
   * the kernel took.
   *
   * @param buffers - any iterable of bytes
   * @param ancdata - any iterable of `[level, type, bytes]`, such as
   *   `[SOL_SOCKET, SCM_RIGHTS, new Int32Array([fd])]`
   * @param flags - MSG_ constants
   * @param address - where to, on a socket that is not connected
   * @throws OSError EMSGSIZE for too many buffers, EBADF for a bad descriptor to pass, …
   * @see https://man7.org/linux/man-pages/man2/sendmsg.2.html
   */
  sendmsg(
    buffers: Iterable<ByteView>,
    ancdata: Iterable<AncillaryItem> = [],
    flags = 0,
    address: AddressArgument<Form> | null = null,
  ): number {
    const parts = arrayOf(buffers, "sendmsg() argument 1");
    parts.forEach(byteLength);
    const control = controlOf(ancdata);
    const to = address === null ? null : toSockaddr(this.family, address, "sendmsg");
    const fd = this.openDescriptor("sendmsg");
    const result = syscalls.sendmsg(fd, parts, control, flags, to, this.rawTimeout);
    checkWaiting(result, "sendmsg", address);
    return result;
  }

  /**
   * Receives a message with its ancillary data: `recvmsg(2)`.
   *
   * @param bufsize - how many bytes at most
   * @param ancbufsize - the size of the buffer for ancillary data, in bytes: see {@link CMSG_SPACE}
   * @param flags - MSG_ constants
   * @returns the bytes; the items of ancillary data, `[level, type, bytes]`; the message's flags, where
   *   MSG_TRUNC and MSG_CTRUNC tell what was cut off; the sender's address, null on a stream.
   *   Descriptors that came (SCM_RIGHTS) are close-on-exec, and are the caller's to close.
   * @see https://man7.org/linux/man-pages/man2/recvmsg.2.html
   */
  recvmsg(bufsize: number, ancbufsize = 0, flags = 0): ReceivedMessage<Form> {
    checkSize(bufsize, "recvmsg");
    const data = Buffer.alloc(bufsize);
    const [nbytes, ...rest] = this.#receive([data], ancbufsize, flags, "recvmsg");
    return [data.subarray(0, Math.min(nbytes, bufsize)), ...rest];
  }

  /**
   * As {@link Socket.recvmsg}, but into memory of the caller's, one buffer after the other:
   * `recvmsg(2)`. Gives the number of bytes in place of the bytes.
   *
   * @param buffers - any iterable of typed arrays or DataViews
   * @see https://man7.org/linux/man-pages/man2/recvmsg.2.html
   */
  recvmsg_into(buffers: Iterable<ByteView>, ancbufsize = 0, flags = 0): ReceivedMessageInto<Form> {
    const parts = arrayOf(buffers, "recvmsg_into() argument 1");
    parts.forEach(byteLength);
    return this.#receive(parts, ancbufsize, flags, "recvmsg_into");
  }

  /** AF_PACKET, which no descriptors come by, refuses the flag. */
  get #closeOnExec(): number {
    return this.family === AF_PACKET ? 0 : (MSG_CMSG_CLOEXEC ?? 0);
  }

  #receive(
    parts: ByteView[],
    ancbufsize: number,
    flags: number,
    call: string,
  ): ReceivedMessageInto<Form> {
    checkInteger(ancbufsize, call);
    if (ancbufsize < 0 || ancbufsize > LARGEST_CONTROL) {
      throw outOfRange(`invalid ancillary data buffer length`);
    }
    checkInt(flags, call);
    const fd = this.openDescriptor("recvmsg");
    const control = ancbufsize === 0 ? null : new Uint8Array(ancbufsize);
    const from = [addressBytes, addressLength] as const;
    const message = new Int32Array(2);
    const all = flags | this.#closeOnExec;
    const result = syscalls.recvmsg(fd, parts, control, all, ...from, message, this.rawTimeout);
    if (result < 0) throw errorOf(result, { syscall: "recvmsg" });
    const address = fromSockaddr() as Form | null;
    const [controlLength = 0, messageFlags = 0] = message;
    const items = control === null ? [] : syscalls.decodeControl(control, controlLength);
    return [result, items, messageFlags, address];
  }
}

function arrayOf<Element>(elements: Iterable<Element>, what: string): Element[] {
  const iterable = elements as Iterable<Element> | null | undefined;
  if (typeof iterable === "object" && iterable !== null && Symbol.iterator in iterable) {
    return Array.from(iterable);
  }
  throw wrongType(`${what} must be an iterable, not ${typeName(elements)}`);
}

function controlOf(ancdata: Iterable<AncillaryItem>): Uint8Array | null {
  const items = arrayOf(ancdata, "sendmsg() argument 2");
  if (items.length === 0) return null;
  for (const item of items as unknown[]) {
    if (!isItem(item)) {
      throw wrongType("[sendmsg() ancillary data items must be [level, type, bytes]]");
    }
  }
  return syscalls.encodeControl(items);
}

function isItem(item: unknown): boolean {
  if (!Array.isArray(item) || item.length !== 3) return false;
  const [level, type, data] = item as unknown[];
  return typeof level === "number" && typeof type === "number" && ArrayBuffer.isView(data);
}
