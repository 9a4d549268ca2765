import type { InetAddress } from "bsd-sockets/socket";

import { experiment } from "../experiment.ts";
import { nameOf } from "../names.ts";
import type { RemoteSocket } from "../remote/socket.ts";
import { connection } from "../scenes.ts";

type Inet = RemoteSocket<InetAddress>;

/** Closes a socket so that the connection is reset, and waits until the peer is notified. */
async function reset(closing: Inet, peer: Inet): Promise<void> {
  await closing.setOption("SO_LINGER", { onoff: true, linger: 0 });
  await closing.close();
  await peer.untilReady("ERR");
}

export default experiment({
  name: "so-error",
  title: "Reading SO_ERROR clears the error",
  question: "A connection was reset, and a program reads SO_ERROR. What does recv() return then?",
  prediction: {
    ask: "The connection was reset. getOption(client, SO_ERROR) has returned ECONNRESET. What does the next recv() return?",
    choices: {
      ECONNRESET: "ECONNRESET: the connection is still broken",
      "": "an empty result, as at the end of the stream",
      ENOTCONN: "ENOTCONN: there is no connection any more",
    },
    observation: "recv after reading SO_ERROR",
  },
  expected: {
    linux: {
      "poll after the reset": "IN|OUT|ERR|HUP|RDHUP",
      SO_ERROR: "ECONNRESET",
      "poll after reading SO_ERROR": "IN|OUT|HUP|RDHUP",
      "SO_ERROR again": "OK",
      "recv after reading SO_ERROR": "",
      "recv without reading SO_ERROR": "ECONNRESET",
      "SO_ERROR after that recv": "OK",
    },
  },
  explanation: `An error from the network, such as a reset, usually arrives when no call is waiting for
it. So the kernel stores it in the socket, and poll() reports ERR. The first call that asks gets the error
and clears it: a recv() or send() that fails with it, or getsockopt(SO_ERROR), which reads and clears it.

So if a program reads SO_ERROR, perhaps for a log, and goes on to call recv(), it gets an empty result.
That looks like an orderly end, and the program takes half a message for a whole one. Read SO_ERROR only
if you act on it: after connect(), and when poll() has reported ERR. If it is not 0, the connection is
over.`,
  manual: ["socket(7)", "getsockopt(2)", "poll(2)", "recv(2)"],

  async run(lab) {
    const { listener, clientProcess, client, conn } = await connection(lab);
    await reset(conn, client);
    lab.observe("poll after the reset", await client.readiness());
    lab.observe("SO_ERROR", nameOf(await client.getOption("SO_ERROR")));
    lab.observe("poll after reading SO_ERROR", await client.readiness());
    lab.observe("SO_ERROR again", nameOf(await client.getOption("SO_ERROR")));
    lab.observe("recv after reading SO_ERROR", await client.recv(99).outcome());

    const other = await clientProcess.socket("other");
    await other.connect(listener.address);
    const peer = await listener.accept("peer");
    await reset(peer, other);
    lab.observe("recv without reading SO_ERROR", await other.recv(99).outcome());
    lab.observe("SO_ERROR after that recv", nameOf(await other.getOption("SO_ERROR")));
  },
});
