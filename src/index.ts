/**
 * BSD sockets and I/O multiplexing as raw system calls, with CPython's semantics.
 *
 * Each module is a namespace here and also an entry point of its own, such as `bsd-sockets/socket`.
 *
 * @module
 */

export * as errno from "./errno.ts";
export * from "./errors.ts";
export * from "./python/index.ts";
export * as messages from "./messages/index.ts";
export * as select from "./select/index.ts";
export * as selectors from "./selectors/index.ts";
export * as socket from "./socket/index.ts";
export * as struct from "./struct/index.ts";
export * as syscalls from "./syscalls/index.ts";
export * as trace from "./trace/index.ts";
export { interrupt } from "./syscalls/index.ts";
