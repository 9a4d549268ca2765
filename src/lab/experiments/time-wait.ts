import type { InetAddress } from "bsd-sockets/socket";

import { experiment } from "../experiment.ts";
import type { Observed } from "../observed.ts";
import type { Lab } from "../lab.ts";
import type { RemoteProcess } from "../remote/process.ts";
import type { RemoteSocket } from "../remote/socket.ts";
import { unlessSet } from "../settings.ts";

type Socket = RemoteSocket<InetAddress>;

/** Makes a socket in the server, with or without SO_REUSEADDR. */
async function make(server: RemoteProcess, name: string, reuses: boolean): Promise<Socket> {
  const made = await server.socket(name);
  if (reuses) await made.setOption("SO_REUSEADDR", true);
  return made;
}

/** Makes a connection and closes its listener, so that only the two ends are left. */
async function connect(
  lab: Lab,
  server: RemoteProcess,
  client: RemoteProcess,
  reuses: boolean,
): Promise<[conn: Socket, client: Socket]> {
  const listener = await make(server, "listener", reuses);
  await listener.bind([lab.host, 0]);
  await listener.listen();
  const clientEnd = await client.socket("client");
  await clientEnd.connect(listener.address);
  const conn = await listener.accept("conn");
  await listener.close();
  return [conn, clientEnd];
}

/** Closes one end, which stays in TIME_WAIT, and then the other. */
async function closeInOrder(first: Socket, second: Socket): Promise<void> {
  await first.close();
  await second.untilState("CLOSE_WAIT");
  await second.close();
  await first.untilState("TIME_WAIT");
}

/** Binds the address as a restarted server would, and returns the outcome. */
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
  title: "TIME_WAIT: a restarted server finds its port in use",
  question:
    "A server closes its connection and ends. Why is its port in use when you start it again?",
  prediction: {
    ask: "The server closed the connection first. The restarted server binds the same port without SO_REUSEADDR. What does bind() return?",
    choices: {
      OK: "it succeeds: no process uses the port any more",
      EADDRINUSE: "EADDRINUSE: the closed connection still uses the port",
    },
    observation: "the server closed first; bind without SO_REUSEADDR",
  },
  expected: {
    linux: {
      "still connected; bind without SO_REUSEADDR": "EADDRINUSE",
      "still connected; bind with SO_REUSEADDR": "OK",
      "the server closed first; bind without SO_REUSEADDR": "EADDRINUSE",
      "the server closed first; bind with SO_REUSEADDR": "OK",
      "the server had no SO_REUSEADDR; bind without SO_REUSEADDR": "EADDRINUSE",
      "the server had no SO_REUSEADDR; bind with SO_REUSEADDR": "EADDRINUSE",
      "the client closed first; bind without SO_REUSEADDR": "OK",
      "the client closed first; bind of the client's port": "EADDRINUSE",
    },
  },
  explanation: `The end that closes a TCP connection first keeps it in TIME_WAIT for a minute, without a
process. There are two reasons: its last ACK may have been lost, and late segments must not be mistaken
for those of a new connection between the same ports. During this time the port is in use.

With SO_REUSEADDR, bind() succeeds in spite of connections in TIME_WAIT, and even of open connections, if
no socket is listening on the port. But both sockets must have the option, the old one too: the connection
inherited it from its listener. So a server should always set it, before bind().

If the client closes first, TIME_WAIT is at the client's end, and the server's port is free at once.`,
  manual: ["socket(7)", "bind(2)", "tcp(7)"],
  needs: [unlessSet("net.ipv4.tcp_max_tw_buckets", 0, "there is no TIME_WAIT")],

  async run(lab) {
    const server = await lab.process("server");
    const client = await lab.process("client");

    const [conn, clientEnd] = await connect(lab, server, client, true);
    const address = conn.address;
    lab.observe(
      "still connected; bind without SO_REUSEADDR",
      await bindAgain(server, address, false),
    );
    lab.observe("still connected; bind with SO_REUSEADDR", await bindAgain(server, address, true));
    await closeInOrder(conn, clientEnd);
    lab.observe(
      "the server closed first; bind without SO_REUSEADDR",
      await bindAgain(server, address, false),
    );
    lab.observe(
      "the server closed first; bind with SO_REUSEADDR",
      await bindAgain(server, address, true),
    );

    const [plainConn, plainClient] = await connect(lab, server, client, false);
    const plainAddress = plainConn.address;
    await closeInOrder(plainConn, plainClient);
    lab.observe(
      "the server had no SO_REUSEADDR; bind without SO_REUSEADDR",
      await bindAgain(server, plainAddress, false),
    );
    lab.observe(
      "the server had no SO_REUSEADDR; bind with SO_REUSEADDR",
      await bindAgain(server, plainAddress, true),
    );

    const [lastConn, firstClient] = await connect(lab, server, client, false);
    const [serverAddress, clientAddress] = [lastConn.address, firstClient.address];
    await closeInOrder(firstClient, lastConn);
    lab.observe(
      "the client closed first; bind without SO_REUSEADDR",
      await bindAgain(server, serverAddress, false),
    );
    lab.observe(
      "the client closed first; bind of the client's port",
      await bindAgain(client, clientAddress, false),
    );
  },
});
