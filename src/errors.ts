/**
 * The exceptions of Python that the modules raise.
 *
 * A wrong argument is JavaScript's own TypeError or RangeError. A failure of the operating system is
 * an OSError or, by its errno, one of its subclasses:
 * https://docs.python.org/3/library/exceptions.html#os-exceptions
 *
 * @module
 */

import * as errno from "./errno.ts";
import { KeyboardInterrupt } from "./thread/keyboard-interrupt.ts";
import { socketConstants } from "./addon/constants.ts";
import { gai_strerror, hostErrors, hstrerror, strerror, TIMED_OUT } from "./syscalls/index.ts";

export { KeyboardInterrupt };

/** What an error is about, beside its errno. */
export interface ErrorDetails {
  /** The call that failed. */
  syscall?: string;
  /** The host, path or name that the call was given. */
  address?: string;
  /** The port that the call was given. */
  port?: number;
}

/** A failed system call. */
export class OSError extends Error {
  /** The error's number, as in errno.h; null when no system call failed. */
  declare readonly errno: number | null;
  /** What the number means: `strerror(3)`. */
  declare readonly strerror: string;
  /** The number's name, such as `"ECONNREFUSED"`; missing where there is no number. */
  declare readonly code?: string;
  /** The call that failed. */
  declare readonly syscall?: string;
  /** The host, path or name that the call was given. */
  declare readonly address?: string;
  /** The port that the call was given. */
  declare readonly port?: number;

  /**
   * @param number - the errno, or null when there is none
   * @param text - what it means; left out, `strerror(3)` says
   */
  constructor(number: number | null, text?: string, details?: ErrorDetails) {
    const { meaning, message } = describe(number, text);
    super(message);
    this.errno = number;
    this.strerror = meaning;
    const code = number === null ? undefined : this.codeOf(number);
    if (code !== undefined) this.code = code;
    if (details?.syscall !== undefined) this.syscall = details.syscall;
    if (details?.address !== undefined) this.address = details.address;
    if (details?.port !== undefined) this.port = details.port;
  }

  /** The name of the error's number. */
  protected codeOf(number: number): string | undefined {
    return errno.errorcode.get(number);
  }

  /** The error for an errno, of the subclass that Python's table names; `text` as the constructor's. */
  static from(number: number, details?: ErrorDetails, text?: string): OSError {
    const Class = classes.get(number) ?? OSError;
    return new Class(number, text, details);
  }
}

/**
 * A call on a non-blocking socket that would have blocked: EAGAIN, EALREADY, EINPROGRESS.
 *
 * Catching one is ordinary control flow, so it is made without a stack trace, which would cost more
 * than the call: its `stack` is undefined. `Error.captureStackTrace(error)` adds one where it was
 * caught.
 */
export class BlockingIOError extends OSError {
  constructor(number: number | null, text?: string, details?: ErrorDetails) {
    const limit = Error.stackTraceLimit;
    // With a limit of 0, V8 would still make the record of a trace.
    setStackTraceLimit(undefined);
    try {
      super(number, text, details);
    } finally {
      setStackTraceLimit(limit);
    }
  }
}

function setStackTraceLimit(limit: number | undefined): void {
  try {
    Error.stackTraceLimit = limit!;
  } catch {
    // With frozen intrinsics there is a trace.
  }
}

/** A child process that is not there: ECHILD. */
export class ChildProcessError extends OSError {}
/** A connection that failed: any of the four below. */
export class ConnectionError extends OSError {}
/** Nobody reads what is written: EPIPE, ESHUTDOWN. */
export class BrokenPipeError extends ConnectionError {}
/** This side gave up the connection: ECONNABORTED. */
export class ConnectionAbortedError extends ConnectionError {}
/** Nobody listens there: ECONNREFUSED. */
export class ConnectionRefusedError extends ConnectionError {}
/** The peer gave up the connection: ECONNRESET. */
export class ConnectionResetError extends ConnectionError {}
/** It is there already: EEXIST, as of a descriptor that an epoll watches. */
export class FileExistsError extends OSError {}
/** There is no such file, such as the path of an AF_UNIX socket: ENOENT. */
export class FileNotFoundError extends OSError {}
/** A signal ended the call: EINTR. The calls here are retried instead of raising it. */
export class InterruptedError extends OSError {}
/** It is a directory: EISDIR. */
export class IsADirectoryError extends OSError {}
/** A part of the path is no directory: ENOTDIR. */
export class NotADirectoryError extends OSError {}
/** The process may not do so: EACCES, EPERM. */
export class PermissionError extends OSError {}
/** There is no such process: ESRCH. */
export class ProcessLookupError extends OSError {}
/**
 * The time is up. With errno ETIMEDOUT it was the kernel that gave up; without one (null), it was
 * the timeout that the socket was given.
 */
export class TimeoutError extends OSError {}

const classes = new Map<
  number,
  new (...parameters: ConstructorParameters<typeof OSError>) => OSError
>([
  [errno.EAGAIN, BlockingIOError],
  [errno.EALREADY, BlockingIOError],
  [errno.EINPROGRESS, BlockingIOError],
  [errno.EWOULDBLOCK, BlockingIOError],
  [errno.EPIPE, BrokenPipeError],
  [errno.ESHUTDOWN, BrokenPipeError],
  [errno.ECHILD, ChildProcessError],
  [errno.ECONNABORTED, ConnectionAbortedError],
  [errno.ECONNREFUSED, ConnectionRefusedError],
  [errno.ECONNRESET, ConnectionResetError],
  [errno.EEXIST, FileExistsError],
  [errno.ENOENT, FileNotFoundError],
  [errno.EINTR, InterruptedError],
  [errno.EISDIR, IsADirectoryError],
  [errno.ENOTDIR, NotADirectoryError],
  [errno.EACCES, PermissionError],
  [errno.EPERM, PermissionError],
  [errno.ESRCH, ProcessLookupError],
  [errno.ETIMEDOUT, TimeoutError],
]);

const lookUpCodes = new Map(
  Object.entries(socketConstants)
    .filter(([name]) => name.startsWith("EAI_"))
    .map(([name, number]) => [number, name]),
);

/** A failed look-up of `getaddrinfo(3)` or `getnameinfo(3)`; its errno is an EAI code. */
export class gaierror extends OSError {
  constructor(code: number, details?: ErrorDetails) {
    super(code, gai_strerror(code), details);
  }

  protected override codeOf(number: number): string | undefined {
    return lookUpCodes.get(number);
  }
}

const hostErrorCodes = new Map(Object.entries(hostErrors).map(([name, number]) => [number, name]));

/** A failed look-up of `gethostbyname(3)` or `gethostbyaddr(3)`; its errno is an h_errno code. */
export class herror extends OSError {
  constructor(code: number, details?: ErrorDetails) {
    super(code, hstrerror(code), details);
  }

  protected override codeOf(number: number): string | undefined {
    return hostErrorCodes.get(number);
  }
}

/** A look-up in a mapping that has no such key. */
export class KeyError extends Error {}

/** Python's ValueError: what a RangeError is in JavaScript, under the name that programs print. */
export class ValueError extends RangeError {}

/** Python's RuntimeError: an error that fits no other class. */
export class RuntimeError extends Error {}

for (const Class of [
  ...new Set(classes.values()),
  OSError,
  ConnectionError,
  gaierror,
  herror,
  KeyError,
  ValueError,
  RuntimeError,
]) {
  Object.defineProperty(Class.prototype, "name", { value: Class.name, configurable: true });
}

interface Description {
  readonly meaning: string;
  readonly message: string;
}

// Those that strerror(3) gave: a program may meet one of them for every event.
const descriptions = new Map<number, Description>();

function describe(number: number | null, text: string | undefined): Description {
  if (number === null) return { meaning: text ?? "", message: text ?? "" };
  if (text !== undefined) return { meaning: text, message: `[Errno ${number}] ${text}` };
  let description = descriptions.get(number);
  if (description === undefined) {
    description = describe(number, strerror(number));
    descriptions.set(number, description);
  }
  return description;
}

/**
 * What a negative result of the raw layer means: the OSError of its errno, KeyboardInterrupt for
 * `-EINTR`, and for `TIMED_OUT` the TimeoutError without an errno.
 */
export function errorOf(result: number, details?: ErrorDetails): Error {
  if (result === -errno.EINTR) return new KeyboardInterrupt();
  if (result === TIMED_OUT) return new TimeoutError(null, "timed out", details);
  return OSError.from(-result, details);
}
