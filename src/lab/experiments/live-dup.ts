import { b } from "bsd-sockets/python";
import { SHUT_WR } from "bsd-sockets/socket";

import { experiment } from "../experiment.ts";
import { connection } from "../scenes.ts";

export default experiment({
  name: "live-dup",
  title: "close() does not end the connection while a dup is open",
  question:
    "A client closes its socket, but a dup of it is still open. What does the server notice?",
  prediction: {
    ask: "The client's socket has a dup. The client calls close() on the original. What is the state of the server's end?",
    choices: {
      CLOSE_WAIT: "CLOSE_WAIT: the client has closed, so its FIN has arrived",
      ESTABLISHED: "ESTABLISHED: no FIN was sent",
      CLOSE: "CLOSE: the connection is over on both sides",
    },
    observation: "after close(): the server's state",
  },
  expected: {
    linux: {
      "after close(): the server's state": "ESTABLISHED",
      "after close(): poll() on the server's end": "OUT",
      "the server receives from the dup": "text",
      "after close() of the dup: the server's state": "CLOSE_WAIT",
      "after close() of the dup: the server receives": "",
      "shutdown() with an open dup: the server receives": "",
      "shutdown() with an open dup: the dup sends": "EPIPE",
    },
  },
  explanation: `Descriptors are references to a socket, and close() removes one reference. Only when the
last one is gone does the kernel send the FIN. That is by design: a server can fork a child and close its
own descriptor of the connection, and the child goes on. But a peer that waits for the end of the stream
waits in vain while a forgotten copy exists: in a child process that has inherited it, in a process that
it was passed to, or as a dup in another part of the program.

Close-on-exec prevents copies in the programs that a process starts, and Python and this package set it on
every socket that they create. To end your stream even if others have the socket, call shutdown(). It acts
on the socket itself, not on the descriptor: the FIN is sent at once, and no copy can send any more. You
still need close() to free the descriptor.`,
  manual: ["close(2)", "shutdown(2)", "dup(2)", "fcntl(2)"],

  async run(lab) {
    const { listener, clientProcess, client, conn } = await connection(lab);
    const copy = await client.dup("copy");
    await client.close();
    await copy.send(b`text`);
    // If close() had sent a FIN, it would have arrived before the text.
    await conn.untilReady("IN");
    lab.observe("after close(): the server's state", await conn.tcpState());
    lab.observe("the server receives from the dup", await conn.recv(99).outcome());
    lab.observe("after close(): poll() on the server's end", await conn.readiness());
    await copy.close();
    await conn.untilReady("IN");
    lab.observe("after close() of the dup: the server's state", await conn.tcpState());
    lab.observe("after close() of the dup: the server receives", await conn.recv(99).outcome());

    const second = await clientProcess.socket("second");
    await second.connect(listener.address);
    const other = await listener.accept("other");
    const secondCopy = await second.dup("secondCopy");
    await second.shutdown(SHUT_WR);
    const received = await other.recv(99).outcome();
    lab.observe("shutdown() with an open dup: the server receives", received);
    const sent = await secondCopy.send(b`text`).outcome();
    lab.observe("shutdown() with an open dup: the dup sends", sent);
  },
});
