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

/** Describes a message from the error queue, which holds a `struct sock_extended_err`: ip(7). */
function report([, items]: ReceivedMessage<InetAddress>): Observed {
  const [item] = items;
  if (item === undefined || items.length > 1) return `${items.length} items`;
  const [level, kind, bytes] = item;
  if (level !== IPPROTO_IP || kind !== IP_RECVERR) return `level ${level}, type ${kind}`;
  const errno = endianness() === "LE" ? bytes.readUInt32LE(0) : bytes.readUInt32BE(0);
  const [origin, type, code] = bytes.subarray(4);
  const from = origin === SO_EE_ORIGIN_ICMP ? "ICMP" : `origin ${origin}`;
  return `${nameOf(errno)} from ${from}, type ${type}, code ${code}`;
}

export default experiment({
  name: "udp-errors",
  title: "Sending datagrams to a closed port",
  question: "A UDP socket sends to a closed port. Does it get an error, and when?",
  prediction: {
    ask: "A UDP socket is connected to a port that no socket is bound to. It sends “text” twice. What does the first send() return?",
    choices: {
      4: "4: the bytes were sent, and nothing else is known yet",
      ECONNREFUSED: "ECONNREFUSED: the port is closed",
      EPIPE: "EPIPE: the connection has no other end",
    },
    observation: "connected: the first send",
  },
  expected: {
    linux: {
      "connected: the first send": 4,
      "connected: poll() then": "OUT|ERR",
      "connected: the second send": "ECONNREFUSED",
      "connected: poll() after the second send": "OUT",
      "connected: the third send": 4,
      "connected: recv after the third send": "ECONNREFUSED",
      "connected: poll() at the end": "OUT",
      "not connected: the first send": 4,
      "IP_RECVERR: poll()": "OUT|ERR",
      "not connected: poll()": "OUT",
      "not connected: SO_ERROR": "OK",
      "not connected: the second send": 4,
      "not connected: recv": "EAGAIN",
      "IP_RECVERR: the data that was refused": "text",
      "IP_RECVERR: the address is the destination": true,
      "IP_RECVERR: the error": "ECONNREFUSED from ICMP, type 3, code 3",
      "IP_RECVERR: the flags include MSG_ERRQUEUE": true,
      "IP_RECVERR: the error queue afterwards": "EAGAIN",
    },
  },
  explanation: `UDP passes a datagram to the network, and that is all that a successful send() means. If
the port is closed, the other machine's kernel answers with an ICMP message, “port unreachable” (type 3,
code 3). It arrives after send() has returned, or not at all, because many firewalls drop it.

What the kernel can do with this message depends on the socket. connect() on a UDP socket sends nothing:
it only sets the single peer. So the error must be about that peer. The kernel stores it, poll() reports
ERR, and the next call of any kind fails with ECONNREFUSED. The error is about an earlier datagram, and a
send() that fails like this has sent nothing itself. After that the error is cleared, and the socket works
as before.

A socket that is not connected may have sent to a hundred addresses, and an errno could not say which of
them refused. So Linux does not report the error, although udp(7) says otherwise. With IP_RECVERR the
kernel keeps all the details: recvmsg() with MSG_ERRQUEUE returns the data that was refused, the address
it was sent to, and the reason.

If a client talks to a single server, it should connect its UDP socket: then it is notified when the
server is down, and it receives datagrams from that server only. But silence does not mean success. To
know that a datagram has arrived, you need an answer to it, and a timeout after which you send it again.`,
  manual: ["udp(7)", "ip(7)", "icmp(7)", "recvmsg(2)"],

  async run(lab) {
    // A free port, at an address that other programs are unlikely to use.
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
    lab.observe("connected: poll() then", await connected.readiness());
    lab.observe("connected: the second send", await connected.send(b`text`).outcome());
    lab.observe("connected: poll() after the second send", await connected.readiness());
    lab.observe("connected: the third send", await connected.send(b`text`).outcome());
    await connected.untilReady("ERR");
    lab.observe("connected: recv after the third send", await connected.recv(99).outcome());
    lab.observe("connected: poll() at the end", await connected.readiness());

    const plain = await process.socket("plain", AF_INET, SOCK_DGRAM);
    lab.observe("not connected: the first send", await plain.sendto(b`text`, address).outcome());
    const queueing = await process.socket("queueing", AF_INET, SOCK_DGRAM);
    await queueing.setOption("IP_RECVERR", true);
    await queueing.sendto(b`text`, address);
    // It sent after the plain socket, so the plain socket's ICMP message has arrived by then.
    await queueing.untilReady("ERR");
    lab.observe("IP_RECVERR: poll()", await queueing.readiness());
    lab.observe("not connected: poll()", await plain.readiness());
    lab.observe("not connected: SO_ERROR", nameOf(await plain.getOption("SO_ERROR")));
    lab.observe("not connected: the second send", await plain.sendto(b`text`, address).outcome());
    lab.observe("not connected: recv", await plain.recv(99, MSG_DONTWAIT).outcome());

    const message = await queueing.recvmsg(99, 512, MSG_ERRQUEUE);
    const [data, , flags, to] = message;
    lab.observe("IP_RECVERR: the data that was refused", String(data));
    lab.observe("IP_RECVERR: the address is the destination", String(to) === String(address));
    lab.observe("IP_RECVERR: the error", report(message));
    lab.observe("IP_RECVERR: the flags include MSG_ERRQUEUE", (flags & MSG_ERRQUEUE!) !== 0);
    const again = queueing.recvmsg(99, 512, MSG_ERRQUEUE);
    lab.observe("IP_RECVERR: the error queue afterwards", await again.outcome());
  },
});
