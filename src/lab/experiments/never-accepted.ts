import { b } from "bsd-sockets/python";

import { experiment } from "../experiment.ts";
import { listening } from "../scenes.ts";

const PLENTY = 1000;

export default experiment({
  name: "never-accepted",
  title: "Connected, and never accepted",
  question: "A server listens and never calls accept(). What does a client notice?",
  prediction: {
    ask: "Nobody calls accept(). What does the client's connect() do?",
    choices: {
      OK: "it returns: the client is connected",
      ECONNREFUSED: "it fails with ECONNREFUSED",
      sleeps: "it sleeps until somebody accepts",
    },
    observation: "connect",
  },
  expected: {
    linux: {
      connect: "OK",
      "the client's state": "ESTABLISHED",
      "waiting at the listener": "ESTABLISHED",
      send: 5,
      "recv without waiting": "EAGAIN",
      "send takes more than 1000 bytes more": true,
      "and then": "EAGAIN",
      "poll, when the listener is closed": "IN|OUT|ERR|HUP|RDHUP",
      "recv, when the listener is closed": "ECONNRESET",
    },
  },
  explanation: `connect() speaks with the server's kernel and not with its program. The kernel
answers the handshake, puts the connection into the listener's queue, and even receives and
acknowledges data for it, as much as fits into its buffer. So neither connect() nor send() says that
anybody is there: a server that hangs, or is too busy to accept, looks just like one that is slow to
answer.

When the listener is closed, or its program ends, the kernel resets what is still in the queue. All
that was sent is lost, though every send() had succeeded.

So a client that wants to know whether its peer is alive waits for an answer of the program itself,
with a timeout of its own.`,
  manual: ["listen(2)", "accept(2)", "connect(2)", "tcp(7)"],

  async run(lab) {
    const { listener } = await listening(lab);
    const client = await (await lab.process("client")).socket("client");
    lab.observe("connect", await client.connect(listener.address).outcome());
    await listener.untilNotAccepted("ESTABLISHED");
    lab.observe("the client's state", await client.tcpState());
    lab.observe("waiting at the listener", (await listener.notAccepted()).join(", "));

    lab.observe("send", await client.send(b`hello`).outcome());
    await client.setblocking(false);
    lab.observe("recv without waiting", await client.recv(99).outcome());
    const { bytes, error } = await client.fill();
    lab.note(`${bytes} bytes more were taken that nobody can read`);
    lab.observe("send takes more than 1000 bytes more", bytes > PLENTY);
    lab.observe("and then", error);

    await listener.close();
    await client.untilReady("ERR");
    lab.observe("poll, when the listener is closed", await client.readiness());
    lab.observe("recv, when the listener is closed", await client.recv(99).outcome());
  },
});
