/**
 * Functions that send and receive many datagrams inside a process. An experiment re-exports those that
 * it runs.
 *
 * @module
 */

import type { Inside } from "./agent/inside.ts";
import * as select from "../select/index.ts";
import { AF_INET, type InetAddress, SOCK_DGRAM, socket } from "../socket/index.ts";

/** Inside a process: sends `each` datagrams from each of `sockets` sockets. */
export function sendMany(_: Inside, address: InetAddress, sockets: number, each: number): void {
  for (let made = 0; made < sockets; made++) {
    using one = socket(AF_INET, SOCK_DGRAM);
    for (let sent = 0; sent < each; sent++) one.sendto(Buffer.from("text"), address);
  }
}

/** Inside a process: receives `count` datagrams, and returns how many each socket received. */
export function receiveMany(
  { socket }: Inside,
  names: readonly string[],
  count: number,
): Record<string, number> {
  const got = Object.fromEntries(names.map((name) => [name, 0]));
  for (let received = 0; received < count; received++) {
    const [ready] = select.select(names.map(socket), [], []);
    const name = names.find((one) => socket(one) === ready[0])!;
    ready[0]!.recv(99);
    got[name]! += 1;
  }
  return got;
}
