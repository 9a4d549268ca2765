import { b } from "bsd-sockets/python";
import type { InetAddress } from "bsd-sockets/socket";

import { experiment } from "../experiment.ts";
import type { RemoteProcess } from "../remote/process.ts";
import type { RemoteSocket } from "../remote/socket.ts";
import { listening } from "../scenes.ts";

type Socket = RemoteSocket<InetAddress>;

/** Connects to the listener. The other end gets the client's name with the suffix `Conn`. */
async function connect(process: RemoteProcess, name: string, listener: Socket): Promise<Socket> {
  const client = await process.socket(name);
  await client.connect(listener.address);
  await listener.accept(`${name}Conn`);
  return client;
}

/** Returns a function that returns the seconds since now. */
function stopwatch(): () => number {
  const start = performance.now();
  return () => (performance.now() - start) / 1000;
}

/** Enables keepalive: a probe after a second of silence, one more a second later, then the end. */
async function keepAlive(client: Socket): Promise<void> {
  await client.setOption("TCP_KEEPIDLE", 1);
  await client.setOption("TCP_KEEPINTVL", 1);
  await client.setOption("TCP_KEEPCNT", 2);
  await client.setOption("SO_KEEPALIVE", true);
}

export default experiment({
  name: "keepalive-and-user-timeout",
  title: "The network fails: who notices, and when",
  question:
    "The network cable is unplugged. When does a program learn that its connection is dead?",
  prediction: {
    ask: "A client without any options has sent four bytes after the network failed. What is the state of its connection a few seconds later?",
    choices: {
      ESTABLISHED: "ESTABLISHED: the kernel has not noticed anything",
      CLOSE: "CLOSE: the connection has ended with ETIMEDOUT",
      CLOSE_WAIT: "CLOSE_WAIT: the other side is gone",
    },
    observation: "without options: the state",
  },
  expected: {
    linux: {
      "TCP_USER_TIMEOUT of a second: recv": "ETIMEDOUT",
      "TCP_USER_TIMEOUT of a second: took at least a second": true,
      "keepalive: recv": "ETIMEDOUT",
      "keepalive: took at least three seconds": true,
      "keepalive, but with unacknowledged bytes: the state": "ESTABLISHED",
      "without options: the state": "ESTABLISHED",
      "the state of the other end of the connection that ended first": "ESTABLISHED",
      "the network is back: recv at the other end of the one without options": "text",
    },
  },
  explanation: `A connection exists only in the memory of its two ends. If the network between them fails,
nothing arrives, not even an error. TCP is designed to survive this: it retransmits unacknowledged data,
at longer and longer intervals, for about 15 minutes (tcp_retries2) before calls fail with ETIMEDOUT. If
neither side sends, the failure is never noticed at all. If the network comes back in time, everything
continues, as the last observation shows. So this patience is right for the kernel, but often wrong for a
program.

TCP_USER_TIMEOUT limits how many milliseconds sent data may stay unacknowledged. It helps a program that
sends. A program that only waits needs SO_KEEPALIVE: after a period of silence (TCP_KEEPIDLE, two hours by
default) the kernel sends probes, and ends the connection when too many of them get no answer. But while
data is unacknowledged the kernel sends no probes, and the long limit of the retransmissions applies. So
set both options; TCP_USER_TIMEOUT then also decides when the probes have failed.

When one end gives up, the other end does not learn about it, because no packet can reach it. Each end
needs its own timers. And these timers only tell you whether the peer's kernel answers. To find out
whether its program is alive, your protocol needs messages of its own.`,
  manual: ["tcp(7)", "socket(7)"],
  needs: ["network namespace", "/proc"],

  async run(lab) {
    const { server, listener } = await listening(lab, { network: "own" });
    const clients = await lab.process("clients", { network: server });
    const impatient = await connect(clients, "impatient", listener);
    await impatient.setOption("TCP_USER_TIMEOUT", 1000);
    const plain = await connect(clients, "plain", listener);
    const busy = await connect(clients, "busy", listener);
    await keepAlive(busy);
    const idle = await connect(clients, "idle", listener);
    const sinceKeepalive = stopwatch();
    await keepAlive(idle);

    await server.setLoopback(false);
    const sinceSend = stopwatch();
    for (const client of [impatient, plain, busy]) await client.send(b`text`);
    lab.observe("TCP_USER_TIMEOUT of a second: recv", await impatient.recv(99).outcome());
    lab.observe("TCP_USER_TIMEOUT of a second: took at least a second", sinceSend() >= 1);
    lab.note(`TCP_USER_TIMEOUT ended it after ${sinceSend().toFixed(1)} s`);

    lab.observe("keepalive: recv", await idle.recv(99).outcome());
    lab.observe("keepalive: took at least three seconds", sinceKeepalive() >= 3);
    lab.note(`keepalive ended it after ${sinceKeepalive().toFixed(1)} s`);
    const busyState = await busy.tcpState();
    lab.observe("keepalive, but with unacknowledged bytes: the state", busyState);
    lab.observe("without options: the state", await plain.tcpState());
    const otherEnd = await server.named("impatientConn").tcpState();
    lab.observe("the state of the other end of the connection that ended first", otherEnd);

    await server.setLoopback(true);
    const conn = server.named("plainConn");
    await conn.untilReady("IN");
    lab.observe(
      "the network is back: recv at the other end of the one without options",
      await conn.recv(99).outcome(),
    );
  },
});
