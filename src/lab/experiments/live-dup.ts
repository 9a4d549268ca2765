import { b } from "bsd-sockets/python";
import { SHUT_WR } from "bsd-sockets/socket";

import { experiment } from "../experiment.ts";
import { connection } from "../scenes.ts";

export default experiment({
  name: "live-dup",
  title: "close() does not close while a dup lives",
  question:
    "A client closes its socket, of which a dup is still open somewhere. What does the server see?",
  prediction: {
    ask: "The client's socket has a dup. The client calls close() on the first one. What is the state of the server's end?",
    choices: {
      CLOSE_WAIT: "CLOSE_WAIT: the client has closed, so its FIN has come",
      ESTABLISHED: "ESTABLISHED: the server has heard nothing",
      CLOSE: "CLOSE: the connection is over on both sides",
    },
    observation: "after close(): the server's state",
  },
  expected: {
    linux: {
      "after close(): the server's state": "ESTABLISHED",
      "after close(): poll says of the server's end": "OUT",
      "the server receives from the dup": "text",
      "the dup is closed too: the server's state": "CLOSE_WAIT",
      "the dup is closed too: the server receives": "",
      "shutdown() with a live dup: the server receives": "",
      "shutdown() with a live dup: the dup sends": "EPIPE",
    },
  },
  explanation: `Descriptors are names for a socket, and close() takes away one name. The connection ends when the last one is gone; only
then the kernel sends the FIN. That is meant so: a server forks a child, closes its own descriptor of the connection, and
the child goes on. But whoever waits for the end of the stream waits in vain as long as somebody has a forgotten copy:
a child process that has inherited it, a process that it was passed to, a dup in another part of the program.

Inherited copies are avoided by close-on-exec, which Python and this package set on every socket that they make. And who
wants to say “no more from me”, whoever else has the socket, calls shutdown(). It acts on the socket itself, not on
the name: the FIN goes out at once, and no copy can send any more. close() is still needed, to free the number.`,
  manual: ["close(2)", "shutdown(2)", "dup(2)", "fcntl(2)"],

  async run(lab) {
    const { listener, clientProcess, client, conn } = await connection(lab);
    const copy = await client.dup("copy");
    await client.close();
    await copy.send(b`text`);
    // Had close() sent a FIN, it would have come before the text.
    await conn.untilReady("IN");
    lab.observe("after close(): the server's state", await conn.tcpState());
    lab.observe("the server receives from the dup", await conn.recv(99).outcome());
    lab.observe("after close(): poll says of the server's end", await conn.readiness());
    await copy.close();
    await conn.untilReady("IN");
    lab.observe("the dup is closed too: the server's state", await conn.tcpState());
    lab.observe("the dup is closed too: the server receives", await conn.recv(99).outcome());

    const second = await clientProcess.socket("second");
    await second.connect(listener.address);
    const other = await listener.accept("other");
    const secondCopy = await second.dup("secondCopy");
    await second.shutdown(SHUT_WR);
    const received = await other.recv(99).outcome();
    lab.observe("shutdown() with a live dup: the server receives", received);
    const sent = await secondCopy.send(b`text`).outcome();
    lab.observe("shutdown() with a live dup: the dup sends", sent);
  },
});
