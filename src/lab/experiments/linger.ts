import type { InetAddress } from "bsd-sockets/socket";

import type { Inside } from "../agent/inside.ts";
import { experiment } from "../experiment.ts";
import type { RemoteSocket } from "../remote/socket.ts";
import { type Connection, connection } from "../scenes.ts";
import { unlessSet } from "../settings.ts";

type Inet = RemoteSocket<InetAddress>;

/** In the server: receives until the stream ends; gives the number of bytes. */
export function receiveAll({ socket }: Inside, name: string): number {
  for (let total = 0; ;) {
    const { length } = socket(name).recv(65_536);
    if (length === 0) return total;
    total += length;
  }
}

/** One more connection. */
async function connect(
  { clientProcess, listener }: Connection,
  name: string,
): Promise<[client: Inet, peer: Inet]> {
  const client = await clientProcess.socket(name);
  await client.connect(listener.address);
  return [client, await listener.accept(`${name}Peer`)];
}

/** A client that does not block, and has sent as much as it can; the server has read nothing. */
async function full(
  all: Connection,
  name: string,
): Promise<[client: Inet, peer: Inet, bytes: number]> {
  const [client, peer] = await connect(all, name);
  await client.setblocking(false);
  let total = 0;
  // While the kernel moves bytes from this side's buffer to the peer's, there is room again.
  for (let bytes = -1; bytes !== 0; total += bytes) bytes = (await client.fill()).bytes;
  return [client, peer, total];
}

export default experiment({
  name: "linger",
  title: "SO_LINGER: what close() does with unsent data",
  question: "What does SO_LINGER change about close()?",
  prediction: {
    ask: "The peer does not read, and all buffers are full. The socket is non-blocking, and SO_LINGER is one second. What does close() do?",
    choices: {
      "OK at once": "it works at once: the socket does not block",
      "EAGAIN at once": "it fails with EAGAIN: it would have to wait",
      "OK after a second": "it sleeps for a second, and works",
    },
    observation: "one second, full buffers: close",
  },
  expected: {
    linux: {
      "by default: the closed end": "TIME_WAIT",
      "by default, full buffers: the closed end": "FIN_WAIT1",
      "by default, full buffers: the peer receives all": true,
      "no time: the peer's recv": "ECONNRESET",
      "no time: the closed end": "",
      "one second, full buffers: close": "OK after a second",
      "one second, full buffers: the peer receives all": true,
      "an hour, full buffers: close, when the peer has read": "OK",
    },
  },
  explanation: `By default close() returns at once, and the kernel goes on alone: it sends what is
left in the buffer, then the FIN, and keeps TIME_WAIT for a while. Whether the peer has got
everything, the program is not told.

With a time in SO_LINGER, close() sleeps until the peer's kernel has acknowledged everything, or
until the time is up. On Linux it says 0 in both cases, goes on sending in the background after the
time, and sleeps on a non-blocking socket too, where an event loop stands still for as long. So it
is of little use. Who wants to know that the peer has got everything calls shutdown(SHUT_WR), and
waits for the peer's answer or for the end of its stream.

With no time in SO_LINGER, close() does something else: it sends a reset in place of the FIN. What
was not sent yet is thrown away, the peer is told ECONNRESET, and nothing is left, not even
TIME_WAIT. That is right for a connection that has failed, and no cure for too many sockets in
TIME_WAIT: a peer that has not read everything yet cannot tell this end from a crash.`,
  manual: ["socket(7)", "close(2)", "tcp(7)"],
  needs: ["/proc", unlessSet("net.ipv4.tcp_max_tw_buckets", 0, "there is no TIME_WAIT")],

  async run(lab) {
    const all = await connection(lab);
    const { server, client, conn } = all;
    await client.close();
    await conn.close();
    await client.untilState("TIME_WAIT");
    lab.observe("by default: the closed end", await client.tcpState());

    const [usual, usualPeer, sent] = await full(all, "usual");
    await usual.close();
    lab.observe("by default, full buffers: the closed end", await usual.tcpState());
    const received = await server.run("recv() to the end", receiveAll, usualPeer.name);
    lab.observe("by default, full buffers: the peer receives all", received === sent);

    const [abrupt, abruptPeer] = await connect(all, "abrupt");
    await abrupt.setOption("SO_LINGER", { onoff: true, linger: 0 });
    await abrupt.close();
    await abruptPeer.untilReady("ERR");
    lab.observe("no time: the peer's recv", await abruptPeer.recv(99).outcome());
    lab.observe("no time: the closed end", await abrupt.tcpState());

    const [slow, slowPeer, sentSlowly] = await full(all, "slow");
    await slow.setOption("SO_LINGER", { onoff: true, linger: 1 });
    const { outcome, seconds } = await slow.close().timed();
    lab.observe(
      "one second, full buffers: close",
      `${outcome} ${seconds > 0.9 ? "after a second" : "at once"}`,
    );
    const late = await server.run("recv() to the end", receiveAll, slowPeer.name);
    lab.observe("one second, full buffers: the peer receives all", late === sentSlowly);

    const [patient, patientPeer] = await full(all, "patient");
    await patient.setOption("SO_LINGER", { onoff: true, linger: 3600 });
    const closing = await patient.close().blocks();
    await server.run("recv() to the end", receiveAll, patientPeer.name);
    lab.observe("an hour, full buffers: close, when the peer has read", await closing.outcome());
  },
});
