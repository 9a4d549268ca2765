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
    ask: "A client sends a byte, and a second one right after it. The server has acknowledged nothing yet. What is on its way?",
    choices: {
      2: "both bytes: send() sends",
      1: "the first byte; the second one waits",
      0: "neither: the kernel waits for more",
    },
    observation: "two sends: bytes on their way",
  },
  expected: {
    linux: {
      "two sends: bytes on their way": 1,
      "two sends: segments in the end": 2,
      "two sends, an answer: at least 30 ms": true,
      "the same, the server sets TCP_QUICKACK: below 30 ms": true,
      "one sendmsg of both: segments": 1,
      "one sendmsg of both, an answer: below 30 ms": true,
      "TCP_NODELAY, two sends: bytes held back": 0,
      "TCP_NODELAY, two sends: segments": 2,
      "TCP_NODELAY, two sends, an answer: below 30 ms": true,
    },
  },
  explanation: `Each side saves packets, and each waits for the other. Nagle's algorithm, at the sender,
says: as long as a small segment is on its way and not acknowledged, keep further small data back and
collect it. So the first write leaves at once, and the second waits for the first one's ACK. The receiver
in turn does not send an ACK for each segment. It waits a little, on Linux 40 ms at least, because the
answer is likely to come soon and can carry the ACK. But half a request has no answer. So nothing moves
until the receiver's patience ends, in every round again.

(A connection that is new, or was idle, acknowledges at once. So a test with one request shows no delay.)

Alone, either of the two is harmless: write, read, write, read has no delay, for the answer is the ACK.
It is write, write, read that suffers.

The best remedy is to write once: put head and body together, or hand both to sendmsg(). It is one
segment and one system call. TCP_NODELAY turns Nagle's algorithm off: each write is sent at once, in a
segment of its own. Most programs that talk in requests and answers set it, and then see to it that their
writes are not tiny. TCP_QUICKACK helps at the receiver, but it does not last: the kernel goes back to
delaying.`,
  manual: ["tcp(7)", "sendmsg(2)"],

  async run(lab) {
    const connected = await connection(lab);
    const written = await writeUntilHeld(connected, "two sends");
    lab.observe("two sends: bytes on their way", 2 - written.held);
    lab.observe("two sends: segments in the end", await segmentsOf(connected, written));

    const told = (words: string, milliseconds: number): boolean => {
      lab.note(`${words}: ${milliseconds.toFixed(2)} ms`);
      return isPrompt(milliseconds);
    };
    const slow = told("two sends, an answer", await roundTripTime(connected, "two sends"));
    lab.observe("two sends, an answer: at least 30 ms", !slow);
    const quick = await promptRoundTripTime(connected, "two sends", true);
    lab.observe(
      "the same, the server sets TCP_QUICKACK: below 30 ms",
      told("with TCP_QUICKACK", quick),
    );

    const joined = await writeTwo(connected, "one sendmsg");
    lab.observe("one sendmsg of both: segments", await segmentsOf(connected, joined));
    const once = await promptRoundTripTime(connected, "one sendmsg");
    lab.observe("one sendmsg of both, an answer: below 30 ms", told("with one sendmsg", once));

    await connected.client.setOption("TCP_NODELAY", true);
    const undelayed = await writeTwo(connected, "two sends");
    lab.observe("TCP_NODELAY, two sends: bytes held back", undelayed.held);
    lab.observe("TCP_NODELAY, two sends: segments", await segmentsOf(connected, undelayed));
    const direct = await promptRoundTripTime(connected, "two sends");
    lab.observe("TCP_NODELAY, two sends, an answer: below 30 ms", told("with TCP_NODELAY", direct));
  },
});
