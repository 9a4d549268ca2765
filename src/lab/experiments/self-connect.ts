import { b } from "bsd-sockets/python";

import { experiment } from "../experiment.ts";
import { needsPortRange } from "../settings.ts";

export default experiment({
  name: "self-connect",
  title: "A socket that connects to itself",
  question: "Can connect() succeed if no socket is listening?",
  prediction: {
    ask: "A socket is bound to a port and connects to this same port. No socket is listening. What does connect() return?",
    choices: {
      ECONNREFUSED: "ECONNREFUSED: no socket is listening",
      EADDRINUSE: "EADDRINUSE: the port belongs to the socket itself",
      OK: "it succeeds",
    },
    observation: "connect to its own port",
  },
  expected: {
    linux: {
      "connect to its own port": "OK",
      "its state": "ESTABLISHED",
      "its peer's address is its own address": true,
      "it receives what it sent": "text",
      "a client without bind: connect": "OK",
      "the client's peer is itself": true,
      "the server starts: bind": "EADDRINUSE",
    },
  },
  explanation: `TCP lets both ends connect to each other at the same moment: each sends a SYN and receives
the other's, and the result is one connection, without a listener (RFC 9293 calls this simultaneous open).
A socket that connects to its own port receives its own SYN, and to the kernel that looks like a
simultaneous open. The connection is real: the socket receives what it sends.

Nobody does this on purpose, but it happens. A client keeps trying to reach a server on its own machine
that is not running. Each attempt uses an ephemeral port, and if the server's port is in the ephemeral
range, sooner or later an attempt uses exactly that port. (Here the range is narrowed to this one port, so
that it happens at once.) Now the client talks to itself and believes that the server is back, and the
server cannot start because its port is in use.

So servers should use ports below the ephemeral range, which starts at 32768 by default. A client can
compare getsockname() with getpeername(): if they are equal, close the socket, wait a moment, and try
again.`,
  manual: ["connect(2)", "ip(7)", "tcp(7)"],
  needs: [needsPortRange],

  async run(lab) {
    const process = await lab.process("client");
    const bound = await process.socket("bound");
    await bound.bind(["127.0.0.1", 0]);
    lab.observe("connect to its own port", await bound.connect(bound.address).outcome());
    lab.observe("its state", await bound.tcpState());
    const isItself = String(await bound.getpeername()) === String(await bound.getsockname());
    lab.observe("its peer's address is its own address", isItself);
    await bound.send(b`text`);
    lab.observe("it receives what it sent", await bound.recv(99).outcome());

    // A free port.
    const gone = await process.socket("gone");
    await gone.bind(["127.0.0.1", 0]);
    const { address } = gone;
    await gone.close();
    const client = await process.socket("client");
    await client.setOption("IP_LOCAL_PORT_RANGE", { low: address[1], high: address[1] });
    lab.observe("a client without bind: connect", await client.connect(address).outcome());
    const isItselfToo = String(await client.getpeername()) === String(await client.getsockname());
    lab.observe("the client's peer is itself", isItselfToo);
    const server = await lab.process("server");
    const listener = await server.socket("listener");
    await listener.setOption("SO_REUSEADDR", true);
    lab.observe("the server starts: bind", await listener.bind(address).outcome());
  },
});
