import { EPOLLIN } from "bsd-sockets/select";
import * as socket from "bsd-sockets/socket";

import type { Inside } from "../agent/inside.ts";
import { experiment } from "../experiment.ts";
import { listening } from "../scenes.ts";
import { needsDescriptors } from "../settings.ts";

const DESCRIPTORS = 256;
const kept: socket.Socket[] = [];

/** In the server: makes sockets until none is left, and names the last; says why it ends. */
export function makeSockets({ add }: Inside, last: string): string {
  for (;;) {
    try {
      kept.push(socket.socket());
    } catch (error) {
      add(last, kept.pop()!);
      return (error as NodeJS.ErrnoException).code ?? "";
    }
  }
}

export default experiment({
  name: "emfile",
  title: "No descriptor left: accept fails, and fails again",
  question: "A server has as many descriptors as it may have. What becomes of the next connection?",
  prediction: {
    ask: "accept() has just failed with EMFILE. What does the epoll say of the listener?",
    choices: {
      "listener IN": "there is a connection to accept: it still waits in the queue",
      nothing: "nothing: the kernel has dropped the connection that it could not hand over",
      "listener ERR": "there is an error at the listener",
    },
    observation: "the epoll after accept has failed",
  },
  expected: {
    linux: {
      "socket() with a full table": "EMFILE",
      "accept with a full table": "EMFILE",
      "the epoll after accept has failed": "listener IN",
      "accept again": "EMFILE",
      "the epoll once more": "listener IN",
      "the state of the client": "ESTABLISHED",
      "accept when one descriptor is free": "OK",
      "accept with a full table and nobody waiting": "EMFILE",
      "accept with room and nobody waiting": "EAGAIN",
      "the client receives when its connection is closed": "",
    },
  },
  explanation: `Each process has a table of descriptors with an end: ulimit -n, often 1024. When it is full, accept() cannot
make another one and fails with EMFILE. It looks for the free place first, even before it looks whether
anybody waits: with an empty queue, too, it says EMFILE and not EAGAIN.

The connection is not lost. The kernel finished the handshake without the server, and the client may
send. It stays in the queue, so the listener stays readable, and a loop that merely logs the error comes
back at once: a spin that takes a whole processor and helps nobody, while the clients wait.

What to do: stop watching the listener until a connection has been closed. Or keep a spare descriptor, as is
done here at the end: close it, accept, close the connection at once so that the client learns of it, and
open the spare again. And raise the limit, and set a limit of your own to connections below it. The same
goes for ENFILE, the limit of the whole system.`,
  manual: ["accept(2)", "getrlimit(2)", "epoll(7)"],
  needs: [needsDescriptors(DESCRIPTORS)],

  async run(lab) {
    const { server, listener } = await listening(lab, { descriptors: DESCRIPTORS });
    await listener.setblocking(false);
    const epoll = await server.epoll("epoll");
    await epoll.register(listener, EPOLLIN!);
    const client = await (await lab.process("client")).socket("client");
    await client.connect(listener.address);
    await listener.untilReady("IN");

    const made = await server.run("socket(), again and again until it fails", makeSockets, "spare");
    lab.observe("socket() with a full table", made);
    lab.observe("accept with a full table", await listener.accept("conn").outcome());
    lab.observe("the epoll after accept has failed", await epoll.poll(0).outcome());
    lab.observe("accept again", await listener.accept("conn").outcome());
    lab.observe("the epoll once more", await epoll.poll(0).outcome());
    lab.observe("the state of the client", await client.tcpState());

    await server.named("spare").close();
    lab.observe("accept when one descriptor is free", await listener.accept("conn").outcome());
    const full = await listener.accept("nobody").outcome();
    lab.observe("accept with a full table and nobody waiting", full);
    await server.named("conn").close();
    const withRoom = await listener.accept("nobody").outcome();
    lab.observe("accept with room and nobody waiting", withRoom);
    const received = await client.recv(99).outcome();
    lab.observe("the client receives when its connection is closed", received);
  },
});
