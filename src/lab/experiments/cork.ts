import { experiment } from "../experiment.ts";
import { type Connection, connection } from "../scenes.ts";
import {
  isPrompt,
  promptRoundTripTime,
  segmentsOf,
  writeUntilHeld,
  writeTwo,
} from "../small-writes/scene.ts";

export { answer, medianRound, write } from "../small-writes/inside.ts";

const MOST_TRIES = 20;

/** What is seen of two bytes that are written into a corked connection. */
interface Corked {
  readonly held: number;
  readonly readiness: string;
  readonly segments: number;
}

/** Corks, writes two bytes, looks at the receiver, and uncorks. */
async function corkAndLook(connected: Connection): Promise<Corked> {
  const { client, conn } = connected;
  await client.setOption("TCP_CORK", true);
  const written = await writeTwo(connected, "two sends");
  const readiness = await conn.readiness();
  // Only if all is still held back now, it was so when the receiver was looked at.
  const held = (await client.tcpInfo()).tcpi_notsent_bytes!;
  await client.setOption("TCP_CORK", false);
  return { held, readiness, segments: await segmentsOf(connected, written) };
}

export default experiment({
  name: "cork",
  title: "TCP_CORK: wait until the segment is full",
  question: "A program writes a header and then a body. Can both go in one segment?",
  prediction: {
    ask: "A program sets TCP_CORK, sends two bytes, and never takes the cork out again. What becomes of the bytes?",
    choices: {
      "they leave at once": "they leave at once: there is nothing to wait for",
      "they leave by themselves": "they leave by themselves after a while",
      "they stay": "they stay until the cork is taken out",
    },
    observation: "two bytes behind a cork that stays",
  },
  expected: {
    linux: {
      "corked, two sends: bytes held back": 2,
      "corked, two sends: poll says of the receiver": "OUT",
      "uncorked: segments": 1,
      "two bytes behind a cork that stays": "they leave by themselves",
      "the receiver gets": "xx",
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
    const { client, conn } = connected;
    let corked = await corkAndLook(connected);
    // On a machine that is very slow the kernel gave up waiting before the look.
    for (let tries = 1; corked.held < 2 && tries < MOST_TRIES; tries++)
      corked = await corkAndLook(connected);
    lab.observe("corked, two sends: bytes held back", corked.held);
    lab.observe("corked, two sends: poll says of the receiver", corked.readiness);
    lab.observe("uncorked: segments", corked.segments);

    await client.setOption("TCP_CORK", true);
    const { held } = await writeUntilHeld(connected, "two sends");
    // They are behind the cork, and nobody takes it out.
    const { outcome, seconds } = await conn.recv(99).timed();
    lab.note(`the server's recv took ${seconds.toFixed(3)} seconds`);
    const wayOut = held > 0 ? "they leave by themselves" : "they leave at once";
    lab.observe("two bytes behind a cork that stays", wayOut);
    lab.observe("the receiver gets", outcome);
    lab.observe("TCP_CORK is still set", await client.getOption("TCP_CORK"));
    await client.setOption("TCP_CORK", false);

    const more = await writeTwo(connected, "MSG_MORE");
    lab.observe("MSG_MORE with the first send: segments", await segmentsOf(connected, more));
    const milliseconds = await promptRoundTripTime(connected, "corked");
    lab.note(`cork, two sends, uncork, and an answer: ${milliseconds.toFixed(2)} ms`);
    const isQuick = isPrompt(milliseconds);
    lab.observe("cork, two sends, uncork, and an answer: below 30 ms", isQuick);
  },
});
