import { EPOLLIN } from "bsd-sockets/select";
import * as socket from "bsd-sockets/socket";

import type { Inside } from "../agent/inside.ts";
import { experiment } from "../experiment.ts";
import { listening } from "../scenes.ts";
import { needsDescriptors } from "../settings.ts";

const DESCRIPTORS = 256;
const kept: socket.Socket[] = [];

/** In the server: makes sockets until that fails, and names the last one. Returns the error's code. */
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
  title: "EMFILE: accept() without free descriptors",
  question: "A server has used all its descriptors. What happens to the next connection?",
  prediction: {
    ask: "accept() has just failed with EMFILE. What does the epoll report for the listener?",
    choices: {
      "listener IN": "IN: the connection still waits in the queue",
      nothing: "nothing: the kernel has dropped the connection",
      "listener ERR": "ERR: the listener has an error",
    },
    observation: "the epoll after accept has failed",
  },
  expected: {
    linux: {
      "socket() with a full table": "EMFILE",
      "accept with a full table": "EMFILE",
      "the epoll after accept has failed": "listener IN",
      "accept again": "EMFILE",
      "the epoll again": "listener IN",
      "the client's state": "ESTABLISHED",
      "accept when one descriptor is free": "OK",
      "accept with a full table and an empty queue": "EMFILE",
      "accept with a free descriptor and an empty queue": "EAGAIN",
      "the client receives when the server closes the connection": "",
    },
  },
  explanation: `The number of descriptors that a process can have is limited: ulimit -n, often 1024. When
the descriptor table is full, accept() cannot create another descriptor and fails with EMFILE. It reserves
the descriptor before it checks whether a connection is waiting: with an empty queue it also fails with
EMFILE, not EAGAIN.

The connection is not lost. The kernel has completed the handshake without the server, and the client can
send. The connection stays in the queue, so the listener stays readable, and a loop that only logs the
error comes back at once: it spins and uses a whole CPU core, while the clients wait.

What can you do? Stop watching the listener until a connection has been closed. Or keep a spare
descriptor, as in the last steps here: close it, accept, close the connection at once so that the client
is notified, and open the spare again. Also raise the limit, and set your own limit on connections below
it. The same applies to ENFILE, the limit for the whole system.`,
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

    const made = await server.run("socket() until it fails", makeSockets, "spare");
    lab.observe("socket() with a full table", made);
    lab.observe("accept with a full table", await listener.accept("conn").outcome());
    lab.observe("the epoll after accept has failed", await epoll.poll(0).outcome());
    lab.observe("accept again", await listener.accept("conn").outcome());
    lab.observe("the epoll again", await epoll.poll(0).outcome());
    lab.observe("the client's state", await client.tcpState());

    await server.named("spare").close();
    lab.observe("accept when one descriptor is free", await listener.accept("conn").outcome());
    const full = await listener.accept("nobody").outcome();
    lab.observe("accept with a full table and an empty queue", full);
    await server.named("conn").close();
    const withRoom = await listener.accept("nobody").outcome();
    lab.observe("accept with a free descriptor and an empty queue", withRoom);
    const received = await client.recv(99).outcome();
    lab.observe("the client receives when the server closes the connection", received);
  },
});
