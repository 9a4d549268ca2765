import { constants, readFileSync } from "node:fs";

import { b } from "bsd-sockets/python";
import { MSG_DONTWAIT } from "bsd-sockets/socket";

import { experiment } from "../experiment.ts";
import type { RemoteSocket } from "../remote/socket.ts";
import { listening } from "../scenes.ts";

/** True if O_NONBLOCK is set, according to the kernel. */
function isNonBlocking({ process, fd }: Pick<RemoteSocket, "process" | "fd">): boolean {
  const text = readFileSync(`/proc/${process.pid}/fdinfo/${fd}`, "utf8");
  const flags = Number.parseInt(/^flags:\s+(\d+)$/mu.exec(text)![1]!, 8);
  return (flags & constants.O_NONBLOCK) !== 0;
}

export default experiment({
  name: "blocking-modes",
  title: "What O_NONBLOCK belongs to",
  question: "A listener is non-blocking. Is a socket that it accepts non-blocking too?",
  prediction: {
    ask: "A listener with setblocking(false) accepts a connection. There is nothing to read yet. What does recv() on the new socket return?",
    choices: {
      EAGAIN: "EAGAIN: the new socket is non-blocking like its listener",
      text: "the data that is sent later: the call sleeps until it arrives",
      "": "an empty result",
    },
    observation: "recv on the accepted socket",
  },
  expected: {
    linux: {
      "O_NONBLOCK of the listener": true,
      "O_NONBLOCK of the accepted socket": false,
      "recv on the accepted socket": "text",
      "recv with MSG_DONTWAIT": "EAGAIN",
      "O_NONBLOCK after MSG_DONTWAIT": false,
      "setblocking(false) on a dup: O_NONBLOCK of both": "true, true",
      "recv on the original socket then": "EAGAIN",
      "settimeout(20): O_NONBLOCK": true,
      "settimeout(20): recv sleeps in": "poll",
      "settimeout(20): recv returns": "late",
      "settimeout(0.1) and nothing arrives: recv": "TimeoutError",
    },
  },
  explanation: `A flag, O_NONBLOCK, decides whether calls wait. It belongs to the open file description,
not to the descriptor and not to the connection. On Linux a socket returned by accept() starts without the
flag, even if its listener has it; on BSD and macOS it inherits the flag. So do not rely on either, and
set the mode on each socket that you accept.

A dup, a descriptor that a child process inherits, and one passed to another process all share the same
open file description. Setting the flag through one of them sets it for all, and calls elsewhere suddenly
fail with EAGAIN. That is how a program that makes its standard input non-blocking breaks the shell it was
started from. For a single call, use MSG_DONTWAIT, which leaves the flag alone.

The kernel's calls either wait or do not wait. Python and this package build a timeout from two calls:
poll() waits for up to that long, and then the call itself does not wait. So a socket with a timeout has
O_NONBLOCK set, and so do all its dups.`,
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
    lab.observe("O_NONBLOCK after MSG_DONTWAIT", isNonBlocking(conn));

    const copy = await conn.dup("copy");
    await copy.setblocking(false);
    const both = [conn, copy].map(isNonBlocking).join(", ");
    lab.observe("setblocking(false) on a dup: O_NONBLOCK of both", both);
    lab.observe("recv on the original socket then", await conn.recv(99).outcome());

    await conn.settimeout(20);
    lab.observe("settimeout(20): O_NONBLOCK", isNonBlocking(conn));
    const waiting = await conn.recv(99).blocks();
    lab.observe("settimeout(20): recv sleeps in", waiting.sleepsIn);
    await client.send(b`late`);
    lab.observe("settimeout(20): recv returns", await waiting.outcome());
    await conn.settimeout(0.1);
    lab.observe("settimeout(0.1) and nothing arrives: recv", await conn.recv(99).outcome());
  },
});
