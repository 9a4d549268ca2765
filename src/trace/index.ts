/**
 * The system calls that the package makes, as they are made.
 *
 * Each is recorded at the one place where the addon calls the system: what was asked, what the
 * kernel answered, when, and how long it took. The environment variable `BSD_SOCKETS_TRACE` does the
 * same for a whole program: `1` prints a line for each call on standard error, anything else is a
 * file to write.
 *
 * @module
 */

export type { Call, SocketState } from "./call.ts";
export { formatCall } from "./format.ts";
export { Trace, trace, type TraceOptions } from "./trace.ts";
