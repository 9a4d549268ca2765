import { b } from "bsd-sockets/python";

import { experiment } from "../experiment.ts";
import { listening } from "../scenes.ts";

const PLENTY = 1000;

export default experiment({
  name: "never-accepted",
  title: "Connected but never accepted",
  question: "A server listens but never calls accept(). What does a client notice?",
  prediction: {
    ask: "The server never calls accept(). What does the client's connect() do?",
    choices: {
      OK: "it returns: the client is connected",
      ECONNREFUSED: "it fails with ECONNREFUSED",
      sleeps: "it sleeps until the server calls accept()",
    },
    observation: "connect",
  },
  expected: {
    linux: {
      connect: "OK",
      "the client's state": "ESTABLISHED",
      "in the listener's queue": "ESTABLISHED",
      send: 5,
      "recv without waiting": "EAGAIN",
      "send accepts more than 1000 further bytes": true,
      "send when the buffers are full": "EAGAIN",
      "poll after the listener was closed": "IN|OUT|ERR|HUP|RDHUP",
      "recv after the listener was closed": "ECONNRESET",
    },
  },
  explanation: `connect() talks to the server's kernel, not to the server program. The kernel completes
the handshake, puts the connection into the listener's queue, and even receives and acknowledges data for
it, as much as fits into the buffer. So neither a successful connect() nor a successful send() proves that
the program is working: a server that hangs, or is too busy to accept, looks just like one that answers
slowly.

When the listener is closed, or its process ends, the kernel resets the connections that are still in the
queue. Everything that was sent is lost, although every send() had succeeded.

So if a client needs to know whether its peer is alive, it must wait for an answer from the program
itself, with its own timeout.`,
  manual: ["listen(2)", "accept(2)", "connect(2)", "tcp(7)"],

  async run(lab) {
    const { listener } = await listening(lab);
    const client = await (await lab.process("client")).socket("client");
    lab.observe("connect", await client.connect(listener.address).outcome());
    await listener.untilNotAccepted("ESTABLISHED");
    lab.observe("the client's state", await client.tcpState());
    lab.observe("in the listener's queue", (await listener.notAccepted()).join(", "));

    lab.observe("send", await client.send(b`hello`).outcome());
    await client.setblocking(false);
    lab.observe("recv without waiting", await client.recv(99).outcome());
    const { bytes, error } = await client.fill();
    lab.note(`send() accepted ${bytes} further bytes that no program can read`);
    lab.observe("send accepts more than 1000 further bytes", bytes > PLENTY);
    lab.observe("send when the buffers are full", error);

    await listener.close();
    await client.untilReady("ERR");
    lab.observe("poll after the listener was closed", await client.readiness());
    lab.observe("recv after the listener was closed", await client.recv(99).outcome());
  },
});
