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

/** Keeps the clients' sockets open. */
const connected: Socket[] = [];

/** In the clients: connects `count` sockets. */
export function connectMany(_: Inside, address: InetAddress, count: number): void {
  for (let made = 0; made < count; made++) {
    const one = socket();
    one.connect(address);
    connected.push(one);
  }
}

type Inet = RemoteSocket<InetAddress>;

/** Makes a socket with SO_REUSEPORT and binds it. */
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

/** Waits until `total` connections wait, and returns how many wait at each listener. */
async function queues(
  lab: Lab,
  listeners: readonly Inet[],
  total: number,
): Promise<Record<string, number>> {
  let lengths: [name: string, length: number][] = [];
  await lab.until(`${total} connections are waiting`, async () => {
    lengths = await Promise.all(
      listeners.map(async (one) => [one.name, (await one.seen())?.receiveQueue ?? 0]),
    );
    return lengths.reduce((sum, [, length]) => sum + length, 0) === total;
  });
  return Object.fromEntries(lengths);
}

/** Returns the names of those with more than zero; "all" if that is all of them. */
function namesWithAny(lab: Lab, got: Record<string, number>): string {
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
  title: "SO_REUSEPORT: several servers on one port",
  question:
    "Two servers listen on the same port with SO_REUSEPORT. Which one gets the connections?",
  prediction: {
    ask: "After two listeners have called listen(), 40 clients connect. Which listener gets the connections?",
    choices: {
      all: "each listener gets some",
      first: "the first one gets all, as long as it is open",
      second: "the second one gets all: it was bound last",
    },
    observation: "40 connections, two listeners: which get some",
  },
  expected: {
    linux: {
      "the second bind without SO_REUSEPORT": "EADDRINUSE",
      "the second bind with SO_REUSEADDR": "EADDRINUSE",
      "the second listen with SO_REUSEPORT": "OK",
      "40 connections, two listeners: which get some": "all",
      "a third listener is added: connections in its queue": 0,
      "40 more connections: the third listener gets some": true,
      "UDP, 40 senders, two receivers: which get some": "all",
      "UDP, one sender, two receivers: how many get some": 1,
    },
  },
  explanation: `With SO_REUSEPORT several sockets can listen on one port, each with its own queue. For
every new connection the kernel computes a hash of both addresses and both ports, and the hash selects the
listener. So the work is distributed over processes without a dispatcher. It is not round robin: the
shares are only roughly equal, and the kernel does not check who is busy. A process that is slow to call
accept() still gets its share, and no other listener can accept the connections in its queue, not even one
that is added later. When a listener closes, the connections in its queue are reset (see reuseport-drain).

With UDP the same kind of hash selects the receiver of each datagram. All datagrams from one sender go to
the same socket, as long as the set of sockets does not change.

Every socket must set the option before bind(), including the first. On Linux they must also belong to the
same user, so that another user cannot take a part of your connections.`,
  manual: ["socket(7)", "bind(2)", "listen(2)"],
  needs: [needsDescriptors(256), needsQueue(80)],

  async run(lab) {
    const one = await lab.process("one");
    const two = await lab.process("two");
    const first = await sharing(one, "first", [lab.host, 0]);
    await first.listen();
    const { address } = first;
    const other = await two.socket("other");
    lab.observe("the second bind without SO_REUSEPORT", await other.bind(address).outcome());
    await other.setOption("SO_REUSEADDR", true);
    lab.observe("the second bind with SO_REUSEADDR", await other.bind(address).outcome());
    const second = await sharing(two, "second", address);
    lab.observe("the second listen with SO_REUSEPORT", await second.listen().outcome());

    const clients = await lab.process("clients");
    await clients.run("connect 40 sockets", connectMany, address, 40);
    lab.observe(
      "40 connections, two listeners: which get some",
      namesWithAny(lab, await queues(lab, [first, second], 40)),
    );
    const third = await sharing(two, "third", address);
    await third.listen();
    const before = await queues(lab, [first, second, third], 40);
    lab.observe("a third listener is added: connections in its queue", before["third"]!);
    await clients.run("connect 40 more sockets", connectMany, address, 40);
    const after = await queues(lab, [first, second, third], 80);
    lab.observe("40 more connections: the third listener gets some", after["third"]! > 0);

    const left = await sharing(one, "left", [lab.host, 0], SOCK_DGRAM);
    await sharing(one, "right", left.address, SOCK_DGRAM);
    const both = ["left", "right"];
    await clients.run("send a datagram from each of 40 sockets", sendMany, left.address, 40, 1);
    const ofMany = await one.run("recv() of 40 datagrams", receiveMany, both, 40);
    lab.observe("UDP, 40 senders, two receivers: which get some", namesWithAny(lab, ofMany));
    await clients.run("send 40 datagrams from one socket", sendMany, left.address, 1, 40);
    const ofOne = await one.run("recv() of 40 datagrams", receiveMany, both, 40);
    const numbers = Object.values(ofOne).filter((number) => number > 0);
    lab.observe("UDP, one sender, two receivers: how many get some", numbers.length);
  },
});
