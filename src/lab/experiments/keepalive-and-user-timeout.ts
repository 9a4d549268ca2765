import { b } from "bsd-sockets/python";
import type { InetAddress } from "bsd-sockets/socket";

import { experiment } from "../experiment.ts";
import type { RemoteProcess } from "../remote/process.ts";
import type { RemoteSocket } from "../remote/socket.ts";
import { listening } from "../scenes.ts";

type Socket = RemoteSocket<InetAddress>;

/** A connection to the listener; its other end is named after it. */
async function connect(process: RemoteProcess, name: string, listener: Socket): Promise<Socket> {
  const client = await process.socket(name);
  await client.connect(listener.address);
  await listener.accept(`${name}Conn`);
  return client;
}

/** Counts seconds from now on. */
function stopwatch(): () => number {
  const start = performance.now();
  return () => (performance.now() - start) / 1000;
}

/** A probe after a second of silence, then one each second, and the end when two were in vain. */
async function keepAlive(client: Socket): Promise<void> {
  await client.setOption("TCP_KEEPIDLE", 1);
  await client.setOption("TCP_KEEPINTVL", 1);
  await client.setOption("TCP_KEEPCNT", 2);
  await client.setOption("SO_KEEPALIVE", true);
}

export default experiment({
  name: "keepalive-and-user-timeout",
  title: "The network is gone: who notices, and when",
  question: "Somebody pulls the cable. When does a program learn that its connection is dead?",
  prediction: {
    ask: "A client without any options has sent four bytes into a network that is gone. Seconds later, what is the state of its connection?",
    choices: {
      ESTABLISHED: "ESTABLISHED: nothing has told it otherwise",
      CLOSE: "CLOSE: it is over, with ETIMEDOUT",
      CLOSE_WAIT: "CLOSE_WAIT: the other side is gone",
    },
    observation: "without options: the state",
  },
  expected: {
    linux: {
      "TCP_USER_TIMEOUT of a second: recv": "ETIMEDOUT",
      "TCP_USER_TIMEOUT of a second: took at least that": true,
      "keepalive: recv": "ETIMEDOUT",
      "keepalive: took at least three seconds": true,
      "keepalive, but with unacknowledged bytes: the state": "ESTABLISHED",
      "without options: the state": "ESTABLISHED",
      "the other end of the connection that ended first": "ESTABLISHED",
      "the network is back: recv at the plain one's end": "text",
    },
  },
  explanation: `A connection is only what its two ends remember. When the network between them is gone, nothing arrives, and nothing
says so either. TCP is made to survive this: it repeats what was not acknowledged, in longer and longer intervals, for
about a quarter of an hour (tcp_retries2) before it says ETIMEDOUT. A connection on which nobody sends is never missed
at all. When the network comes back before that, everything goes on, as the last observation shows. So patience is
right for the kernel, and often wrong for a program.

TCP_USER_TIMEOUT says how many milliseconds what was sent may stay unacknowledged. It helps whoever sends. Whoever only
waits needs SO_KEEPALIVE: after a time of silence (TCP_KEEPIDLE, two hours if nothing is said) the kernel sends probes,
and ends the connection when too many stay without an answer. But while bytes wait to be acknowledged no probes are
sent, and the long patience of the retransmissions applies. So set both; then TCP_USER_TIMEOUT also says when the
probes have failed.

The other end learns nothing when one end gives up, for no packet can reach it. Each end needs its own timers. And they
only say that the peer's kernel answers; whether its program is alive is known only from messages of your own.`,
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
    lab.observe("TCP_USER_TIMEOUT of a second: took at least that", sinceSend() >= 1);
    lab.note(`TCP_USER_TIMEOUT ended it after ${sinceSend().toFixed(1)} s`);

    lab.observe("keepalive: recv", await idle.recv(99).outcome());
    lab.observe("keepalive: took at least three seconds", sinceKeepalive() >= 3);
    lab.note(`keepalive ended it after ${sinceKeepalive().toFixed(1)} s`);
    const busyState = await busy.tcpState();
    lab.observe("keepalive, but with unacknowledged bytes: the state", busyState);
    lab.observe("without options: the state", await plain.tcpState());
    const otherEnd = await server.named("impatientConn").tcpState();
    lab.observe("the other end of the connection that ended first", otherEnd);

    await server.setLoopback(true);
    const conn = server.named("plainConn");
    await conn.untilReady("IN");
    lab.observe("the network is back: recv at the plain one's end", await conn.recv(99).outcome());
  },
});
