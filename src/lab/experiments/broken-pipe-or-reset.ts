import { b } from "bsd-sockets/python";
import type { AnyAddress, InetAddress } from "bsd-sockets/socket";

import { experiment } from "../experiment.ts";
import type { RemoteSocket } from "../remote/socket.ts";
import { type Connection, connection } from "../scenes.ts";

type Inet = RemoteSocket<InetAddress>;

/** Sends data to the peer, which closes its socket without reading it. */
async function closeUnread<Form extends AnyAddress>(
  s: RemoteSocket<Form>,
  peer: RemoteSocket<Form>,
): Promise<void> {
  await s.send(b`unread`);
  await peer.untilReady("IN");
  await peer.close();
  await s.untilReady("HUP");
}

/** Makes another connection, and returns its two ends. */
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
  question: "The peer has closed the connection. What do send() and recv() return?",
  prediction: {
    ask: "The peer has read everything and then closed its socket. What does your first send() of four bytes return?",
    choices: {
      "4": "4: all four bytes are sent",
      EPIPE: "EPIPE: no process can read them",
      ECONNRESET: "ECONNRESET: the connection is over",
    },
    observation: "closed: first send",
  },
  expected: {
    linux: {
      "closed: first send": 4,
      "closed: second send": "EPIPE",
      "closed: recv": "",
      "closed with unread data: recv": "ECONNRESET",
      "closed with unread data: second recv": "",
      "closed with unread data: send after that": "EPIPE",
      "closed with unread data: send instead of recv": "ECONNRESET",
      "closed with unread data: recv after that send": "",
      "closed with unread data, after an answer: recv": "answer",
      "closed with unread data, after an answer: second recv": "ECONNRESET",
      "closed with unread data, after an answer: third recv": "",
      "AF_UNIX, closed: first send": "EPIPE",
      "AF_UNIX, closed: second send": "EPIPE",
      "AF_UNIX, closed: recv": "",
      "AF_UNIX, closed with unread data, after an answer: recv": "answer",
      "AF_UNIX, closed with unread data, after an answer: second recv": "ECONNRESET",
      "AF_UNIX, closed with unread data, after an answer: third recv": "",
      "AF_UNIX, closed with unread data, after an answer: send": "EPIPE",
    },
  },
  explanation: `close() sends a FIN, which says that the peer will send no more. It does not say whether
the peer still reads. So your first send() succeeds: the bytes are sent, the peer's kernel finds that no
process has this connection any more, and answers with a reset. From then on send() fails with EPIPE. A
successful send() never means that the peer has read the bytes.

If the peer closes its socket without having read everything, its kernel sends the reset at once, because
data is lost and you should know. The kernel reports the error once, to whichever call comes first:
ECONNRESET. After that recv() returns an empty result, as after an orderly end, and send() fails with
EPIPE. You can still read what arrived before the reset; what the peer's kernel had not sent yet is gone.
So a server should read to the end before it closes, or its answer may be lost.

AF_UNIX streams behave in the same way, but both ends are in one kernel, which knows at once that the peer
is gone: even the first send() fails with EPIPE.

Be prepared for both errors at every call, and treat both as the end of the connection. In C, EPIPE comes
with the signal SIGPIPE, which ends the process unless it is ignored or MSG_NOSIGNAL is set.`,
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
    lab.observe("closed with unread data: recv", await client2.recv(99).outcome());
    lab.observe("closed with unread data: second recv", await client2.recv(99).outcome());
    lab.observe("closed with unread data: send after that", await client2.send(b`text`).outcome());

    const [client3, conn3] = await another(all, 3);
    await closeUnread(client3, conn3);
    lab.observe(
      "closed with unread data: send instead of recv",
      await client3.send(b`text`).outcome(),
    );
    lab.observe("closed with unread data: recv after that send", await client3.recv(99).outcome());

    const [client4, conn4] = await another(all, 4);
    const answered = "closed with unread data, after an answer:";
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
