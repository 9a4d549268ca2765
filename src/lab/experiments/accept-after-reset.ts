import { b } from "bsd-sockets/python";
import type { InetAddress, Socket } from "bsd-sockets/socket";

import type { Inside } from "../agent/inside.ts";
import { experiment } from "../experiment.ts";
import { listening } from "../scenes.ts";

/** In the server: accepts the connection as conn. Returns the port of the client's address. */
export function accept({ socket, add }: Inside): number {
  const [conn, address] = (socket("listener") as Socket<InetAddress>).accept();
  add("conn", conn);
  return address![1];
}

export default experiment({
  name: "accept-after-reset",
  title: "Accepting a connection that was reset",
  question:
    "A client connects, and resets the connection before the server accepts it. What does accept() return?",
  prediction: {
    ask: "The client's reset has arrived, and no other client has connected. What does accept() return?",
    choices: {
      "the client's address":
        "the connection, with the client's address, as if nothing had happened",
      ECONNABORTED: "ECONNABORTED: the connection ended before it was accepted",
      EAGAIN: "EAGAIN: there is no connection to accept",
    },
    observation: "accept",
  },
  expected: {
    linux: {
      "poll() on the listener": "IN",
      "connections in the listener's queue": 1,
      accept: "the client's address",
      getpeername: "ENOTCONN",
      recv: "before",
      "second recv": "ECONNRESET",
      "third recv": "",
    },
  },
  explanation: `On Linux an established connection stays in the listener's queue until accept() takes it
out, even if it is reset in the meantime. So the listener remains readable, and accept() returns a socket
whose connection is over. You can still read the data that arrived before the reset; then recv() fails
with ECONNRESET, once, as always.

getpeername() asks for the current peer, and there is none any more. The address that accept() returns was
recorded when the client connected: use that one, and do not assume that a new connection still has a
peer.

Other systems differ. Some remove the connection from the queue, and accept() fails with ECONNABORTED, the
error that POSIX defines for this. A server should ignore that error and go on. It should also make its
listener non-blocking: if a connection disappears between poll() and accept(), or another process accepts
it first, a blocking accept() would sleep.`,
  manual: ["accept(2)", "listen(2)", "getpeername(2)", "tcp(7)"],

  async run(lab) {
    const { server, listener } = await listening(lab);
    await listener.setblocking(false);
    const client = await (await lab.process("client")).socket("client");
    await client.connect(listener.address);
    await client.send(b`before`);
    await listener.untilNotAccepted("ESTABLISHED");
    const [, port] = client.address;
    await client.setOption("SO_LINGER", { onoff: true, linger: 0 });
    await client.close();
    await listener.untilNotAccepted();
    lab.observe("poll() on the listener", await listener.readiness());
    lab.observe("connections in the listener's queue", (await listener.seen())?.receiveQueue ?? 0);

    const accepting = server.run("[conn, address] = listener.accept()", accept);
    const accepted = await accepting.outcome();
    lab.observe("accept", accepted === port ? "the client's address" : accepted);
    const conn = server.named("conn");
    lab.observe("getpeername", await conn.getpeername().outcome());
    lab.observe("recv", await conn.recv(99).outcome());
    lab.observe("second recv", await conn.recv(99).outcome());
    lab.observe("third recv", await conn.recv(99).outcome());
  },
});
