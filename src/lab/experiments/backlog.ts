import { readFileSync } from "node:fs";

import type { InetAddress } from "bsd-sockets/socket";

import { experiment } from "../experiment.ts";
import type { RemoteProcess } from "../remote/process.ts";
import type { RemoteSocket } from "../remote/socket.ts";
import { listening } from "../scenes.ts";
import { needsQueue } from "../settings.ts";

/** In the server: reads the kernel's counters of connections that did not fit into a queue. */
export function readCounters(): [overflows: number, drops: number] {
  const lines = readFileSync("/proc/self/net/netstat", "utf8").split("\n");
  const [names, values] = lines
    .filter((line) => line.startsWith("TcpExt:"))
    .map((line) => line.split(" "));
  const counter = (name: string): number => Number(values![names!.indexOf(name)]);
  return [counter("ListenOverflows"), counter("ListenDrops")];
}

/** In the server: reads the longest queue that the system allows. */
export function readLongest(): number {
  return Number(readFileSync("/proc/sys/net/core/somaxconn", "utf8"));
}

/** Starts to connect a client, without waiting for the connection. */
async function startConnecting(
  clients: RemoteProcess,
  name: string,
  address: InetAddress,
): Promise<RemoteSocket<InetAddress>> {
  const made = await clients.socket(name);
  await made.setblocking(false);
  await made.connect_ex(address);
  return made;
}

/** The TCP states of some sockets. */
async function statesOf(sockets: readonly RemoteSocket<InetAddress>[]): Promise<string> {
  const states = await Promise.all(sockets.map(async (one) => one.tcpState()));
  return states.join(", ");
}

export default experiment({
  name: "backlog",
  title: "The backlog: connections that wait for accept()",
  question: "A server calls listen(2) and never accept(). What happens to five clients?",
  prediction: {
    ask: "After listen(2), without any accept(), how many of five clients become connected?",
    choices: {
      "0": "none: they have not been accepted",
      "2": "two, as passed to listen()",
      "3": "three",
      "5": "all five: the backlog is only a hint",
    },
    observation: "connected clients",
  },
  expected: {
    linux: {
      "connected clients": 3,
      "the states of the fourth and fifth client": "SYN_SENT, SYN_SENT",
      "both, after sending their SYN again": "SYN_SENT, SYN_SENT",
      "the length of the queue": 3,
      "the limit of the queue": 2,
      "ListenOverflows and ListenDrops have risen": true,
      "both, after accept() was called twice": "ESTABLISHED, ESTABLISHED",
      "the limit after listen(2147483647) is somaxconn": true,
    },
  },
  explanation: `The kernel establishes connections by itself: it answers a client's SYN, and puts the
finished connection into the listener's queue. accept() only takes a connection out of the queue. So
connect() returns even if the server never calls accept().

listen(n) limits the queue. Linux stops adding connections when the queue holds more than n, so n + 1 fit.
Further clients are not refused but ignored: a refusal would mean that no server is listening, while this
one is only busy. The client's kernel sends its SYN again, after one second at first, then less and less
often. If there is room by then, the connection was merely slow; if not, connect() fails with ETIMEDOUT
after about two minutes.

So a backlog that is too small shows up as connections that take whole seconds. Accept all waiting
connections at once, and pass a generous number to listen(); anything above net.core.somaxconn is silently
reduced to it. \`ss -lt\` shows the queue's length as Recv-Q and its limit as Send-Q. TCP_INFO of a
listener has them in tcpi_unacked and tcpi_sacked. \`nstat -az\` shows how many connections did not fit,
in the counters ListenOverflows and ListenDrops.`,
  manual: ["listen(2)", "accept(2)", "tcp(7)"],
  needs: ["/proc", needsQueue(2)],

  async run(lab) {
    const { server, listener } = await listening(lab, { backlog: 2 });
    const { address } = listener;
    const before = await server.run("read ListenOverflows and ListenDrops", readCounters);
    const clients = await lab.process("clients");
    const first = [];
    for (const name of ["first", "second", "third"])
      first.push(await startConnecting(clients, name, address));
    await listener.until("three connections are waiting", (seen) => seen?.receiveQueue === 3);
    const rest = [
      await startConnecting(clients, "fourth", address),
      await startConnecting(clients, "fifth", address),
    ];
    const states = (await statesOf([...first, ...rest])).split(", ");
    lab.observe("connected clients", states.filter((one) => one === "ESTABLISHED").length);
    lab.observe("the states of the fourth and fifth client", await statesOf(rest));

    await lab.until("both clients have sent their SYN again", async () => {
      const infos = await Promise.all(rest.map(async (one) => one.tcpInfo()));
      return infos.every(({ tcpi_retransmits }) => tcpi_retransmits > 0);
    });
    lab.note("both clients have sent their SYN again");
    lab.observe("both, after sending their SYN again", await statesOf(rest));
    const { tcpi_unacked, tcpi_sacked } = await listener.tcpInfo();
    lab.observe("the length of the queue", tcpi_unacked);
    lab.observe("the limit of the queue", tcpi_sacked);
    const after = await server.run("read ListenOverflows and ListenDrops", readCounters);
    const rises = before.map((value, index) => after[index]! - value);
    lab.note(
      `the counters have risen by ${rises.join(" and ")}; they cover all programs of this host`,
    );
    lab.observe(
      "ListenOverflows and ListenDrops have risen",
      rises.every((rise) => rise >= 2),
    );

    for (const name of ["one", "another"]) await listener.accept(name);
    for (const one of rest) await one.untilState("ESTABLISHED");
    lab.observe("both, after accept() was called twice", await statesOf(rest));

    await listener.listen(2 ** 31 - 1);
    const { tcpi_sacked: highest } = await listener.tcpInfo();
    const longest = await server.run("read net.core.somaxconn", readLongest);
    lab.observe("the limit after listen(2147483647) is somaxconn", highest === longest);
  },
});
