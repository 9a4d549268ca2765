/**
 * How the experiments about small writes have them made.
 *
 * @module
 */

import type { Connection } from "../scenes.ts";
import { answer, medianRound, type Way, write } from "./inside.ts";

const ROUNDS = 10;
const MOST_TRIES = 20;
// A delayed acknowledgement takes 40 ms or more, less a tick of the kernel's clock.
const DELAY_MILLISECONDS = 30;

/** What came of two bytes that were written. */
export interface Written {
  /** How many of them were held back when they had been written. */
  readonly held: number;
  /** How many segments had been sent before. */
  readonly before: number;
}

async function segments(client: Connection["client"]): Promise<number> {
  const info = await client.tcpInfo();
  // On a slow machine a segment may be sent again before its ACK has come.
  return info.tcpi_data_segs_out! - info.tcpi_total_retrans;
}

/** Has the client write two bytes, to a server that does not acknowledge at once. */
export async function writeTwo(connection: Connection, way: Way): Promise<Written> {
  const { client, clientProcess, conn } = connection;
  // A new connection acknowledges at once. This is how it does later.
  await conn.setOption("TCP_QUICKACK", false);
  const before = await segments(client);
  const words = `${way}, a byte each; how many are held back then`;
  return { held: await clientProcess.run(words, write, way), before };
}

/** The same; again when the machine was so slow that nothing was held back any more. */
export async function writeAndSee(connection: Connection, way: Way): Promise<Written> {
  for (let tries = 1; ; tries++) {
    const written = await writeTwo(connection, way);
    if (written.held > 0 || tries === MOST_TRIES) return written;
    await segmentsOf(connection, written);
  }
}

/** Waits until both bytes are there, and takes them. Gives the number of segments that it took. */
export async function segmentsOf(
  { client, conn }: Connection,
  { before }: Written,
): Promise<number> {
  await conn.until("2 bytes are in its queue", (seen) => seen?.receiveQueue === 2);
  await conn.recv(99);
  return (await segments(client)) - before;
}

/** Whether rounds are quicker than the delay of an acknowledgement. */
export function isPrompt(milliseconds: number): boolean {
  return milliseconds < DELAY_MILLISECONDS;
}

/** How long, in milliseconds, two bytes and their answer usually take. */
export async function roundTime(
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
    `${ROUNDS} times: ${way}, a byte each, and recv; the median in ms`,
    medianRound,
    way,
    ROUNDS,
  );
  const [milliseconds] = await Promise.all([asking, answering]);
  return milliseconds;
}

/** The same; again when the machine was so slow that the kernel cannot be told from it. */
export async function promptRoundTime(
  connection: Connection,
  way: Way,
  isQuick = false,
): Promise<number> {
  for (let tries = 1; ; tries++) {
    const milliseconds = await roundTime(connection, way, isQuick);
    if (isPrompt(milliseconds) || tries === MOST_TRIES) return milliseconds;
  }
}
