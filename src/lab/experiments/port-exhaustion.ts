import { readFileSync } from "node:fs";

import type { InetAddress, PortRange } from "bsd-sockets/socket";

import { experiment } from "../experiment.ts";
import type { Lab } from "../lab.ts";
import type { RemoteProcess } from "../remote/process.ts";
import type { RemoteSocket } from "../remote/socket.ts";
import { needsPortRange, needsQueue } from "../settings.ts";

type Socket = RemoteSocket<InetAddress>;

const PORTS = 4;
const ATTEMPTS = 10;

/** Returns four random ports from the system's ephemeral range. */
function randomRange(): PortRange {
  const text = readFileSync("/proc/sys/net/ipv4/ip_local_port_range", "utf8");
  const [lowest = 0, highest = 0] = text.split(/\s+/u).map(Number);
  const low = lowest + Math.floor(Math.random() * (highest - lowest - PORTS));
  return { low, high: low + PORTS - 1 };
}

/** Makes a listener whose queue has room for all clients. */
async function listen(server: RemoteProcess, name: string, host: string): Promise<Socket> {
  const listener = await server.socket(name);
  await listener.bind([host, 0]);
  await listener.listen();
  return listener;
}

interface Connecting {
  readonly clients: readonly Socket[];
  /** The outcome of the last connect(). */
  readonly failure: string;
}

/** Connects clients with ports from a range until connect() fails. */
async function connectAll(
  process: RemoteProcess,
  to: Socket,
  range: PortRange,
  name = "client",
): Promise<Connecting> {
  const clients: Socket[] = [];
  for (;;) {
    const client = await process.socket(`${name}${clients.length + 1}`);
    await client.setOption("IP_LOCAL_PORT_RANGE", range);
    const outcome = await client.connect(to.address).outcome();
    if (outcome !== "OK" || clients.length > PORTS) {
      await client.close();
      return { clients, failure: String(outcome) };
    }
    clients.push(client);
  }
}

/** Like connectAll, but tries ranges until it finds one in which no other program uses a port. */
async function connectFromFreeRange(
  lab: Lab,
  process: RemoteProcess,
  to: Socket,
): Promise<Connecting & { range: PortRange }> {
  for (let attempt = 1; ; attempt++) {
    const range = randomRange();
    const result = await connectAll(process, to, range);
    if (result.clients.length >= PORTS || attempt === ATTEMPTS) return { ...result, range };
    lab.note("another program uses one of these ports; trying other ports");
    for (const client of result.clients) await client.close();
  }
}

/** The local ports of the sockets, sorted. */
function portsOf(clients: readonly Socket[]): string {
  return clients
    .map(({ address }) => address[1])
    .toSorted((a, b) => a - b)
    .join(", ");
}

export default experiment({
  name: "port-exhaustion",
  title: "A client runs out of ports",
  question: "A client opens more and more connections to one server. What runs out first?",
  prediction: {
    ask: "This client may use four ports. Four connections to a server are open. What does the fifth connect() return?",
    choices: {
      EADDRNOTAVAIL: "EADDRNOTAVAIL: no address is available for the client's end",
      EADDRINUSE: "EADDRINUSE: all its ports are in use",
      OK: "it succeeds: two connections can use the same port",
      ECONNREFUSED: "ECONNREFUSED: the server does not accept more connections",
    },
    observation: "the fifth connect",
  },
  expected: {
    linux: {
      "connections with four ports": 4,
      "the fifth connect": "EADDRNOTAVAIL",
      "they use all four ports": true,
      "connections to another server with the same four ports": 4,
      "the fifth connect to the other server": "EADDRNOTAVAIL",
    },
  },
  explanation: `A connection is identified by four values: the client's address and port, and the server's
address and port. For connections from one address to one server, only the client's port can differ.
connect() chooses it from the range net.ipv4.ip_local_port_range, by default 32768 to 60999, so at most
about 28000 such connections are possible. Here IP_LOCAL_PORT_RANGE reduces the range to four ports. When
all are in use, connect() fails with EADDRNOTAVAIL, “Cannot assign requested address”. The problem is on
the client's side: the server has not received anything.

For another server, even on another port of the same machine, the same ports can be used again, because
the four values differ. But connect() does not choose a port that a program has bound explicitly.

Proxies and load generators run into this limit, because they are clients too. The end that closes first
keeps the port in TIME_WAIT, so closed connections count for up to a minute. To avoid it, keep connections
open and reuse them, let the server close first, widen the range, or use more addresses on either side. If
you must bind() the client to one of several addresses, set IP_BIND_ADDRESS_NO_PORT; otherwise bind()
reserves the port for all servers at once.`,
  manual: ["ip(7)", "connect(2)", "tcp(7)"],
  needs: ["/proc", needsPortRange, needsQueue(PORTS)],

  async run(lab) {
    const [server, client] = [await lab.process("server"), await lab.process("client")];
    const listener = await listen(server, "listener", lab.host);
    const other = await listen(server, "otherListener", lab.host);

    const { clients, failure, range } = await connectFromFreeRange(lab, client, listener);
    lab.observe("connections with four ports", clients.length);
    lab.observe("the fifth connect", failure);
    const four = Array.from({ length: PORTS }, (_, index) => range.low + index).join(", ");
    lab.observe("they use all four ports", portsOf(clients) === four);

    const more = await connectAll(client, other, range, "other");
    lab.observe("connections to another server with the same four ports", more.clients.length);
    lab.observe("the fifth connect to the other server", more.failure);
  },
});
