import { b } from "bsd-sockets/python";
import type { InetAddress, Socket } from "bsd-sockets/socket";

import type { Inside } from "../agent/inside.ts";
import { experiment } from "../experiment.ts";
import { listening } from "../scenes.ts";

/** In the server: accepts the connection as conn; gives the port of the address. */
export function accept({ socket, add }: Inside): number {
  const [conn, address] = (socket("listener") as Socket<InetAddress>).accept();
  add("conn", conn);
  return address![1];
}

export default experiment({
  name: "accept-after-reset",
  title: "accept() of a connection that was reset",
  question:
    "A client connects, and resets the connection before the server has accepted it. What does accept() say?",
  prediction: {
    ask: "The client's reset has arrived, and nobody else has connected. What does accept() give?",
    choices: {
      "the client's address":
        "the connection, with the client's address, as if nothing had happened",
      ECONNABORTED: "ECONNABORTED: the connection has ended before it was accepted",
      EAGAIN: "EAGAIN: there is no connection to accept",
    },
    observation: "accept",
  },
  expected: {
    linux: {
      "poll says of the listener": "IN",
      "connections in its queue": 1,
      accept: "the client's address",
      getpeername: "ENOTCONN",
      recv: "before",
      "second recv": "ECONNRESET",
      "third recv": "",
    },
  },
  explanation: `A connection in the queue has been made, and there it stays until accept() takes it
out, whatever becomes of it. So the listener remains readable, and accept() gives a socket whose
connection is over. What had come before the reset can be read; then recv() tells of the reset,
once, as it always does.

getpeername() asks the socket whom it is connected to, which is nobody now. The address that
accept() itself gives was noted when the client came: use that one, and do not take it for granted
that a fresh connection has a peer.

Not all systems do so. Some take the connection out of the queue, and POSIX has ECONNABORTED for it:
a server takes that error as one client less, and goes on. And the listener should be non-blocking:
where a connection can vanish between poll() and accept(), or another process takes it, accept()
would sleep.`,
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
    lab.observe("poll says of the listener", await listener.readiness());
    lab.observe("connections in its queue", (await listener.seen())?.receiveQueue ?? 0);

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
