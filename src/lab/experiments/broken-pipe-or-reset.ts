import { b } from "bsd-sockets/python";
import type { AnyAddress, InetAddress } from "bsd-sockets/socket";

import { experiment } from "../experiment.ts";
import type { RemoteSocket } from "../remote/socket.ts";
import { type Connection, connection } from "../scenes.ts";

type Inet = RemoteSocket<InetAddress>;

/** Sends the peer something that it does not read, and has it close. */
async function closeUnread<Form extends AnyAddress>(
  s: RemoteSocket<Form>,
  peer: RemoteSocket<Form>,
): Promise<void> {
  await s.send(b`unread`);
  await peer.untilReady("IN");
  await peer.close();
  await s.untilReady("HUP");
}

/** One more connection: its two ends. */
async function another(
  { clientProcess, listener }: Connection,
  number: number,
): Promise<[client: Inet, conn: Inet]> {
  const client = await clientProcess.socket(`client${number}`);
  await client.connect(listener.address);
  return [client, await listener.accept(`conn${number}`)];
}

export default experiment({
  name: "broken-pipe-or-reset",
  title: "EPIPE or ECONNRESET: the peer has closed",
  question: "The peer has closed the connection. What do send() and recv() say here?",
  prediction: {
    ask: "The peer has read everything, and has closed. What does the first send() of four bytes to it give?",
    choices: {
      "4": "4: all four bytes are sent",
      EPIPE: "EPIPE: nobody is there to read them",
      ECONNRESET: "ECONNRESET: the connection is over",
    },
    observation: "closed: first send",
  },
  expected: {
    linux: {
      "closed: first send": 4,
      "closed: second send": "EPIPE",
      "closed: recv": "",
      "closed with data unread: recv": "ECONNRESET",
      "closed with data unread: second recv": "",
      "closed with data unread: send after that": "EPIPE",
      "closed with data unread: a send first": "ECONNRESET",
      "closed with data unread: recv after that": "",
      "closed with data unread, after an answer: recv": "answer",
      "closed with data unread, after an answer: second recv": "ECONNRESET",
      "closed with data unread, after an answer: third recv": "",
      "AF_UNIX, closed: first send": "EPIPE",
      "AF_UNIX, closed: second send": "EPIPE",
      "AF_UNIX, closed: recv": "",
      "AF_UNIX, closed with data unread, after an answer: recv": "answer",
      "AF_UNIX, closed with data unread, after an answer: second recv": "ECONNRESET",
      "AF_UNIX, closed with data unread, after an answer: third recv": "",
      "AF_UNIX, closed with data unread, after an answer: send": "EPIPE",
    },
  },
  explanation: `close() sends a FIN, which says “no more from me”. It does not say whether anybody
still reads. So the first send() works: the bytes go out, the other kernel finds that nobody has
this connection any more, and answers with a reset. From then on send() says EPIPE. That a send()
has worked never means that the peer has read the bytes.

When the peer closes and has not read all that had come, its kernel sends the reset at once, for
something is lost and you shall know. The error is told once, to the call that comes first:
ECONNRESET. After that recv() is empty as at an orderly end, and send() says EPIPE. What had arrived
before the reset is read before it; what the peer's kernel had still to send is gone. So a server
reads to the end before it closes, or its answer may be lost.

Streams of AF_UNIX do the same inside one kernel, which knows at once that nobody is left: there the
very first send() is EPIPE.

Be ready for both errors at each call, and take both for the end of this connection. In C, EPIPE
comes with the signal SIGPIPE, which ends the process unless it is ignored, or MSG_NOSIGNAL is set.`,
  manual: ["send(2)", "recv(2)", "close(2)", "tcp(7)", "unix(7)"],

  async run(lab) {
    const all = await connection(lab);
    const { server, client, conn } = all;
    await conn.close();
    await client.untilReady("RDHUP");
    lab.observe("closed: first send", await client.send(b`text`).outcome());
    await client.untilReady("HUP");
    lab.observe("closed: second send", await client.send(b`text`).outcome());
    lab.observe("closed: recv", await client.recv(99).outcome());

    const [client2, conn2] = await another(all, 2);
    await closeUnread(client2, conn2);
    lab.observe("closed with data unread: recv", await client2.recv(99).outcome());
    lab.observe("closed with data unread: second recv", await client2.recv(99).outcome());
    lab.observe("closed with data unread: send after that", await client2.send(b`text`).outcome());

    const [client3, conn3] = await another(all, 3);
    await closeUnread(client3, conn3);
    lab.observe("closed with data unread: a send first", await client3.send(b`text`).outcome());
    lab.observe("closed with data unread: recv after that", await client3.recv(99).outcome());

    const [client4, conn4] = await another(all, 4);
    const answered = "closed with data unread, after an answer:";
    await conn4.send(b`answer`);
    await closeUnread(client4, conn4);
    lab.observe(`${answered} recv`, await client4.recv(99).outcome());
    lab.observe(`${answered} second recv`, await client4.recv(99).outcome());
    lab.observe(`${answered} third recv`, await client4.recv(99).outcome());

    const [one, other] = await server.socketpair(["one", "other"]);
    await other.close();
    lab.observe("AF_UNIX, closed: first send", await one.send(b`text`).outcome());
    lab.observe("AF_UNIX, closed: second send", await one.send(b`text`).outcome());
    lab.observe("AF_UNIX, closed: recv", await one.recv(99).outcome());

    const [left, right] = await server.socketpair(["left", "right"]);
    await right.send(b`answer`);
    await closeUnread(left, right);
    lab.observe(`AF_UNIX, ${answered} recv`, await left.recv(99).outcome());
    lab.observe(`AF_UNIX, ${answered} second recv`, await left.recv(99).outcome());
    lab.observe(`AF_UNIX, ${answered} third recv`, await left.recv(99).outcome());
    lab.observe(`AF_UNIX, ${answered} send`, await left.send(b`text`).outcome());
  },
});
