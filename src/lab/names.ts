/**
 * Numbers of the kernel's by their names.
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

/** All that can be asked of `poll(2)`. */
export const everyEvent: number = events
  .filter(([name]) => name !== "NVAL")
  .reduce((mask, [, bit]) => mask | bit, 0);

/** The events of `poll(2)` or `epoll_wait(2)`, whose numbers are the same: `"IN|HUP"`. */
export function eventNames(mask: number): string {
  return events
    .filter(([, bit]) => (mask & bit) !== 0)
    .map(([name]) => name)
    .join("|");
}

/** The name of what `connect_ex` or SO_ERROR gives: `"OK"` for 0. */
export function nameOf(errno: number): string {
  return errno === 0 ? "OK" : (errorcode.get(errno) ?? String(errno));
}

/** The constant with a prefix that has a number: `"AF_INET"`. */
export function constantName(prefix: string, number: number): string {
  if (prefix === "AF_") return socket.AddressFamily[number] ?? String(number);
  if (prefix === "SOCK_") return socket.SocketKind[number] ?? String(number);
  if (prefix === "SHUT_") return ["SHUT_RD", "SHUT_WR", "SHUT_RDWR"][number] ?? String(number);
  const found = Object.entries(socket).find(
    ([name, value]) => name.startsWith(prefix) && value === number,
  );
  return found?.[0] ?? String(number);
}

/** Flags by their names: `"MSG_PEEK | MSG_TRUNC"`. */
export function flagNames(flags: Readonly<Record<string, unknown>>, mask: number): string {
  const found = Object.entries(flags).filter(
    // The results of & are signed, and the highest bit (EPOLLET) is not.
    ([, bit]) => typeof bit === "number" && bit !== 0 && (mask & bit) === (bit | 0),
  );
  const rest = found.reduce((left, [, bit]) => left & ~(bit as number), mask);
  const names = found.map(([name]) => name);
  return [...names, ...(rest === 0 ? [] : [`0x${(rest >>> 0).toString(16)}`])].join(" | ");
}
