import type { InetAddress } from "bsd-sockets/socket";

import { experiment } from "../experiment.ts";
import { nameOf } from "../names.ts";
import type { RemoteSocket } from "../remote/socket.ts";
import { connection } from "../scenes.ts";

type Inet = RemoteSocket<InetAddress>;

/** Closes in such a way that the connection is reset, and waits until the peer knows. */
async function reset(closing: Inet, peer: Inet): Promise<void> {
  await closing.setOption("SO_LINGER", { onoff: true, linger: 0 });
  await closing.close();
  await peer.untilReady("ERR");
}

export default experiment({
  name: "so-error",
  title: "Reading SO_ERROR takes the error away",
  question: "A connection was reset, and a program looks at SO_ERROR. What does recv() say then?",
  prediction: {
    ask: "The connection was reset. getOption(client, SO_ERROR) has said ECONNRESET. What does the next recv() give?",
    choices: {
      ECONNRESET: "ECONNRESET: the connection is still a broken one",
      "": "nothing, as at the end of the stream",
      ENOTCONN: "ENOTCONN: there is no connection any more",
    },
    observation: "recv after reading SO_ERROR",
  },
  expected: {
    linux: {
      "poll after the reset": "IN|OUT|ERR|HUP|RDHUP",
      SO_ERROR: "ECONNRESET",
      "poll after reading SO_ERROR": "IN|OUT|HUP|RDHUP",
      "SO_ERROR once more": "OK",
      "recv after reading SO_ERROR": "",
      "recv without reading SO_ERROR": "ECONNRESET",
      "SO_ERROR after that recv": "OK",
    },
  },
  explanation: `An error that comes from the network, such as a reset, comes while no call is there
to be told. So the kernel notes it at the socket, and poll() says ERR. Whoever asks first is told,
and with that the note is gone: a recv() or a send() that fails with it, or getsockopt(SO_ERROR),
which reads and clears.

So a program that looks at SO_ERROR, for a log perhaps, and goes on to recv(), finds an empty result
there. That is the sign of an orderly end: it takes half a message for a whole one. Read SO_ERROR
only to act on it: after connect(), and when poll() has said ERR; if it was not 0, the connection is
over.`,
  manual: ["socket(7)", "getsockopt(2)", "poll(2)", "recv(2)"],

  async run(lab) {
    const { listener, clientProcess, client, conn } = await connection(lab);
    await reset(conn, client);
    lab.observe("poll after the reset", await client.readiness());
    lab.observe("SO_ERROR", nameOf(await client.getOption("SO_ERROR")));
    lab.observe("poll after reading SO_ERROR", await client.readiness());
    lab.observe("SO_ERROR once more", nameOf(await client.getOption("SO_ERROR")));
    lab.observe("recv after reading SO_ERROR", await client.recv(99).outcome());

    const other = await clientProcess.socket("other");
    await other.connect(listener.address);
    const peer = await listener.accept("peer");
    await reset(peer, other);
    lab.observe("recv without reading SO_ERROR", await other.recv(99).outcome());
    lab.observe("SO_ERROR after that recv", nameOf(await other.getOption("SO_ERROR")));
  },
});
