/**
 * Names for the kernel's numbers.
 *
 * @module
 */

import { errorcode } from "../errno.ts";
import * as select from "../select/index.ts";
import * as socket from "../socket/index.ts";

const events: readonly (readonly [name: string, bit: number])[] = [
  ["IN", select.POLLIN],
  ["PRI", select.POLLPRI],
  ["OUT", select.POLLOUT],
  ["ERR", select.POLLERR],
  ["HUP", select.POLLHUP],
  ["NVAL", select.POLLNVAL],
  ["RDHUP", select.POLLRDHUP ?? 0],
];

/** All events that `poll(2)` can be asked for. */
export const everyEvent: number = events
  .filter(([name]) => name !== "NVAL")
  .reduce((mask, [, bit]) => mask | bit, 0);

/** The names of the events in a mask: `"IN|HUP"`. `poll(2)` and `epoll_wait(2)` use the same numbers. */
export function eventNames(mask: number): string {
  return events
    .filter(([, bit]) => (mask & bit) !== 0)
    .map(([name]) => name)
    .join("|");
}

/** The name of the number that `connect_ex` or SO_ERROR returns: `"OK"` for 0. */
export function nameOf(errno: number): string {
  return errno === 0 ? "OK" : (errorcode.get(errno) ?? String(errno));
}

/** The name of the constant with this prefix and value: `"AF_INET"`. */
export function constantName(prefix: string, number: number): string {
  if (prefix === "AF_") return socket.AddressFamily[number] ?? String(number);
  if (prefix === "SOCK_") return socket.SocketKind[number] ?? String(number);
  if (prefix === "SHUT_") return ["SHUT_RD", "SHUT_WR", "SHUT_RDWR"][number] ?? String(number);
  const found = Object.entries(socket).find(
    ([name, value]) => name.startsWith(prefix) && value === number,
  );
  return found?.[0] ?? String(number);
}

/** The names of the flags in a mask: `"MSG_PEEK | MSG_TRUNC"`. */
export function flagNames(flags: Readonly<Record<string, unknown>>, mask: number): string {
  const found = Object.entries(flags).filter(
    // The result of & is signed, but the value of EPOLLET, the highest bit, is not.
    ([, bit]) => typeof bit === "number" && bit !== 0 && (mask & bit) === (bit | 0),
  );
  const rest = found.reduce((left, [, bit]) => left & ~(bit as number), mask);
  const names = found.map(([name]) => name);
  return [...names, ...(rest === 0 ? [] : [`0x${(rest >>> 0).toString(16)}`])].join(" | ");
}
