import { poll } from "bsd-sockets/select";
import * as socket from "bsd-sockets/socket";

import type { Inside } from "../agent/inside.ts";
import { experiment } from "../experiment.ts";
import type { Lab } from "../lab.ts";
import type { RemoteProcess } from "../remote/process.ts";
import type { RemoteSocket } from "../remote/socket.ts";
import { needsQueue, unlessSet } from "../settings.ts";

type Listener = RemoteSocket<socket.InetAddress>;

const COUNT = 40;
const clients: socket.Socket<socket.InetAddress>[] = [];

/** What one process has: a listener that shares its port. */
async function sharing(
  process: RemoteProcess,
  name: string,
  host: string,
  port: number,
): Promise<Listener> {
  const listener = await process.socket(name);
  await listener.setOption("SO_REUSEPORT", true);
  await listener.bind([host, port]);
  await listener.listen();
  return listener;
}

/** In the client: connects so many times. */
export function connectMany(_: Inside, address: socket.InetAddress, count: number): void {
  while (count-- > 0) {
    const s = socket.socket();
    s.connect(address);
    clients.push(s);
  }
}

/** What has become of the clients. */
interface Outcomes {
  /** What recv() says of those that have hung up: each error once. */
  readonly errors: string;
  readonly hungUp: number;
  /** The ports of the others. */
  readonly ports: number[];
}

/** In the client: waits until so many have hung up, and looks at them all. */
export function receiveAll(_: Inside, count: number): Outcomes {
  const poller = poll();
  for (const s of clients) poller.register(s, 0); // HUP is told unasked.
  let hungUp = new Set<number>();
  while (hungUp.size < count) hungUp = new Set(poller.poll(1000).map(([fd]) => fd));
  const others = clients.filter((s) => !hungUp.has(s.fileno()));
  const errors = clients.filter((s) => hungUp.has(s.fileno())).map(receiveError);
  const ports = others.map((s) => s.getsockname()[1]);
  return { errors: [...new Set(errors)].join(), hungUp: hungUp.size, ports };
}

function receiveError(s: socket.Socket): string {
  try {
    return String(s.recv(99, socket.MSG_DONTWAIT));
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? "";
  }
}

/** In the new server: accepts so many connections; gives the ports that they come from. */
export function acceptMany({ socket: named }: Inside, name: string, count: number): number[] {
  return Array.from({ length: count }, () => {
    const [conn, address] = named(name).accept() as [socket.Socket, socket.InetAddress];
    accepted.push(conn);
    return address[1];
  });
}

const accepted: socket.Socket[] = [];

async function queueOf(listener: Listener): Promise<number> {
  return (await listener.seen())?.receiveQueue ?? 0;
}

/** Waits until the two have all connections in their queues; gives how many each has. */
async function queuesOf(lab: Lab, first: Listener, second: Listener): Promise<[number, number]> {
  let queues: [number, number] = [0, 0];
  await lab.until(`${COUNT} connections wait to be accepted`, async () => {
    queues = [await queueOf(first), await queueOf(second)];
    return queues[0] + queues[1] === COUNT;
  });
  return queues;
}

export default experiment({
  name: "reuseport-drain",
  title: "SO_REUSEPORT: a server leaves, and takes its queue along",
  question:
    "An old and a new server share a port, so that the old one can end without anybody noticing. Does nobody notice?",
  prediction: {
    ask: "Connections wait in the old server's queue when it closes its listener. The new server still listens. What do these clients' recv() calls say?",
    choices: {
      ECONNRESET: "ECONNRESET: their connections are gone",
      "": "an empty result: the server has closed properly",
      EAGAIN: "EAGAIN: they have moved to the new server's queue, and wait on",
    },
    observation: "recv of clients whose listener is closed",
  },
  expected: {
    linux: {
      "both listeners have connections": true,
      "recv of clients whose listener is closed": "ECONNRESET",
      "these are exactly those of its queue": true,
      "the other listener has exactly the rest": true,
      "connect afterwards": "OK",
      "one listener in two processes: accept after one has closed it": "OK",
    },
  },
  explanation: `With SO_REUSEPORT several sockets listen on one address. Each has its own queue, and the kernel chooses one by a
hash of the addresses and ports when the client's first packet comes; so the load is spread over them. But
the choice is final. The kernel finishes the handshake in that queue, and for the client the connection is
established, long before accept(). When this listener is closed there is nobody to hand it to, and the kernel
resets it, though others listen on the same port and new connections reach them at once.

To accept until EAGAIN before the close makes the loss small, but a handshake can end between the last
accept() and close(). Safe ways: share one listener, inherited or passed over a Unix socket, so that there is one
queue, and it lives until the last process has closed it, as the last observation shows. Or have the kernel move
the connections to the others: net.ipv4.tcp_migrate_req = 1, since Linux 5.14. And a client must in any case be
ready to connect again.`,
  manual: ["socket(7)", "listen(2)", "unix(7)"],
  needs: [
    unlessSet("net.ipv4.tcp_migrate_req", 1, "connections move to another listener"),
    needsQueue(COUNT),
  ],

  async run(lab) {
    const [old, fresh] = [await lab.process("old server"), await lab.process("new server")];
    const leaving = await sharing(old, "leaving", lab.host, 0);
    const staying = await sharing(fresh, "staying", lab.host, leaving.address[1]);
    const client = await lab.process("client");
    await client.run(`connect(), ${COUNT} times`, connectMany, staying.address, COUNT);
    const [going, safe] = await queuesOf(lab, leaving, staying);
    lab.note(`${going} connections wait at the old server, ${safe} at the new one`);
    lab.observe("both listeners have connections", going > 0 && safe > 0);

    await leaving.close();
    const seen = await client.run("recv() on each that has hung up", receiveAll, going);
    lab.observe("recv of clients whose listener is closed", seen.errors);
    lab.observe("these are exactly those of its queue", seen.hungUp === going);
    const ports = await fresh.run("accept() of all that wait", acceptMany, "staying", safe);
    const isRest = String(ports.toSorted()) === String(seen.ports.toSorted());
    lab.observe("the other listener has exactly the rest", isRest);
    const next = await client.socket("next");
    lab.observe("connect afterwards", await next.connect(staying.address).outcome());

    const shared = await old.socket("shared");
    await shared.bind([lab.host, 0]);
    await shared.listen();
    const last = await client.socket("last");
    await last.connect(shared.address);
    const same = await old.pass(shared, fresh);
    await shared.close();
    lab.observe(
      "one listener in two processes: accept after one has closed it",
      await same.accept("conn").outcome(),
    );
  },
});
