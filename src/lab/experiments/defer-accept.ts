import { b } from "bsd-sockets/python";

import { experiment } from "../experiment.ts";
import { listening } from "../scenes.ts";
import { unlessSet } from "../settings.ts";

export default experiment({
  name: "defer-accept",
  title: "TCP_DEFER_ACCEPT: accept only clients that have sent data",
  question: "A listener has TCP_DEFER_ACCEPT. When does it report a client?",
  prediction: {
    ask: "The client's connect() has returned, and it has sent no data. What does poll() report for the listener?",
    choices: {
      IN: "IN: a connection can be accepted",
      "": "no event",
      ERR: "ERR: the connection is not complete",
    },
    observation: "connected: poll() on the listener",
  },
  expected: {
    linux: {
      "connected: the client's state": "ESTABLISHED",
      "connected: the server's state": "SYN_RECV",
      "connected: poll() on the listener": "",
      "data sent: poll() on the listener": "IN",
      "data sent: recv without waiting": "hello",
      "time is up: poll() on the listener": "IN",
      "time is up: recv without waiting": "EAGAIN",
      "time is up: the client's state": "ESTABLISHED",
    },
  },
  explanation: `The client's handshake ends with an ACK without data. With TCP_DEFER_ACCEPT the server's
kernel drops this ACK and only notes that the client has answered: the client is connected, but the
server's end stays in SYN_RECV. The first data completes the connection. Then the listener becomes
readable, and recv() after accept() has something to read. So a server whose clients send first, as in
HTTP, is woken once for each client instead of twice, and at first not at all for clients that only
connect.

The option's value is a time in seconds, which the kernel rounds to the times at which it would retransmit
its SYN-ACK. When the time is up, it retransmits the SYN-ACK and accepts the client's next ACK: the
connection is ready without data. So recv() may still have to wait, and the socket must be non-blocking or
have a timeout, as always.

Do not use this option where the server sends first, as in SMTP: the client waits for a greeting, and the
server does not learn about the client until the time is up.`,
  manual: ["tcp(7)", "accept(2)"],
  needs: [unlessSet("net.ipv4.tcp_syncookies", 2, "the kernel keeps no connection in SYN_RECV")],

  async run(lab) {
    const { listener } = await listening(lab);
    await listener.setOption("TCP_DEFER_ACCEPT", 100);
    const clients = await lab.process("clients");
    const client = await clients.socket("client");
    await client.connect(listener.address);
    await listener.untilNotAccepted("SYN_RECV");
    lab.observe("connected: the client's state", await client.tcpState());
    lab.observe("connected: the server's state", (await listener.notAccepted()).join(", "));
    lab.observe("connected: poll() on the listener", await listener.readiness());

    await client.send(b`hello`);
    await listener.untilReady("IN");
    lab.observe("data sent: poll() on the listener", await listener.readiness());
    const conn = await listener.accept("conn");
    await conn.setblocking(false);
    lab.observe("data sent: recv without waiting", await conn.recv(99).outcome());

    await listener.setOption("TCP_DEFER_ACCEPT", 1);
    const silent = await clients.socket("silent");
    await silent.connect(listener.address);
    await listener.untilReady("IN");
    lab.observe("time is up: poll() on the listener", await listener.readiness());
    const second = await listener.accept("second");
    await second.setblocking(false);
    lab.observe("time is up: recv without waiting", await second.recv(99).outcome());
    lab.observe("time is up: the client's state", await silent.tcpState());
  },
});
