/**
 * The raw layer: one function for one system call, over integer descriptors and bytes.
 *
 * - A result is what the call returned, or `-errno`.
 * - A wrong argument is a TypeError or RangeError that names it, thrown before any system call.
 * - A call that may block takes a `timeout` in seconds. Left out, or negative, it is the plain call,
 *   which blocks if the descriptor does. `0` is the plain call on a non-blocking descriptor. Above 0
 *   it polls first and calls then, and gives {@link TIMED_OUT} when the time is up.
 * - A call that a signal interrupted carries on (PEP 475). `-EINTR` means that Ctrl-C or
 *   {@link interrupt} ended it.
 * - A worker that is blocked in a call can still be terminated: a signal ends the call once something
 *   has been sent to the worker's event loop. Only a receive with MSG_WAITALL is left alone; it ends
 *   when its peer sends the rest or closes.
 * - New descriptors are close-on-exec. Those that a worker makes are closed when it ends.
 * - A socket address is the bytes of a `sockaddr`: see {@link encodeInternetAddress}.
 *
 * @module
 */

export * from "./address.ts";
export * from "./common.ts";
export * from "./descriptor.ts";
export * from "./errors.ts";
export * from "./interrupt.ts";
export * from "./lifecycle.ts";
export * from "./message.ts";
export * from "./multiplex.ts";
export * from "./names.ts";
export * from "./options.ts";
export * from "./select.ts";
export * from "./transfer.ts";
