/**
 * One system call as it was made, and how it reads in strace's notation.
 *
 * @module
 */

/** A socket's TCP state, by TCP_INFO. */
export interface SocketState {
  readonly fd: number;
  /** As `ss` and TCP_INFO name it, without a prefix: `"ESTABLISHED"`, `"FIN_WAIT2"`, … */
  readonly state: string;
}

/** One system call: what was asked, and what the kernel answered. */
export interface Call {
  /** 1 for the first call of its thread since it is recorded. */
  readonly number: number;
  /** The process's id. */
  readonly process: number;
  /** The thread's id, as the kernel counts threads. */
  readonly thread: number;
  /** When it was made: seconds of CLOCK_MONOTONIC, which all processes of a machine share. */
  readonly start: number;
  /** How long it took, in seconds. */
  readonly duration: number;
  /** The system call: `"accept4"`, `"recvfrom"`, … */
  readonly name: string;
  /** The arguments, decoded in strace's notation. */
  readonly arguments: readonly string[];
  /** What it returned; -1 for a failure. */
  readonly result: number;
  /** The name of its error (`"EAGAIN"`), or null. */
  readonly errno: string | null;
  /** The error's text (`"Connection refused"`), or null. */
  readonly message: string | null;
  /** What strace says behind the result, such as `"[{fd=3, revents=POLLIN}]"`, or null. */
  readonly comment: string | null;
  /** The descriptor that it is about, or null: the first argument of most calls. */
  readonly fd: number | null;
  /** The TCP states of this thread's TCP sockets when it had returned; left out when there are none. */
  readonly states?: readonly SocketState[];
}
