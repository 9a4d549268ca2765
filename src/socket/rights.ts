import { checkInt, checkInteger, INT_MAX } from "../arguments/integers.ts";
import { SCM_RIGHTS, SOL_SOCKET } from "./constants.ts";
import type { AddressArgument, AnyAddress, UnixAddress } from "./families.ts";
import type { Socket } from "./socket.ts";
import { type ByteView, CMSG_LEN } from "../syscalls/index.ts";

const DESCRIPTOR_SIZE = Int32Array.BYTES_PER_ELEMENT;
// Their bytes must fit an int.
const MOST_DESCRIPTORS = Math.floor((INT_MAX - CMSG_LEN(0)) / DESCRIPTOR_SIZE);

/**
 * Sends descriptors over an AF_UNIX socket, with at least one byte: `sendmsg(2)` with SCM_RIGHTS.
 * The receiver gets duplicates. Returns how many of the buffers' bytes were sent.
 *
 * @param buffers - any iterable of bytes
 * @param fds - any iterable of descriptors
 * @throws OSError EBADF, ETOOMANYREFS, …
 * @see https://man7.org/linux/man-pages/man7/unix.7.html
 */
export function send_fds<Form extends AnyAddress = UnixAddress>(
  sock: Socket<Form>,
  buffers: Iterable<ByteView>,
  fds: Iterable<number>,
  flags = 0,
  address: AddressArgument<Form> | null = null,
): number {
  const numbers = Array.from(fds);
  // An Int32Array would turn a larger number into another descriptor.
  for (const fd of numbers) checkInt(fd, "send_fds(): fds");
  const item = [SOL_SOCKET, SCM_RIGHTS, new Int32Array(numbers)] as const;
  return sock.sendmsg(buffers, [item], flags, address);
}

/**
 * Receives bytes and the descriptors sent with them: `recvmsg(2)` with SCM_RIGHTS.
 *
 * @param bufsize - the maximum number of bytes
 * @param maxfds - the maximum number of descriptors; the kernel closes the others and sets
 *   MSG_CTRUNC
 * @param flags - MSG_ constants; with MSG_PEEK each call returns new descriptors
 * @returns the bytes; the descriptors, close-on-exec, which you have to close; the message's flags;
 *   the sender's address, null on a stream
 * @see https://man7.org/linux/man-pages/man7/unix.7.html
 */
export function recv_fds<Form extends AnyAddress = UnixAddress>(
  sock: Socket<Form>,
  bufsize: number,
  maxfds: number,
  flags = 0,
): [data: Buffer, fds: number[], msg_flags: number, address: Form | null] {
  checkInteger(maxfds, "recv_fds(): maxfds", 0, MOST_DESCRIPTORS);
  const space = CMSG_LEN(maxfds * DESCRIPTOR_SIZE);
  const [data, ancdata, messageFlags, address] = sock.recvmsg(bufsize, space, flags);
  const fds = ancdata
    .filter(([level, type]) => level === SOL_SOCKET && type === SCM_RIGHTS)
    .flatMap(([, , bytes]) => descriptorsIn(bytes));
  return [data, fds, messageFlags, address];
}

// Of a truncated item, the complete ones.
function descriptorsIn(bytes: Buffer): number[] {
  const numbers = new Int32Array(Math.floor(bytes.length / DESCRIPTOR_SIZE));
  Buffer.from(numbers.buffer).set(bytes.subarray(0, numbers.byteLength));
  return [...numbers];
}
