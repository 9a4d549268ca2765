import { readFileSync } from "node:fs";

import type { InetAddress } from "bsd-sockets/socket";

import { experiment } from "../experiment.ts";
import type { RemoteProcess } from "../remote/process.ts";
import type { RemoteSocket } from "../remote/socket.ts";
import { listening } from "../scenes.ts";
import { needsQueue } from "../settings.ts";

/** In the server: what the kernel counts of connections that found no room. */
export function readCounters(): [overflows: number, drops: number] {
  const lines = readFileSync("/proc/self/net/netstat", "utf8").split("\n");
  const [names, values] = lines
    .filter((line) => line.startsWith("TcpExt:"))
    .map((line) => line.split(" "));
  const counter = (name: string): number => Number(values![names!.indexOf(name)]);
  return [counter("ListenOverflows"), counter("ListenDrops")];
}

/** In the server: the longest queue that the system allows. */
export function readLongest(): number {
  return Number(readFileSync("/proc/sys/net/core/somaxconn", "utf8"));
}

/** A client that asks for a connection, and does not wait for it. */
async function ask(
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
  title: "The backlog: who waits for accept()",
  question: "A server calls listen(2) and never accept(). What becomes of five clients?",
  prediction: {
    ask: "After listen(2), without any accept(), how many of five clients get a connection?",
    choices: {
      "0": "none: nobody has accepted them",
      "2": "two, as many as listen() was told",
      "3": "three",
      "5": "all: the backlog is just a hint",
    },
    observation: "clients that are connected",
  },
  expected: {
    linux: {
      "clients that are connected": 3,
      "the fourth and the fifth client": "SYN_SENT, SYN_SENT",
      "both, when they have asked again": "SYN_SENT, SYN_SENT",
      "the length of the queue": 3,
      "its limit": 2,
      "ListenOverflows and ListenDrops have risen": true,
      "both, after accept() is called twice": "ESTABLISHED, ESTABLISHED",
      "the limit after listen(2147483647) is somaxconn": true,
    },
  },
  explanation: `The kernel connects by itself: it answers a client's SYN, and puts the finished
connection into the listener's queue. accept() does no more than take one out. So connect() returns
long before anybody has accepted.

listen(n) limits that queue. Linux takes no more when there are more than n in it, and so n + 1 get
in. Whoever comes then is not refused but ignored: a refusal would mean that nobody listens, while
this server is only busy. The client's kernel repeats its SYN, after a second at first, then less
and less often. If there is room by then, the connection was just slow; if not, connect() fails with
ETIMEDOUT after about two minutes.

So a backlog that is too small shows as connections that take whole seconds. Call accept() at once
for all that wait, and pass listen() a generous number; what is above net.core.somaxconn is cut down
to it without a word. \`ss -lt\` shows the queue as Recv-Q and its limit as Send-Q. TCP_INFO of a
listener has them as tcpi_unacked and tcpi_sacked. \`nstat -az\` shows the counters ListenOverflows
and ListenDrops of what was turned away.`,
  manual: ["listen(2)", "accept(2)", "tcp(7)"],
  needs: ["/proc", needsQueue(2)],

  async run(lab) {
    const { server, listener } = await listening(lab, { backlog: 2 });
    const { address } = listener;
    const before = await server.run("reads ListenOverflows and ListenDrops", readCounters);
    const clients = await lab.process("clients");
    const first = [];
    for (const name of ["first", "second", "third"]) first.push(await ask(clients, name, address));
    await listener.until("three connections wait", (seen) => seen?.receiveQueue === 3);
    const rest = [await ask(clients, "fourth", address), await ask(clients, "fifth", address)];
    const states = (await statesOf([...first, ...rest])).split(", ");
    lab.observe("clients that are connected", states.filter((one) => one === "ESTABLISHED").length);
    lab.observe("the fourth and the fifth client", await statesOf(rest));

    await lab.until("both have sent their SYN again", async () => {
      const infos = await Promise.all(rest.map(async (one) => one.tcpInfo()));
      return infos.every(({ tcpi_retransmits }) => tcpi_retransmits > 0);
    });
    lab.note("both have sent their SYN once more");
    lab.observe("both, when they have asked again", await statesOf(rest));
    const { tcpi_unacked, tcpi_sacked } = await listener.tcpInfo();
    lab.observe("the length of the queue", tcpi_unacked);
    lab.observe("its limit", tcpi_sacked);
    const after = await server.run("reads ListenOverflows and ListenDrops", readCounters);
    const rises = before.map((value, index) => after[index]! - value);
    lab.note(`they have risen by ${rises.join(" and ")}, for all programs of this host`);
    lab.observe(
      "ListenOverflows and ListenDrops have risen",
      rises.every((rise) => rise >= 2),
    );

    for (const name of ["one", "another"]) await listener.accept(name);
    for (const one of rest) await one.untilState("ESTABLISHED");
    lab.observe("both, after accept() is called twice", await statesOf(rest));

    await listener.listen(2 ** 31 - 1);
    const { tcpi_sacked: highest } = await listener.tcpInfo();
    const longest = await server.run("reads net.core.somaxconn", readLongest);
    lab.observe("the limit after listen(2147483647) is somaxconn", highest === longest);
  },
});
