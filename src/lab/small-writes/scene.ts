/**
 * The steps that the experiments about small writes share.
 *
 * @module
 */

import type { Connection } from "../scenes.ts";
import { answer, medianRound, type Way, write } from "./inside.ts";

const ROUNDS = 10;
const MOST_TRIES = 20;
// A delayed ACK takes at least 40 ms, minus one tick of the kernel's clock.
const DELAY_MILLISECONDS = 30;

/** The state after two bytes were written. */
export interface Written {
  /** How many of the bytes the kernel held back. */
  readonly held: number;
  /** The number of segments sent before. */
  readonly before: number;
}

async function segments(client: Connection["client"]): Promise<number> {
  const info = await client.tcpInfo();
  // On a slow machine a segment may be retransmitted before its ACK arrives.
  return info.tcpi_data_segs_out! - info.tcpi_total_retrans;
}

/** Makes the client write two bytes to a server that delays its ACKs. */
export async function writeTwo(connection: Connection, way: Way): Promise<Written> {
  const { client, clientProcess, conn } = connection;
  // A new connection acknowledges at once; this switches to the delayed ACKs of an older one.
  await conn.setOption("TCP_QUICKACK", false);
  const before = await segments(client);
  const words = `${way} of one byte each, then the number of bytes held back`;
  return { held: await clientProcess.run(words, write, way), before };
}

/** Like writeTwo, but tries again if the machine was so slow that nothing was held back any more. */
export async function writeUntilHeld(connection: Connection, way: Way): Promise<Written> {
  for (let tries = 1; ; tries++) {
    const written = await writeTwo(connection, way);
    if (written.held > 0 || tries === MOST_TRIES) return written;
    await segmentsOf(connection, written);
  }
}

/** Receives both bytes, and returns the number of segments that carried them. */
export async function segmentsOf(
  { client, conn }: Connection,
  { before }: Written,
): Promise<number> {
  await conn.until("2 bytes are in conn's queue", (seen) => seen?.receiveQueue === 2);
  await conn.recv(99);
  return (await segments(client)) - before;
}

/** True if a time is shorter than a delayed ACK. */
export function isPrompt(milliseconds: number): boolean {
  return milliseconds < DELAY_MILLISECONDS;
}

/** Returns the median time in milliseconds for two bytes and their answer. */
export async function roundTripTime(
  { server, clientProcess }: Connection,
  way: Way,
  isQuick = false,
): Promise<number> {
  const receive = isQuick ? "TCP_QUICKACK, recv" : "recv";
  const answering = server.run(
    `${ROUNDS} times: ${receive} two bytes, send one`,
    answer,
    ROUNDS,
    isQuick,
  );
  const asking = clientProcess.run(
    `${ROUNDS} times: ${way} of one byte each, then recv; the median in ms`,
    medianRound,
    way,
    ROUNDS,
  );
  const [milliseconds] = await Promise.all([asking, answering]);
  return milliseconds;
}

/** Like roundTripTime, but tries again while the time is as long as a delayed ACK: the machine may be slow. */
export async function promptRoundTripTime(
  connection: Connection,
  way: Way,
  isQuick = false,
): Promise<number> {
  for (let tries = 1; ; tries++) {
    const milliseconds = await roundTripTime(connection, way, isQuick);
    if (isPrompt(milliseconds) || tries === MOST_TRIES) return milliseconds;
  }
}
