/**
 * The Python exceptions that the modules throw.
 *
 * An invalid argument is JavaScript's own TypeError or RangeError. A failure of the operating
 * system is an OSError or, depending on its errno, one of its subclasses:
 * https://docs.python.org/3/library/exceptions.html#os-exceptions
 *
 * @module
 */

import * as errno from "./errno.ts";
import { KeyboardInterrupt } from "./thread/keyboard-interrupt.ts";
import { socketConstants } from "./addon/constants.ts";
import { gai_strerror, hostErrors, hstrerror, strerror, TIMED_OUT } from "./syscalls/index.ts";

export { KeyboardInterrupt };

/** The details of an error besides its errno. */
export interface ErrorDetails {
  /** The call that failed. */
  syscall?: string;
  /** The host, path or name passed to the call. */
  address?: string;
  /** The port passed to the call. */
  port?: number;
}

/** A failed system call. */
export class OSError extends Error {
  /** The error's number from errno.h; null if no system call failed. */
  declare readonly errno: number | null;
  /** The meaning of the number: `strerror(3)`. */
  declare readonly strerror: string;
  /** The number's name, such as `"ECONNREFUSED"`; missing without a number. */
  declare readonly code?: string;
  /** The call that failed. */
  declare readonly syscall?: string;
  /** The host, path or name passed to the call. */
  declare readonly address?: string;
  /** The port passed to the call. */
  declare readonly port?: number;

  /**
   * @param number - the errno, or null for none
   * @param text - its meaning. Default `strerror(3)`
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

  /** Returns the name of the error's number. */
  protected codeOf(number: number): string | undefined {
    return errno.errorcode.get(number);
  }

  /** Returns the error for an errno, of the subclass in Python's table. `text` is its meaning. */
  static from(number: number, details?: ErrorDetails, text?: string): OSError {
    const Class = classes.get(number) ?? OSError;
    return new Class(number, text, details);
  }
}

/**
 * A call on a non-blocking socket that would have blocked: EAGAIN, EALREADY, EINPROGRESS.
 *
 * Catching one is ordinary control flow, so it has no stack trace, which would cost more than the
 * call: its `stack` is undefined. `Error.captureStackTrace(error)` adds one where you catch it.
 */
export class BlockingIOError extends OSError {
  constructor(number: number | null, text?: string, details?: ErrorDetails) {
    const limit = Error.stackTraceLimit;
    // With a limit of 0, V8 would still record a trace.
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
    // Frozen intrinsics: the error gets a trace.
  }
}

/** A child process does not exist: ECHILD. */
export class ChildProcessError extends OSError {}
/** A connection failed: the base of the four classes below. */
export class ConnectionError extends OSError {}
/** The reading end of a connection or pipe is closed: EPIPE, ESHUTDOWN. */
export class BrokenPipeError extends ConnectionError {}
/** This side aborted the connection: ECONNABORTED. */
export class ConnectionAbortedError extends ConnectionError {}
/** No socket listens at the address: ECONNREFUSED. */
export class ConnectionRefusedError extends ConnectionError {}
/** The peer reset the connection: ECONNRESET. */
export class ConnectionResetError extends ConnectionError {}
/** It exists already, such as a descriptor in an epoll: EEXIST. */
export class FileExistsError extends OSError {}
/** There is no such file, such as the path of an AF_UNIX socket: ENOENT. */
export class FileNotFoundError extends OSError {}
/** A signal interrupted a call that does not wait: EINTR. Calls that wait continue instead. */
export class InterruptedError extends OSError {}
/** It is a directory: EISDIR. */
export class IsADirectoryError extends OSError {}
/** A part of the path is not a directory: ENOTDIR. */
export class NotADirectoryError extends OSError {}
/** The process has no permission: EACCES, EPERM. */
export class PermissionError extends OSError {}
/** There is no such process: ESRCH. */
export class ProcessLookupError extends OSError {}
/**
 * The time is up. With errno ETIMEDOUT, the kernel gave up; without one (null), the socket's own
 * timeout has expired.
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

/** A mapping has no such key. */
export class KeyError extends Error {}

/** Python's ValueError: a RangeError with the name that Python's programs print. */
export class ValueError extends RangeError {}

/** Python's RuntimeError: any other error. */
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

// Results of strerror(3), cached because a program may need one for every event.
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
 * Returns the error for a negative result of the raw layer: KeyboardInterrupt for `-EINTR`, a
 * TimeoutError without an errno for `TIMED_OUT`, and otherwise the OSError of its errno.
 */
export function errorOf(result: number, details?: ErrorDetails): Error {
  if (result === -errno.EINTR) return new KeyboardInterrupt();
  if (result === TIMED_OUT) return new TimeoutError(null, "timed out", details);
  return OSError.from(-result, details);
}
