import { b } from "bsd-sockets/python";

import type { Inside } from "../agent/inside.ts";
import { experiment } from "../experiment.ts";
import { type Connection, connection } from "../scenes.ts";
import { heldBack } from "../small-writes/inside.ts";
import {
  isPrompt,
  promptRoundTime,
  segmentsFor,
  segmentsOf,
  writeTwo,
} from "../small-writes/scene.ts";
import { until } from "../until.ts";

export { answer, heldBack, medianRound, segmentsSince, write } from "../small-writes/inside.ts";

const MOST_TRIES = 20;

/** In the client: sends a byte, and waits until the kernel sends it on; the seconds until then. */
export async function sendAndWait(inside: Inside): Promise<number> {
  const start = performance.now();
  inside.socket("client").send(b`x`);
  await until("the byte has left", () => heldBack(inside) === 0);
  return (performance.now() - start) / 1000;
}

/** What is seen of two bytes that are written into a corked connection. */
interface Corked {
  readonly held: number;
  readonly readiness: string;
  readonly segments: number;
}

/** Corks, writes two bytes, looks at the receiver, and uncorks. */
async function corkAndLook(connected: Connection): Promise<Corked> {
  const { client, clientProcess, conn } = connected;
  await client.setOption("TCP_CORK", true);
  const written = await writeTwo(connected, "two sends");
  const readiness = await conn.readiness();
  // Only if all is still held back now, it was so when the receiver was looked at.
  const held = await clientProcess.run("TCP_INFO: how much is held back still", heldBack);
  await client.setOption("TCP_CORK", false);
  return { held, readiness, segments: await segmentsOf(connected, written) };
}

export default experiment({
  name: "cork",
  title: "TCP_CORK: wait until the segment is full",
  question: "A program writes a header and then a body. Can both go in one segment?",
  prediction: {
    ask: "A program sets TCP_CORK, sends a byte, and never takes the cork out again. What becomes of the byte?",
    choices: {
      "it leaves at once": "it leaves at once: there is nothing to wait for",
      "it leaves by itself": "it leaves by itself after a while",
      "it stays": "it stays until the cork is taken out",
    },
    observation: "a byte behind a cork that stays",
  },
  expected: {
    linux: {
      "corked, two sends: bytes held back": 2,
      "corked, two sends: poll says of the receiver": "OUT",
      "uncorked: segments": 1,
      "a byte behind a cork that stays": "it leaves by itself",
      "the receiver gets": "x",
      "TCP_CORK is still set": true,
      "MSG_MORE with the first send: segments": 1,
      "cork, two sends, uncork, and an answer: below 30 ms": true,
    },
  },
  explanation: `TCP_CORK is an order: send full segments only, and keep a last one that is not full until
more comes or the cork is taken out. Nagle's algorithm looks similar, but it asks another question: is a
small segment still unacknowledged? It lets the first small write go at once. A cork holds the first one
too, so that header and body leave together when the cork is taken out, without a delay.

Who forgets the cork loses nothing but time: after 200 ms the kernel sends what there is, and goes on
holding back what comes later.

A cork is worth its two system calls when the parts come from different calls, such as a header by send()
and a file by sendfile(). MSG_MORE says the same for one call: more follows. If all parts are in memory,
one sendmsg() of all of them does it alone, on every system. TCP_CORK and MSG_MORE are Linux's own.`,
  manual: ["tcp(7)", "send(2)", "sendfile(2)"],

  async run(lab) {
    const connected = await connection(lab);
    const { client, clientProcess, conn } = connected;
    let corked = await corkAndLook(connected);
    // On a machine that is very slow the kernel gave up waiting before the look.
    for (let tries = 1; corked.held < 2 && tries < MOST_TRIES; tries++)
      corked = await corkAndLook(connected);
    lab.observe("corked, two sends: bytes held back", corked.held);
    lab.observe("corked, two sends: poll says of the receiver", corked.readiness);
    lab.observe("uncorked: segments", corked.segments);

    await client.setOption("TCP_CORK", true);
    const words = "send a byte, and wait until it leaves; the seconds until then";
    const seconds = await clientProcess.run(words, sendAndWait);
    lab.observe(
      "a byte behind a cork that stays",
      seconds > 0.15 ? "it leaves by itself" : "it leaves at once",
    );
    lab.observe("the receiver gets", await conn.recv(99).outcome());
    lab.observe("TCP_CORK is still set", await client.getOption("TCP_CORK"));
    await client.setOption("TCP_CORK", false);

    const more = await segmentsFor(connected, "MSG_MORE");
    lab.observe("MSG_MORE with the first send: segments", more);
    const milliseconds = await promptRoundTime(connected, "corked");
    lab.note(`cork, two sends, uncork, and an answer: ${milliseconds.toFixed(2)} ms`);
    const isQuick = isPrompt(milliseconds);
    lab.observe("cork, two sends, uncork, and an answer: below 30 ms", isQuick);
  },
});
