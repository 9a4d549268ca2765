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

/** Four ports among those that this system gives to clients. */
function anyRange(): PortRange {
  const text = readFileSync("/proc/sys/net/ipv4/ip_local_port_range", "utf8");
  const [lowest = 0, highest = 0] = text.split(/\s+/u).map(Number);
  const low = lowest + Math.floor(Math.random() * (highest - lowest - PORTS));
  return { low, high: low + PORTS - 1 };
}

/** A listener, whose queue has room for all clients. */
async function listen(server: RemoteProcess, name: string, host: string): Promise<Socket> {
  const listener = await server.socket(name);
  await listener.bind([host, 0]);
  await listener.listen();
  return listener;
}

interface Connecting {
  readonly clients: readonly Socket[];
  /** What the last connect() said. */
  readonly failure: string;
}

/** Connects clients that get their ports from a range, until there is none left. */
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

/** The same with a range of which nobody else has a port: other programs bind ports too. */
async function connectFromFreeRange(
  lab: Lab,
  process: RemoteProcess,
  to: Socket,
): Promise<Connecting & { range: PortRange }> {
  for (let attempt = 1; ; attempt++) {
    const range = anyRange();
    const result = await connectAll(process, to, range);
    if (result.clients.length >= PORTS || attempt === ATTEMPTS) return { ...result, range };
    lab.note("another program has one of these ports; there are more");
    for (const client of result.clients) await client.close();
  }
}

/** The ports that sockets have, in order. */
function portsOf(clients: readonly Socket[]): string {
  return clients
    .map(({ address }) => address[1])
    .toSorted((a, b) => a - b)
    .join(", ");
}

export default experiment({
  name: "port-exhaustion",
  title: "The client runs out of ports",
  question:
    "A client makes more and more connections to one server. What is the first thing to run out?",
  prediction: {
    ask: "The kernel may give this client four ports. Four connections to a server are open. What does the fifth connect() say?",
    choices: {
      EADDRNOTAVAIL: "EADDRNOTAVAIL: no address is available for the client's own end",
      EADDRINUSE: "EADDRINUSE: all its ports are in use",
      OK: "it works: two connections can have the same port",
      ECONNREFUSED: "ECONNREFUSED: the server does not take more",
    },
    observation: "the fifth connect",
  },
  expected: {
    linux: {
      "connections with four ports": 4,
      "the fifth connect": "EADDRNOTAVAIL",
      "their ports are the four": true,
      "connections to another server with the same four ports": 4,
      "the fifth connect to the other server": "EADDRNOTAVAIL",
    },
  },
  explanation: `A connection is known by four things: address and port of the client, address and port of the server. To one
server only the client's port can differ. connect() takes one of the range net.ipv4.ip_local_port_range,
32768 to 60999 as a rule, so there are at most some 28000 connections from one address to one server. Here
IP_LOCAL_PORT_RANGE makes it four, so that the end comes quickly. Then there is no name left for another
connection, and connect() says EADDRNOTAVAIL, “cannot assign requested address”. It is the client's own
trouble: the server has heard nothing.

To another server, be it only another port of the same machine, the same ports can be used again: the four
things differ. A port that was bound explicitly is not given to anybody else.

Those who meet it are proxies and load generators, for they are clients too. Whoever closes first keeps the
port in TIME_WAIT, so closed connections count for up to a minute. What helps: keep connections and use them
again, let the server close first, widen the range, use more addresses on either side. Who must bind() the
client to one of several addresses sets IP_BIND_ADDRESS_NO_PORT; otherwise bind() takes the port for
all servers at once.`,
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
    lab.observe("their ports are the four", portsOf(clients) === four);

    const more = await connectAll(client, other, range, "other");
    lab.observe("connections to another server with the same four ports", more.clients.length);
    lab.observe("the fifth connect to the other server", more.failure);
  },
});
