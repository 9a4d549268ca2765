import { constants, readFileSync } from "node:fs";

import { b } from "bsd-sockets/python";
import { MSG_DONTWAIT } from "bsd-sockets/socket";

import { experiment } from "../experiment.ts";
import type { RemoteSocket } from "../remote/socket.ts";
import { listening } from "../scenes.ts";

/** Whether O_NONBLOCK is set, as the kernel has it. */
function isNonBlocking({ process, fd }: Pick<RemoteSocket, "process" | "fd">): boolean {
  const text = readFileSync(`/proc/${process.pid}/fdinfo/${fd}`, "utf8");
  const flags = Number.parseInt(/^flags:\s+(\d+)$/mu.exec(text)![1]!, 8);
  return (flags & constants.O_NONBLOCK) !== 0;
}

export default experiment({
  name: "blocking-modes",
  title: "Whose is O_NONBLOCK?",
  question: "A listener does not block. Does the socket of a connection that it accepts?",
  prediction: {
    ask: "A listener has setblocking(false), and accepts a connection. There is nothing to read yet. What does recv() on the new socket give?",
    choices: {
      EAGAIN: "EAGAIN: the new socket is like its listener",
      text: "what is sent later: the call sleeps until it comes",
      "": "nothing, an empty result",
    },
    observation: "recv on the accepted socket",
  },
  expected: {
    linux: {
      "O_NONBLOCK of the listener": true,
      "O_NONBLOCK of the accepted socket": false,
      "recv on the accepted socket": "text",
      "recv with MSG_DONTWAIT": "EAGAIN",
      "O_NONBLOCK after that": false,
      "setblocking(false) on a dup: O_NONBLOCK of both": "true, true",
      "recv on the one that was left alone": "EAGAIN",
      "settimeout(20): O_NONBLOCK": true,
      "settimeout(20): recv sleeps in": "poll",
      "settimeout(20): recv gives": "late",
      "settimeout(0.1) and nothing comes": "TimeoutError",
    },
  },
  explanation: `Whether a call waits is a flag, O_NONBLOCK. It belongs neither to the number nor to the connection, but to the open file
in between. On Linux a socket that accept() makes begins without it, whatever its listener has; on BSD and macOS it
inherits the flag. So rely on neither, and set what you want on each socket that you accept.

A dup, a child's inherited descriptor, and one that was passed to another process lead to the same open file. So whoever
sets the flag sets it for all, and calls elsewhere suddenly say EAGAIN. That is how a program that makes its standard
input non-blocking spoils it for the shell. For a single call there is MSG_DONTWAIT, which changes nothing.

The kernel's calls know only “wait” and “do not wait”. A timeout, as Python and this package have it, is made of
two calls: poll() waits, for as long as was said, and then the call itself does not. So a socket with a timeout has
O_NONBLOCK set, and so have all its dups.`,
  manual: ["accept(2)", "fcntl(2)", "recv(2)", "poll(2)"],
  needs: ["/proc"],

  async run(lab) {
    const { listener } = await listening(lab);
    await listener.setblocking(false);
    const client = await (await lab.process("client")).socket("client");
    await client.connect(listener.address);
    await listener.untilReady("IN");
    const conn = await listener.accept("conn");
    lab.observe("O_NONBLOCK of the listener", isNonBlocking(listener));
    lab.observe("O_NONBLOCK of the accepted socket", isNonBlocking(conn));
    const receiving = await conn.recv(99).blocks();
    await client.send(b`text`);
    lab.observe("recv on the accepted socket", await receiving.outcome());

    lab.observe("recv with MSG_DONTWAIT", await conn.recv(99, MSG_DONTWAIT).outcome());
    lab.observe("O_NONBLOCK after that", isNonBlocking(conn));

    const copy = await conn.dup("copy");
    await copy.setblocking(false);
    const both = [conn, copy].map(isNonBlocking).join(", ");
    lab.observe("setblocking(false) on a dup: O_NONBLOCK of both", both);
    lab.observe("recv on the one that was left alone", await conn.recv(99).outcome());

    await conn.settimeout(20);
    lab.observe("settimeout(20): O_NONBLOCK", isNonBlocking(conn));
    const waiting = await conn.recv(99).blocks();
    lab.observe("settimeout(20): recv sleeps in", waiting.sleepsIn);
    await client.send(b`late`);
    lab.observe("settimeout(20): recv gives", await waiting.outcome());
    await conn.settimeout(0.1);
    lab.observe("settimeout(0.1) and nothing comes", await conn.recv(99).outcome());
  },
});
