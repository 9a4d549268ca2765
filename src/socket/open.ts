import { checkInt, notInteger } from "../arguments/integers.ts";
import { closeDescriptor } from "../descriptors/close.ts";
import { HeldDescriptor } from "../descriptors/held.ts";
import * as syscalls from "../syscalls/index.ts";
import { adopted, checkFileno } from "./adopt.ts";
import { check } from "./check.ts";
import { SOCK_NONBLOCK, SOCK_STREAM } from "./constants.ts";
import {
  AF_INET,
  AF_UNIX,
  type AnyAddress,
  type Family,
  type InetAddress,
  type UnixAddress,
} from "./families.ts";
import { Socket } from "./socket.ts";
import { getdefaulttimeout, type Timeout } from "./timeout.ts";

/** Named arguments of {@link socket}. */
export interface SocketOptions {
  /** An AF_ constant. */
  family?: number;
  /** A SOCK_ constant. */
  type?: number;
  /** 0, or an IPPROTO_ constant. */
  proto?: number;
  /** The descriptor of an open socket to take over; anything omitted is read from it. */
  fileno?: number | null;
}

/**
 * Makes a socket: `socket(2)`, close-on-exec, with the default timeout. With a `fileno` it takes
 * over that descriptor, and reads its family, type and protocol: `getsockopt(2)`.
 *
 * @param family - an AF_ constant
 * @param type - a SOCK_ constant; with SOCK_NONBLOCK the timeout is 0
 * @param proto - 0, or an IPPROTO_ constant
 * @throws OSError EAFNOSUPPORT, EPROTONOSUPPORT, EMFILE, …; EBADF and ENOTSOCK for an invalid
 *   `fileno`
 * @see https://man7.org/linux/man-pages/man2/socket.2.html
 */
export function socket(): Socket<InetAddress>;
export function socket<Form extends AnyAddress>(
  family: Family<Form>,
  type?: number,
  proto?: number,
): Socket<Form>;
export function socket(
  family: number,
  type?: number,
  proto?: number,
  fileno?: number | null,
): Socket;
export function socket(options: SocketOptions): Socket;
export function socket(
  first: number | SocketOptions = {},
  type?: number,
  proto?: number,
  fileno?: number | null,
): Socket {
  const options = optionsOf(first, type, proto, fileno);
  if (options.fileno !== undefined && options.fileno !== null) {
    return adopt(options, options.fileno);
  }
  return open(options);
}

function optionsOf(
  first: number | SocketOptions,
  type: number | undefined,
  proto: number | undefined,
  fileno: number | null | undefined,
): SocketOptions {
  if (typeof first === "object" && (first as unknown) !== null) {
    if (Array.isArray(first) || ArrayBuffer.isView(first)) {
      throw notInteger(first, "socket(): family");
    }
    return first;
  }
  return {
    family: first as number,
    ...(type === undefined ? {} : { type }),
    ...(proto === undefined ? {} : { proto }),
    ...(fileno === undefined ? {} : { fileno }),
  };
}

function open({ family = AF_INET, type = SOCK_STREAM, proto = 0 }: SocketOptions): Socket {
  const fd = syscalls.socket(family, type, proto);
  check(fd, "socket");
  const timeout = timeoutOfNew([fd], type);
  return new Socket(new HeldDescriptor(fd), family, type, proto, timeout);
}

function adopt(options: SocketOptions, fileno: number): Socket {
  const { family, type, proto } = adopted(options, fileno);
  return new Socket(fileno, family, type, proto, timeoutOf(fileno, type));
}

/** Returns the timeout of a new socket, and sets its descriptor to match. */
function timeoutOf(fd: number, type: number): Timeout {
  if (SOCK_NONBLOCK !== undefined && (type & SOCK_NONBLOCK) !== 0) return 0;
  const timeout = getdefaulttimeout();
  if (timeout !== null) check(syscalls.setBlocking(fd, false), "ioctl");
  return timeout;
}

/** The same for descriptors that no socket owns yet: closes them if they cannot be set. */
function timeoutOfNew(fds: readonly number[], type: number): Timeout {
  try {
    return fds.map((fd) => timeoutOf(fd, type))[0] ?? null;
  } catch (error) {
    for (const fd of fds) syscalls.close(fd);
    throw error;
  }
}

/**
 * Makes two connected sockets: `socketpair(2)`.
 *
 * @param family - an AF_ constant
 * @param type - a SOCK_ constant
 * @param proto - 0, or a protocol of the family
 * @throws OSError EOPNOTSUPP for a family without pairs, EMFILE, …
 * @see https://man7.org/linux/man-pages/man2/socketpair.2.html
 */
export function socketpair(
  family: number = AF_UNIX,
  type: number = SOCK_STREAM,
  proto = 0,
): [Socket<UnixAddress>, Socket<UnixAddress>] {
  const fds = new Int32Array(2);
  check(syscalls.socketpair(family, type, proto, fds), "socketpair");
  const [first = -1, second = -1] = fds;
  const timeout = timeoutOfNew([first, second], type);
  return [
    new Socket<UnixAddress>(new HeldDescriptor(first), family, type, proto, timeout),
    new Socket<UnixAddress>(new HeldDescriptor(second), family, type, proto, timeout),
  ];
}

/**
 * Makes a socket over a duplicate of a descriptor: `fcntl(2)` F_DUPFD_CLOEXEC. The descriptor
 * itself stays open.
 *
 * @see https://man7.org/linux/man-pages/man2/dup.2.html
 */
export function fromfd<Form extends AnyAddress = AnyAddress>(
  fd: number,
  family: Family<Form> | number,
  type: number,
  proto = 0,
): Socket<Form> {
  checkInt(family, "fromfd(): family");
  checkInt(type, "fromfd(): type");
  checkInt(proto, "fromfd(): proto");
  const fileno = dup(fd);
  try {
    return socket({ family, type, proto, fileno }) as Socket<Form>;
  } catch (error) {
    syscalls.close(fileno);
    throw error;
  }
}

/**
 * Returns a second descriptor for the same socket, close-on-exec: `fcntl(2)` F_DUPFD_CLOEXEC. You
 * have to close it, in a worker too.
 *
 * @see https://man7.org/linux/man-pages/man2/dup.2.html
 */
export function dup(fd: number): number {
  const copy = syscalls.dup(checkFileno(fd, "dup"));
  check(copy, "dup");
  // It may be closed without this package, and its number reused, so a worker's end must not close
  // it.
  syscalls.disownDescriptor(copy);
  return copy;
}

/**
 * Closes a descriptor that no Socket owns: `close(2)`.
 *
 * @throws OSError EBADF
 * @see https://man7.org/linux/man-pages/man2/close.2.html
 */
export function close(fd: number): void {
  closeDescriptor(checkFileno(fd, "close"));
}
