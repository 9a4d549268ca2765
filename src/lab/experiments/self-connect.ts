import { b } from "bsd-sockets/python";

import { experiment } from "../experiment.ts";
import { needsPortRange } from "../settings.ts";

export default experiment({
  name: "self-connect",
  title: "A socket that is connected to itself",
  question: "Nobody listens. Can connect() succeed all the same?",
  prediction: {
    ask: "A socket is bound to a port and connects to that very port. No socket listens. What does connect() say?",
    choices: {
      ECONNREFUSED: "ECONNREFUSED: nobody listens",
      EADDRINUSE: "EADDRINUSE: the port is its own",
      OK: "it works",
    },
    observation: "connect to its own port",
  },
  expected: {
    linux: {
      "connect to its own port": "OK",
      "its state": "ESTABLISHED",
      "its peer's address is its own": true,
      "what it sends, it receives": "text",
      "a client without bind: connect": "OK",
      "its peer's address is its own too": true,
      "the server that comes then: bind": "EADDRINUSE",
    },
  },
  explanation: `TCP allows both ends to call each other at the same moment: each sends a SYN, each gets
the other's, and one connection comes of it, without a listener (RFC 9293 calls it simultaneous open). A
socket that calls its own port meets its own SYN, and the kernel sees just that: two ends that call each
other. The connection is real. What the socket sends, it receives.

Nobody does this on purpose, but it happens. A client tries again and again to reach a server on its own
machine that is not running. Each try takes a port from the range of temporary ports, and if the server's
port lies in that range, sooner or later it is the server's very port. (Here the range is narrowed to
that port, so that it is found at once.) Now the client talks to itself and believes the server is back,
and the server cannot start, for its port is in use.

So servers take ports below the range, which begins at 32768 by default. A client can compare
getsockname() with getpeername(): if they are the same, close, wait a moment, and try again.`,
  manual: ["connect(2)", "ip(7)", "tcp(7)"],
  needs: [needsPortRange],

  async run(lab) {
    const process = await lab.process("client");
    const bound = await process.socket("bound");
    await bound.bind(["127.0.0.1", 0]);
    lab.observe("connect to its own port", await bound.connect(bound.address).outcome());
    lab.observe("its state", await bound.tcpState());
    const isItself = String(await bound.getpeername()) === String(await bound.getsockname());
    lab.observe("its peer's address is its own", isItself);
    await bound.send(b`text`);
    lab.observe("what it sends, it receives", await bound.recv(99).outcome());

    // A port of which nobody is left.
    const gone = await process.socket("gone");
    await gone.bind(["127.0.0.1", 0]);
    const { address } = gone;
    await gone.close();
    const client = await process.socket("client");
    await client.setOption("IP_LOCAL_PORT_RANGE", { low: address[1], high: address[1] });
    lab.observe("a client without bind: connect", await client.connect(address).outcome());
    const isItselfToo = String(await client.getpeername()) === String(await client.getsockname());
    lab.observe("its peer's address is its own too", isItselfToo);
    const server = await lab.process("server");
    const listener = await server.socket("listener");
    await listener.setOption("SO_REUSEADDR", true);
    lab.observe("the server that comes then: bind", await listener.bind(address).outcome());
  },
});
