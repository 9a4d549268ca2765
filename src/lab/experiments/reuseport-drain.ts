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

/** Makes a listener that shares its port. */
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

/** In the client: connects `count` sockets. */
export function connectMany(_: Inside, address: socket.InetAddress, count: number): void {
  while (count-- > 0) {
    const s = socket.socket();
    s.connect(address);
    clients.push(s);
  }
}

/** The state of the clients. */
interface Outcomes {
  /** The outcomes of recv() on the clients that got HUP, each once. */
  readonly errors: string;
  readonly hungUp: number;
  /** The ports of the other clients. */
  readonly ports: number[];
}

/** In the client: waits until `count` sockets have HUP, and returns the state of all. */
export function receiveAll(_: Inside, count: number): Outcomes {
  const poller = poll();
  for (const s of clients) poller.register(s, 0); // HUP is always reported.
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

/** In the new server: accepts `count` connections, and returns the clients' ports. */
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

/** Waits until all connections are in the two queues, and returns how many each has. */
async function queuesOf(lab: Lab, first: Listener, second: Listener): Promise<[number, number]> {
  let queues: [number, number] = [0, 0];
  await lab.until(`${COUNT} connections are waiting`, async () => {
    queues = [await queueOf(first), await queueOf(second)];
    return queues[0] + queues[1] === COUNT;
  });
  return queues;
}

export default experiment({
  name: "reuseport-drain",
  title: "SO_REUSEPORT: closing a listener loses its queue",
  question:
    "An old and a new server share a port, so that the old one can shut down unnoticed. Do clients notice?",
  prediction: {
    ask: "Connections wait in the old server's queue when it closes its listener. The new server still listens. What does recv() return in these clients?",
    choices: {
      ECONNRESET: "ECONNRESET: their connections are gone",
      "": "an empty result: the server has closed properly",
      EAGAIN: "EAGAIN: they have moved to the new server's queue, and keep waiting",
    },
    observation: "recv in clients whose listener was closed",
  },
  expected: {
    linux: {
      "both listeners have connections": true,
      "recv in clients whose listener was closed": "ECONNRESET",
      "these are exactly the connections in its queue": true,
      "the new server accepts exactly the others": true,
      "a new connect": "OK",
      "one listener shared by two processes: accept after one has closed it": "OK",
    },
  },
  explanation: `With SO_REUSEPORT several sockets listen on one address. Each has its own queue, and the
kernel selects one by a hash of the addresses and ports when the client's first packet arrives, which
distributes the load. But this choice is final. The kernel completes the handshake in that queue, so the
client is connected before the server calls accept(). When the listener is closed, the kernel does not
hand the connection to another one: it resets the connection, although others listen on the same port and
new connections reach them at once.

You can reduce the loss by accepting until EAGAIN before you close the listener, but a handshake can
complete between the last accept() and close(). One safe way is to share a single listener, inherited or
passed over a Unix socket: then there is one queue, and it exists until the last process has closed it, as
the last observation shows. Another is to let the kernel move the connections to the other listeners:
net.ipv4.tcp_migrate_req = 1, since Linux 5.14. In any case, a client must be prepared to connect again.`,
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
    lab.note(`${going} connections wait in the old server's queue, ${safe} in the new one's`);
    lab.observe("both listeners have connections", going > 0 && safe > 0);

    await leaving.close();
    const seen = await client.run("recv() on each socket that has HUP", receiveAll, going);
    lab.observe("recv in clients whose listener was closed", seen.errors);
    lab.observe("these are exactly the connections in its queue", seen.hungUp === going);
    const ports = await fresh.run("accept() all waiting connections", acceptMany, "staying", safe);
    const isRest = String(ports.toSorted()) === String(seen.ports.toSorted());
    lab.observe("the new server accepts exactly the others", isRest);
    const next = await client.socket("next");
    lab.observe("a new connect", await next.connect(staying.address).outcome());

    const shared = await old.socket("shared");
    await shared.bind([lab.host, 0]);
    await shared.listen();
    const last = await client.socket("last");
    await last.connect(shared.address);
    const same = await old.pass(shared, fresh);
    await shared.close();
    lab.observe(
      "one listener shared by two processes: accept after one has closed it",
      await same.accept("conn").outcome(),
    );
  },
});
