import { experiment } from "../experiment.ts";
import { connection } from "../scenes.ts";
import {
  isPrompt,
  promptRoundTripTime,
  roundTripTime,
  segmentsOf,
  writeUntilHeld,
  writeTwo,
} from "../small-writes/scene.ts";

export { answer, medianRound, write } from "../small-writes/inside.ts";

export default experiment({
  name: "nagle",
  title: "Nagle's algorithm: the second small write waits",
  question: "A client sends a request in two small writes. Why is the answer 40 milliseconds late?",
  prediction: {
    ask: "A client sends one byte, and a second one right after it. The server has not acknowledged anything yet. How many bytes are on the network?",
    choices: {
      2: "both: send() sends at once",
      1: "the first; the second waits",
      0: "neither: the kernel waits for more",
    },
    observation: "two sends: bytes sent at once",
  },
  expected: {
    linux: {
      "two sends: bytes sent at once": 1,
      "two sends: segments in total": 2,
      "two sends, an answer: at least 30 ms": true,
      "two sends, an answer, TCP_QUICKACK at the server: below 30 ms": true,
      "one sendmsg of both: segments": 1,
      "one sendmsg of both, an answer: below 30 ms": true,
      "TCP_NODELAY, two sends: bytes held back": 0,
      "TCP_NODELAY, two sends: segments": 2,
      "TCP_NODELAY, two sends, an answer: below 30 ms": true,
    },
  },
  explanation: `Both sides try to save packets, and so each waits for the other. Nagle's algorithm, at the
sender, says: while a small segment has not been acknowledged, hold back further small data and collect
it. So the first write is sent at once, and the second waits for the ACK of the first. The receiver, in
turn, does not send an ACK for each segment. It waits a little, at least 40 ms on Linux, because an answer
will probably follow soon and can carry the ACK. But half a request gets no answer. So nothing moves until
the delayed ACK is sent, and this repeats with every request.

(A connection that is new, or was idle, acknowledges at once. So a test with a single request shows no
delay.)

Either mechanism alone is harmless: write, read, write, read has no delay, because the answer carries the
ACK. The slow pattern is write, write, read.

The best fix is to write once: concatenate header and body, or pass both to sendmsg(). That takes one
segment and one system call. TCP_NODELAY turns Nagle's algorithm off: each write is sent at once, in its
own segment. Most request-response programs set it, and then avoid tiny writes. TCP_QUICKACK helps at the
receiver, but it is not permanent: the kernel returns to delayed ACKs.`,
  manual: ["tcp(7)", "sendmsg(2)"],

  async run(lab) {
    const connected = await connection(lab);
    const written = await writeUntilHeld(connected, "two sends");
    lab.observe("two sends: bytes sent at once", 2 - written.held);
    lab.observe("two sends: segments in total", await segmentsOf(connected, written));

    const noteTime = (words: string, milliseconds: number): boolean => {
      lab.note(`${words}: ${milliseconds.toFixed(2)} ms`);
      return isPrompt(milliseconds);
    };
    const slow = noteTime("two sends, an answer", await roundTripTime(connected, "two sends"));
    lab.observe("two sends, an answer: at least 30 ms", !slow);
    const quick = await promptRoundTripTime(connected, "two sends", true);
    lab.observe(
      "two sends, an answer, TCP_QUICKACK at the server: below 30 ms",
      noteTime("with TCP_QUICKACK", quick),
    );

    const joined = await writeTwo(connected, "one sendmsg");
    lab.observe("one sendmsg of both: segments", await segmentsOf(connected, joined));
    const once = await promptRoundTripTime(connected, "one sendmsg");
    lab.observe("one sendmsg of both, an answer: below 30 ms", noteTime("with one sendmsg", once));

    await connected.client.setOption("TCP_NODELAY", true);
    const undelayed = await writeTwo(connected, "two sends");
    lab.observe("TCP_NODELAY, two sends: bytes held back", undelayed.held);
    lab.observe("TCP_NODELAY, two sends: segments", await segmentsOf(connected, undelayed));
    const direct = await promptRoundTripTime(connected, "two sends");
    lab.observe(
      "TCP_NODELAY, two sends, an answer: below 30 ms",
      noteTime("with TCP_NODELAY", direct),
    );
  },
});
