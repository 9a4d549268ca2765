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

/** What happens to two bytes that are written to a corked connection. */
interface Corked {
  readonly held: number;
  readonly readiness: string;
  readonly segments: number;
}

/** Sets TCP_CORK, writes two bytes, observes the receiver, and clears TCP_CORK. */
async function writeCorked(connected: Connection): Promise<Corked> {
  const { client, conn } = connected;
  await client.setOption("TCP_CORK", true);
  const written = await writeTwo(connected, "two sends");
  const readiness = await conn.readiness();
  // If both bytes are still held back now, they were when the receiver was observed.
  const held = (await client.tcpInfo()).tcpi_notsent_bytes!;
  await client.setOption("TCP_CORK", false);
  return { held, readiness, segments: await segmentsOf(connected, written) };
}

export default experiment({
  name: "cork",
  title: "TCP_CORK: wait until the segment is full",
  question: "A program writes a header and then a body. Can both be sent in one segment?",
  prediction: {
    ask: "A program sets TCP_CORK, sends two bytes, and never clears TCP_CORK. What happens to the bytes?",
    choices: {
      "sent at once": "they are sent at once: there is nothing to wait for",
      "sent later": "they are sent after a while",
      "not sent": "they are not sent until TCP_CORK is cleared",
    },
    observation: "TCP_CORK is never cleared: the two bytes are",
  },
  expected: {
    linux: {
      "corked, two sends: bytes held back": 2,
      "corked, two sends: poll() on the receiver": "OUT",
      "TCP_CORK cleared: segments": 1,
      "TCP_CORK is never cleared: the two bytes are": "sent later",
      "the receiver's recv": "xx",
      "TCP_CORK is still set afterwards": true,
      "MSG_MORE on the first send: segments": 1,
      "cork, two sends, uncork, an answer: below 30 ms": true,
    },
  },
  explanation: `TCP_CORK tells the kernel to send full segments only, and to hold back the last, partial
one until more data is written or the option is cleared. Nagle's algorithm looks similar, but its
condition is a small segment that has not been acknowledged, so it sends the first small write at once.
TCP_CORK holds back the first one too, so that header and body are sent together, without a delay, when
you clear it.

If you forget to clear it, you lose nothing but time: after 200 ms the kernel sends what it has, and goes
on holding back later data.

TCP_CORK is worth its two extra system calls if the parts come from different calls, such as a header from
send() and a file from sendfile(). MSG_MORE says the same for a single call: more data follows. If all
parts are in memory, one sendmsg() does the job on every system. TCP_CORK and MSG_MORE only exist on
Linux.`,
  manual: ["tcp(7)", "send(2)", "sendfile(2)"],

  async run(lab) {
    const connected = await connection(lab);
    const { client, conn } = connected;
    let corked = await writeCorked(connected);
    // On a very slow machine the kernel sends the bytes before the receiver is observed.
    for (let tries = 1; corked.held < 2 && tries < MOST_TRIES; tries++)
      corked = await writeCorked(connected);
    lab.observe("corked, two sends: bytes held back", corked.held);
    lab.observe("corked, two sends: poll() on the receiver", corked.readiness);
    lab.observe("TCP_CORK cleared: segments", corked.segments);

    await client.setOption("TCP_CORK", true);
    const { held } = await writeUntilHeld(connected, "two sends");
    // TCP_CORK is still set here.
    const { outcome, seconds } = await conn.recv(99).timed();
    lab.note(`the server's recv took ${seconds.toFixed(3)} seconds`);
    const sent = held > 0 ? "sent later" : "sent at once";
    lab.observe("TCP_CORK is never cleared: the two bytes are", sent);
    lab.observe("the receiver's recv", outcome);
    lab.observe("TCP_CORK is still set afterwards", await client.getOption("TCP_CORK"));
    await client.setOption("TCP_CORK", false);

    const more = await writeTwo(connected, "MSG_MORE");
    lab.observe("MSG_MORE on the first send: segments", await segmentsOf(connected, more));
    const milliseconds = await promptRoundTripTime(connected, "corked");
    lab.note(`cork, two sends, uncork, an answer: ${milliseconds.toFixed(2)} ms`);
    const isQuick = isPrompt(milliseconds);
    lab.observe("cork, two sends, uncork, an answer: below 30 ms", isQuick);
  },
});
