// The verdict on a method under a fault. It passes if all of this is true:
//
// 1. Afterwards no descriptor is open without an owner, and none was closed twice.
// 2. Only OSError is thrown, with the fault's errno, code and the name of the failed call, or
//    TimeoutError. In particular not KeyboardInterrupt: nobody pressed Ctrl-C.
// 3. A wait or transfer that a signal interrupts is repeated, with the same result as without a
// signal.
// 4. The result, or the error's class and errno, equal CPython's under the same fault, unless there
// is
//    a reason below.

import { errorcode } from "bsd-sockets/errno";

import { errnoOf } from "../errnos.ts";
import { type Fault, textOf } from "../shim.ts";
import type { Cell, Outcome } from "./cell.ts";

/** The outcome of CPython's method. */
export type Twin = Pick<Outcome, "value" | "error" | "errno" | "happened"> | null;

/** Why a method's outcome differs from CPython's. */
interface Difference {
  readonly why: string;
  matches(cell: Cell, fault: Fault): boolean;
}

const CLOSING = ["socket.close", "close", "recv_fds", "has_dualstack_ipv6"];
const UNSENDABLE = [errnoOf("EINVAL"), errnoOf("ENOSYS")];

/** Intentional differences from CPython. */
const differences: readonly Difference[] = [
  {
    why: "a signal does not stop close() from closing; CPython throws InterruptedError",
    matches: ({ operation }, { call, value }) =>
      CLOSING.includes(operation) && call === "close" && value === errnoOf("EINTR"),
  },
  {
    why: "connect_ex returns the errno of its wait; CPython 3.11 throws SystemError",
    matches: ({ operation }, { call }) => operation.startsWith("connect_ex") && call === "poll",
  },
  {
    why: "set_inheritable reports ioctl's error; CPython falls back to fcntl",
    matches: ({ operation }) => operation === "set_inheritable",
  },
  {
    why: "sendfile reports errors that are not about the file; CPython falls back to reading and sending",
    matches: ({ operation }, { call, value }) =>
      operation.startsWith("sendfile") && call === "sendfile" && !UNSENDABLE.includes(value),
  },
  {
    why: "sendfile also falls back to reading and sending when its wait fails with this errno",
    matches: ({ operation }, { call, value }) =>
      operation.startsWith("sendfile") && call === "poll" && UNSENDABLE.includes(value),
  },
  {
    why: "epoll.close reports close's error; CPython 3.11 intends to, but does not",
    matches: ({ operation }, { call }) => operation === "epoll.close" && call === "close",
  },
];

/** The names of the kernel's calls in errors. */
const NAMES: Readonly<Record<string, readonly string[]>> = {
  accept4: ["accept"],
  recvfrom: ["recv", "recvfrom"],
  sendto: ["send", "sendto"],
  fcntl: ["fcntl", "dup"],
  // A name lookup has a pipe to its thread.
  pipe2: ["getaddrinfo"],
  read: ["read", "getaddrinfo"],
};

// Calls that wait or transfer, which the package repeats after a signal.
const RETRIED = [
  ...["accept4", "recvfrom", "sendto", "recvmsg", "sendmsg", "sendfile", "read", "write"],
  ...["poll", "select", "epoll_wait"],
];

/** Returns what is wrong with a cell, or null. `normal` is the outcome without a fault. */
export function faultOf(cell: Cell, normal: Outcome, twin: Twin): string | null {
  const { fault, outcome } = cell;
  if (outcome.leaked.length > 0) return `leaks ${outcome.leaked.join(", ")}`;
  if (outcome.vainCloses > 0) return "closes a descriptor that is not open";
  return wrongError(fault, outcome) ?? wrongRetry(cell, normal) ?? wrongBesides(cell, twin);
}

function wrongError(fault: Fault | null, { error, errno, code, syscall }: Outcome): string | null {
  if (error === undefined) return null;
  if (errno === undefined) return `throws ${error}`;
  if (errno === null) return error === "TimeoutError" ? null : `throws ${error} without errno`;
  if (code !== errorcode.get(errno)) return `the code of ${errno} is ${String(code)}`;
  if (fault?.value !== errno || syscall === undefined) return null;
  const names = NAMES[fault.call] ?? [fault.call];
  const isWait = fault.call === "poll" || fault.call === "getsockopt";
  return isWait || names.includes(syscall) ? null : `reports ${syscall} instead of ${fault.call}`;
}

function wrongRetry({ fault, outcome }: Cell, normal: Outcome): string | null {
  if (fault?.action !== "errno" || fault.value !== errnoOf("EINTR")) return null;
  if (!RETRIED.includes(fault.call) || textOfResult(outcome) === textOfResult(normal)) return null;
  return `a signal changes ${textOfResult(normal)} to ${textOfResult(outcome)}`;
}

function wrongBesides(cell: Cell, twin: Twin): string | null {
  const { fault, outcome } = cell;
  if (twin === null || (fault !== null && twin.happened === 0)) return null;
  if (textOfResult(outcome) === textOfResult(twin)) return null;
  if (fault !== null && differences.some((difference) => difference.matches(cell, fault))) {
    return null;
  }
  return `${textOfResult(outcome)} instead of CPython's ${textOfResult(twin)}`;
}

function textOfResult({ value, error, errno }: Pick<Outcome, "value" | "error" | "errno">): string {
  if (value !== undefined) return JSON.stringify(value);
  return `${error === "RangeError" ? "ValueError" : String(error)} ${errno ?? ""}`;
}

/** Returns a cell's name. */
export function nameOf({ operation, fault }: Cell): string {
  return `${operation} under ${fault === null ? "no fault" : textOf(fault)}`;
}
