/**
 * Functions that write two bytes in different ways, inside a process. An experiment re-exports them,
 * because its processes look for functions in the experiment's file.
 *
 * @module
 */

import { median } from "d3-array";

import * as socket from "../../socket/index.ts";
import type { Inside } from "../agent/inside.ts";

/** How two bytes are written. */
export type Way = "two sends" | "one sendmsg" | "MSG_MORE" | "corked";

const BYTE = Buffer.from("x");

const ways: Readonly<Record<Way, (s: socket.Socket) => void>> = {
  "two sends": (s) => {
    s.send(BYTE);
    s.send(BYTE);
  },
  "one sendmsg": (s) => {
    s.sendmsg([BYTE, BYTE]);
  },
  MSG_MORE: (s) => {
    s.send(BYTE, socket.MSG_MORE);
    s.send(BYTE);
  },
  corked: (s) => {
    socket.setOption(s, "TCP_CORK", true);
    s.send(BYTE);
    s.send(BYTE);
    socket.setOption(s, "TCP_CORK", false);
  },
};

/** In the client: writes two bytes, and returns how many the kernel holds back. */
export function write({ socket: named }: Inside, way: Way): number {
  const client = named("client");
  ways[way](client);
  return socket.getOption(client, "TCP_INFO").tcpi_notsent_bytes!;
}

/** In the client: writes two bytes and waits for the answer. Returns the median time in milliseconds. */
export function medianRound({ socket: named }: Inside, way: Way, rounds: number): number {
  const client = named("client");
  const times = Array.from({ length: rounds }, () => {
    const start = performance.now();
    ways[way](client);
    client.recv(1);
    return performance.now() - start;
  });
  return Math.round(median(times)! * 1000) / 1000;
}

/** In the server: answers two bytes with one byte, `rounds` times. */
export function answer({ socket: named }: Inside, rounds: number, isQuick: boolean): void {
  const conn = named("conn");
  for (; rounds > 0; rounds--) {
    for (let left = 2; left > 0; left -= conn.recv(left).length) {
      // TCP_QUICKACK is not permanent: the kernel returns to delayed ACKs by itself.
      if (isQuick) socket.setOption(conn, "TCP_QUICKACK", true);
    }
    conn.send(BYTE);
  }
}
