// The verdict on a method under a fault. It holds up when all of this is so:
//
// 1. No descriptor is open afterwards that belongs to nobody, and none was closed a second time.
// 2. What is thrown is an OSError with the errno's code, and of a call that fails in the shim with the
//    name of that call; or a TimeoutError. Nothing else, and no KeyboardInterrupt: nobody pressed Ctrl-C.
// 3. A wait or a transfer that a signal interrupts is made again, and gives what it gives without one.
// 4. The result, or the class of the error and its errno, are those of CPython under the same fault; or
//    there is a reason for another below.

import { errorcode } from "bsd-sockets/errno";

import { errnoOf } from "../errnos.ts";
import { type Fault, textOf } from "../shim.ts";
import type { Cell, Outcome } from "./cell.ts";

/** What CPython's method came to. */
export type Twin = Pick<Outcome, "value" | "error" | "errno" | "happened"> | null;

/** Why a method comes to something else than CPython's. */
interface Difference {
  readonly why: string;
  matches(cell: Cell, fault: Fault): boolean;
}

const CLOSING = ["socket.close", "close", "recv_fds", "has_dualstack_ipv6"];
const UNSENDABLE = [errnoOf("EINVAL"), errnoOf("ENOSYS")];

/** What differs from CPython on purpose. */
const differences: readonly Difference[] = [
  {
    why: "a descriptor is closed when a signal comes meanwhile; CPython raises InterruptedError",
    matches: ({ operation }, { call, value }) =>
      CLOSING.includes(operation) && call === "close" && value === errnoOf("EINTR"),
  },
  {
    why: "connect_ex gives the errno of its wait; CPython 3.11 has a SystemError there",
    matches: ({ operation }, { call }) => operation.startsWith("connect_ex") && call === "poll",
  },
  {
    why: "set_inheritable tells what ioctl says; CPython asks fcntl when ioctl is not to be had",
    matches: ({ operation }) => operation === "set_inheritable",
  },
  {
    why: "sendfile tells a failure that is not about the file; CPython reads and sends instead",
    matches: ({ operation }, { call, value }) =>
      operation.startsWith("sendfile") && call === "sendfile" && !UNSENDABLE.includes(value),
  },
  {
    why: "sendfile also reads and sends when its wait is refused so",
    matches: ({ operation }, { call, value }) =>
      operation.startsWith("sendfile") && call === "poll" && UNSENDABLE.includes(value),
  },
  {
    why: "epoll.close tells what close says; CPython 3.11 means to, and does not",
    matches: ({ operation }, { call }) => operation === "epoll.close" && call === "close",
  },
];

/** The names that errors give to the kernel's calls. */
const NAMES: Readonly<Record<string, readonly string[]>> = {
  accept4: ["accept"],
  recvfrom: ["recv", "recvfrom"],
  sendto: ["send", "sendto"],
  fcntl: ["fcntl", "dup"],
  // A look-up has a pipe to the thread that it runs in.
  pipe2: ["getaddrinfo"],
  read: ["read", "getaddrinfo"],
};

// What waits or transfers, which the package makes again after a signal.
const RETRIED = [
  ...["accept4", "recvfrom", "sendto", "recvmsg", "sendmsg", "sendfile", "read", "write"],
  ...["poll", "select", "epoll_wait"],
];

/** What is wrong with a cell, if anything. `normal` is what the method comes to without a fault. */
export function faultOf(cell: Cell, normal: Outcome, twin: Twin): string | null {
  const { fault, outcome } = cell;
  if (outcome.leaked.length > 0) return `leaks ${outcome.leaked.join(", ")}`;
  if (outcome.vainCloses > 0) return "closes a descriptor that is not open";
  return wrongError(fault, outcome) ?? wrongRetry(cell, normal) ?? wrongBesides(cell, twin);
}

function wrongError(fault: Fault | null, { error, errno, code, syscall }: Outcome): string | null {
  if (error === undefined) return null;
  if (errno === undefined) return `throws ${error}`;
  if (errno === null) return error === "TimeoutError" ? null : `throws ${error} without an errno`;
  if (code !== errorcode.get(errno)) return `the code of ${errno} is ${String(code)}`;
  if (fault?.value !== errno || syscall === undefined) return null;
  const names = NAMES[fault.call] ?? [fault.call];
  const isWait = fault.call === "poll" || fault.call === "getsockopt";
  return isWait || names.includes(syscall) ? null : `tells ${syscall} of ${fault.call}`;
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
  return `${textOfResult(outcome)}, where CPython has ${textOfResult(twin)}`;
}

function textOfResult({ value, error, errno }: Pick<Outcome, "value" | "error" | "errno">): string {
  if (value !== undefined) return JSON.stringify(value);
  return `${error === "RangeError" ? "ValueError" : String(error)} ${errno ?? ""}`;
}

/** A cell's name. */
export function nameOf({ operation, fault }: Cell): string {
  return `${operation} under ${fault === null ? "no fault" : textOf(fault)}`;
}
