import {
  AF_INET,
  type InetAddress,
  SOCK_DGRAM,
  SOCK_STREAM,
  type Socket,
  socket,
} from "bsd-sockets/socket";

import type { Inside } from "../agent/inside.ts";
import { receiveMany, sendMany } from "../datagrams.ts";
import { experiment } from "../experiment.ts";
import type { Lab } from "../lab.ts";
import type { RemoteProcess } from "../remote/process.ts";
import type { RemoteSocket } from "../remote/socket.ts";
import { needsDescriptors, needsQueue } from "../settings.ts";

export { receiveMany, sendMany };

/** The clients' sockets, so that they stay open. */
const connected: Socket[] = [];

/** In the clients: connects so many sockets. */
export function connectMany(_: Inside, address: InetAddress, count: number): void {
  for (let made = 0; made < count; made++) {
    const one = socket();
    one.connect(address);
    connected.push(one);
  }
}

type Inet = RemoteSocket<InetAddress>;

/** A socket that shares its address. */
async function sharing(
  process: RemoteProcess,
  name: string,
  address: InetAddress,
  type = SOCK_STREAM,
): Promise<Inet> {
  const made = await process.socket(name, AF_INET, type);
  await made.setOption("SO_REUSEPORT", true);
  await made.bind(address);
  return made;
}

/** How many connections wait at each listener, when so many have come to all of them. */
async function queues(
  lab: Lab,
  listeners: readonly Inet[],
  total: number,
): Promise<Record<string, number>> {
  let lengths: [name: string, length: number][] = [];
  await lab.until(`${total} connections wait`, async () => {
    lengths = await Promise.all(
      listeners.map(async (one) => [one.name, (await one.seen())?.receiveQueue ?? 0]),
    );
    return lengths.reduce((sum, [, length]) => sum + length, 0) === total;
  });
  return Object.fromEntries(lengths);
}

/** Who has got any: "all", or the names. */
function whoHasAny(lab: Lab, got: Record<string, number>): string {
  lab.note(
    Object.entries(got)
      .map(([name, number]) => `${name} has ${number}`)
      .join(", "),
  );
  const some = Object.keys(got).filter((name) => got[name]! > 0);
  return some.length === Object.keys(got).length ? "all" : some.join(", ");
}

export default experiment({
  name: "port-sharing",
  title: "SO_REUSEPORT: several servers at one port",
  question: "Two servers listen at the same port with SO_REUSEPORT. Who gets the connections?",
  prediction: {
    ask: "After first and second have both called listen(), 40 clients connect. Who gets the connections?",
    choices: {
      all: "each of them gets some",
      first: "the first one all, as long as it lives",
      second: "the second one all: it was bound last",
    },
    observation: "40 connections, two listeners: who gets some",
  },
  expected: {
    linux: {
      "the second one's bind without SO_REUSEPORT": "EADDRINUSE",
      "the second one's bind with SO_REUSEADDR": "EADDRINUSE",
      "the second one's listen with SO_REUSEPORT": "OK",
      "40 connections, two listeners: who gets some": "all",
      "connections at a third listener that comes later": 0,
      "it gets some of 40 more connections": true,
      "UDP, 40 senders, two receivers: who gets some": "all",
      "UDP, one sender, two receivers: how many get some": 1,
    },
  },
  explanation: `With SO_REUSEPORT several sockets listen at one port, each with a queue of its own.
For every new connection the kernel computes a hash of both addresses and both ports, and the hash
picks the listener. So the work is spread over processes without one that hands it out. It is no
round robin: the shares are only about equal, and nobody looks at who is busy. A process that is
slow to accept() still gets its share, and what is in its queue can be accepted by no one else, not
even by a listener that joins later. When it closes, those connections are reset (see
reuseport-drain).

With UDP the same hash picks the receiver of each datagram. A sender's datagrams always meet the
same socket, as long as the set of sockets does not change.

All must have set the option before bind(), the first one too. On Linux they must also belong to the
same user, so that nobody else can take a part of your connections.`,
  manual: ["socket(7)", "bind(2)", "listen(2)"],
  needs: [needsDescriptors(256), needsQueue(80)],

  async run(lab) {
    const one = await lab.process("one");
    const two = await lab.process("two");
    const first = await sharing(one, "first", [lab.host, 0]);
    await first.listen();
    const { address } = first;
    const other = await two.socket("other");
    lab.observe("the second one's bind without SO_REUSEPORT", await other.bind(address).outcome());
    await other.setOption("SO_REUSEADDR", true);
    lab.observe("the second one's bind with SO_REUSEADDR", await other.bind(address).outcome());
    const second = await sharing(two, "second", address);
    lab.observe("the second one's listen with SO_REUSEPORT", await second.listen().outcome());

    const clients = await lab.process("clients");
    await clients.run("40 sockets connect", connectMany, address, 40);
    lab.observe(
      "40 connections, two listeners: who gets some",
      whoHasAny(lab, await queues(lab, [first, second], 40)),
    );
    const third = await sharing(two, "third", address);
    await third.listen();
    const before = await queues(lab, [first, second, third], 40);
    lab.observe("connections at a third listener that comes later", before["third"]!);
    await clients.run("40 more connect", connectMany, address, 40);
    const after = await queues(lab, [first, second, third], 80);
    lab.observe("it gets some of 40 more connections", after["third"]! > 0);

    const left = await sharing(one, "left", [lab.host, 0], SOCK_DGRAM);
    await sharing(one, "right", left.address, SOCK_DGRAM);
    const both = ["left", "right"];
    await clients.run("40 sockets send a datagram each", sendMany, left.address, 40, 1);
    const ofMany = await one.run("recv() of 40 datagrams", receiveMany, both, 40);
    lab.observe("UDP, 40 senders, two receivers: who gets some", whoHasAny(lab, ofMany));
    await clients.run("one socket sends 40 datagrams", sendMany, left.address, 1, 40);
    const ofOne = await one.run("recv() of 40 datagrams", receiveMany, both, 40);
    const numbers = Object.values(ofOne).filter((number) => number > 0);
    lab.observe("UDP, one sender, two receivers: how many get some", numbers.length);
  },
});
