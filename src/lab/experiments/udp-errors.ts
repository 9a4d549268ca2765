import { endianness } from "node:os";

import { b } from "bsd-sockets/python";
import {
  AF_INET,
  type InetAddress,
  IP_RECVERR,
  IPPROTO_IP,
  MSG_DONTWAIT,
  MSG_ERRQUEUE,
  type ReceivedMessage,
  SO_EE_ORIGIN_ICMP,
  SOCK_DGRAM,
} from "bsd-sockets/socket";

import { experiment } from "../experiment.ts";
import type { Observed } from "../observed.ts";
import { nameOf } from "../names.ts";

/** What a message of the error queue says, by the members of `struct sock_extended_err`: ip(7). */
function report([, items]: ReceivedMessage<InetAddress>): Observed {
  const [item] = items;
  if (item === undefined || items.length > 1) return `${items.length} items`;
  const [level, kind, bytes] = item;
  if (level !== IPPROTO_IP || kind !== IP_RECVERR) return `level ${level}, type ${kind}`;
  const errno = endianness() === "LE" ? bytes.readUInt32LE(0) : bytes.readUInt32BE(0);
  const [origin, type, code] = bytes.subarray(4);
  const from = origin === SO_EE_ORIGIN_ICMP ? "ICMP" : `origin ${origin}`;
  return `${nameOf(errno)} by ${from}, type ${type}, code ${code}`;
}

export default experiment({
  name: "udp-errors",
  title: "Who learns that a datagram was refused",
  question: "A UDP socket sends to a port that nobody has. Does it learn of it, and when?",
  prediction: {
    ask: "A UDP socket was connected to a port that nobody has. It sends “text” twice. What does the first send() give?",
    choices: {
      4: "4: the bytes are gone, and that is all that is known",
      ECONNREFUSED: "ECONNREFUSED: nobody has the port",
      EPIPE: "EPIPE: the connection has no other end",
    },
    observation: "connected: the first send",
  },
  expected: {
    linux: {
      "connected: the first send": 4,
      "connected: poll says then": "OUT|ERR",
      "connected: the second send": "ECONNREFUSED",
      "connected: poll says after it": "OUT",
      "connected: a send once more": 4,
      "connected: recv after it": "ECONNREFUSED",
      "connected: poll says in the end": "OUT",
      "not connected: the first send": 4,
      "IP_RECVERR: poll says": "OUT|ERR",
      "not connected: poll says": "OUT",
      "not connected: SO_ERROR": "OK",
      "not connected: the second send": 4,
      "not connected: recv": "EAGAIN",
      "IP_RECVERR: what was refused": "text",
      "IP_RECVERR: to whom it was sent": true,
      "IP_RECVERR: why": "ECONNREFUSED by ICMP, type 3, code 3",
      "IP_RECVERR: the flags have MSG_ERRQUEUE": true,
      "IP_RECVERR: the error queue then": "EAGAIN",
    },
  },
  explanation: `UDP hands a datagram to the network, and that is all that send() can say. When nobody has
the port, the other machine's kernel answers with an ICMP message, “port unreachable” (type 3, code 3).
It comes when send() has long returned, and perhaps not at all, for firewalls like to drop it.

What the kernel can do with the answer depends on the socket. connect() on UDP sends nothing: it only
says who the one peer is. So the error must be about that peer. The kernel keeps it, poll() says ERR, and
the next call fails with ECONNREFUSED, whatever call it is: it tells of an earlier datagram, and a send()
that fails so has sent nothing itself. Then the error is gone, and the socket is as good as before.

A socket that is not connected may have sent to a hundred addresses, and an errno could not say which of
them has refused. So Linux tells it nothing, although udp(7) says otherwise. With IP_RECVERR all is kept:
recvmsg() with MSG_ERRQUEUE gives the bytes that were refused, the address that they were sent to, and
the reason.

A client of one server does well to connect its UDP socket: it learns of a dead server, and it receives
from that server only. But silence is no success. Who must know that a datagram has arrived needs an
answer to it, and a time after which to send again.`,
  manual: ["udp(7)", "ip(7)", "icmp(7)", "recvmsg(2)"],

  async run(lab) {
    // A port of which nobody is left, at an address where nobody else takes one.
    const server = await lab.process("server");
    const gone = await server.socket("gone", AF_INET, SOCK_DGRAM);
    await gone.bind([lab.host, 0]);
    const { address } = gone;
    await gone.close();

    const process = await lab.process("client");
    const connected = await process.socket("connected", AF_INET, SOCK_DGRAM);
    await connected.connect(address);
    lab.observe("connected: the first send", await connected.send(b`text`).outcome());
    await connected.untilReady("ERR");
    lab.observe("connected: poll says then", await connected.readiness());
    lab.observe("connected: the second send", await connected.send(b`text`).outcome());
    lab.observe("connected: poll says after it", await connected.readiness());
    lab.observe("connected: a send once more", await connected.send(b`text`).outcome());
    await connected.untilReady("ERR");
    lab.observe("connected: recv after it", await connected.recv(99).outcome());
    lab.observe("connected: poll says in the end", await connected.readiness());

    const plain = await process.socket("plain", AF_INET, SOCK_DGRAM);
    lab.observe("not connected: the first send", await plain.sendto(b`text`, address).outcome());
    const queueing = await process.socket("queueing", AF_INET, SOCK_DGRAM);
    await queueing.setOption("IP_RECVERR", true);
    await queueing.sendto(b`text`, address);
    // It sent later than the plain one, so what the plain one is to learn has come by then.
    await queueing.untilReady("ERR");
    lab.observe("IP_RECVERR: poll says", await queueing.readiness());
    lab.observe("not connected: poll says", await plain.readiness());
    lab.observe("not connected: SO_ERROR", nameOf(await plain.getOption("SO_ERROR")));
    lab.observe("not connected: the second send", await plain.sendto(b`text`, address).outcome());
    lab.observe("not connected: recv", await plain.recv(99, MSG_DONTWAIT).outcome());

    const message = await queueing.recvmsg(99, 512, MSG_ERRQUEUE);
    const [data, , flags, to] = message;
    lab.observe("IP_RECVERR: what was refused", String(data));
    lab.observe("IP_RECVERR: to whom it was sent", String(to) === String(address));
    lab.observe("IP_RECVERR: why", report(message));
    lab.observe("IP_RECVERR: the flags have MSG_ERRQUEUE", (flags & MSG_ERRQUEUE!) !== 0);
    const again = queueing.recvmsg(99, 512, MSG_ERRQUEUE);
    lab.observe("IP_RECVERR: the error queue then", await again.outcome());
  },
});
