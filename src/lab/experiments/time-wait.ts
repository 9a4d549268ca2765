import type { InetAddress } from "bsd-sockets/socket";

import { experiment } from "../experiment.ts";
import type { Observed } from "../observed.ts";
import type { Lab } from "../lab.ts";
import type { RemoteProcess } from "../remote/process.ts";
import type { RemoteSocket } from "../remote/socket.ts";
import { unlessSet } from "../settings.ts";

type Socket = RemoteSocket<InetAddress>;

/** A new socket of the server's, with SO_REUSEADDR or without. */
async function make(server: RemoteProcess, name: string, reuses: boolean): Promise<Socket> {
  const made = await server.socket(name);
  if (reuses) await made.setOption("SO_REUSEADDR", true);
  return made;
}

/** A connection whose listener is closed; only its two ends are left. */
async function connect(
  lab: Lab,
  server: RemoteProcess,
  client: RemoteProcess,
  reuses: boolean,
): Promise<[conn: Socket, client: Socket]> {
  const listener = await make(server, "listener", reuses);
  await listener.bind([lab.host, 0]);
  await listener.listen();
  const its = await client.socket("client");
  await its.connect(listener.address);
  const conn = await listener.accept("conn");
  await listener.close();
  return [conn, its];
}

/** Closes one end, which will stay in TIME_WAIT, and then the other. */
async function closeInOrder(first: Socket, second: Socket): Promise<void> {
  await first.close();
  await second.untilState("CLOSE_WAIT");
  await second.close();
  await first.untilState("TIME_WAIT");
}

/** What a new server is told that wants the address: the outcome of its bind. */
async function bindAgain(
  server: RemoteProcess,
  address: InetAddress,
  reuses: boolean,
): Promise<Observed> {
  const next = await make(server, "next", reuses);
  const outcome = await next.bind(address).outcome();
  await next.close();
  return outcome;
}

export default experiment({
  name: "time-wait",
  title: "TIME_WAIT: the port of a server that has just ended",
  question:
    "A server closes its connection and ends. Why does it find its port in use when it is started again?",
  prediction: {
    ask: "The server closed first. Its successor binds the same port without SO_REUSEADDR. What does bind() say?",
    choices: {
      OK: "it works: no process has the port any more",
      EADDRINUSE: "EADDRINUSE: the closed connection still has the port",
    },
    observation: "the server closed first; a plain bind",
  },
  expected: {
    linux: {
      "still connected; a plain bind": "EADDRINUSE",
      "still connected; with SO_REUSEADDR": "OK",
      "the server closed first; a plain bind": "EADDRINUSE",
      "the server closed first; with SO_REUSEADDR": "OK",
      "the server had no SO_REUSEADDR; a plain bind": "EADDRINUSE",
      "the server had no SO_REUSEADDR; with SO_REUSEADDR": "EADDRINUSE",
      "the client closed first; a plain bind": "OK",
      "the client closed first; a plain bind of the client's port": "EADDRINUSE",
    },
  },
  explanation: `Whoever closes a TCP connection first keeps it in TIME_WAIT for a minute, without a process: its
last ACK may have been lost, and late segments must not be taken for those of a new connection between
the same ports. As long as it is there the port is in use.

SO_REUSEADDR says that the program knows of this: bind() then works beside TIME_WAIT, and beside
connections that are still open, as long as nobody listens. But both sockets must have it, the old one
too: the connection has inherited it from its listener. So a server sets it always, and before bind().

When the client closes first, TIME_WAIT is at the client's end, and the server's port is free at once.`,
  manual: ["socket(7)", "bind(2)", "tcp(7)"],
  needs: [unlessSet("net.ipv4.tcp_max_tw_buckets", 0, "there is no TIME_WAIT")],

  async run(lab) {
    const server = await lab.process("server");
    const client = await lab.process("client");

    const [conn, its] = await connect(lab, server, client, true);
    const address = conn.address;
    lab.observe("still connected; a plain bind", await bindAgain(server, address, false));
    lab.observe("still connected; with SO_REUSEADDR", await bindAgain(server, address, true));
    await closeInOrder(conn, its);
    lab.observe("the server closed first; a plain bind", await bindAgain(server, address, false));
    lab.observe(
      "the server closed first; with SO_REUSEADDR",
      await bindAgain(server, address, true),
    );

    const [plainConn, plainClient] = await connect(lab, server, client, false);
    const plainAddress = plainConn.address;
    await closeInOrder(plainConn, plainClient);
    lab.observe(
      "the server had no SO_REUSEADDR; a plain bind",
      await bindAgain(server, plainAddress, false),
    );
    lab.observe(
      "the server had no SO_REUSEADDR; with SO_REUSEADDR",
      await bindAgain(server, plainAddress, true),
    );

    const [lastConn, firstClient] = await connect(lab, server, client, false);
    const [serverAddress, clientAddress] = [lastConn.address, firstClient.address];
    await closeInOrder(firstClient, lastConn);
    lab.observe(
      "the client closed first; a plain bind",
      await bindAgain(server, serverAddress, false),
    );
    lab.observe(
      "the client closed first; a plain bind of the client's port",
      await bindAgain(client, clientAddress, false),
    );
  },
});
