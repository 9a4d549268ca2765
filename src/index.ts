/**
 * BSD sockets and I/O multiplexing as raw system calls, with the meaning that CPython gives them.
 *
 * The modules are namespaces here and entry points of their own: `bsd-sockets/socket` and so on.
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
