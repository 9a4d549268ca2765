import type { InetAddress } from "bsd-sockets/socket";

import type { Inside } from "../agent/inside.ts";
import { experiment } from "../experiment.ts";
import type { RemoteSocket } from "../remote/socket.ts";
import { type Connection, connection } from "../scenes.ts";
import { unlessSet } from "../settings.ts";

type Inet = RemoteSocket<InetAddress>;

/** In the server: receives until the end of the stream, and returns the number of bytes. */
export function receiveAll({ socket }: Inside, name: string): number {
  for (let total = 0; ;) {
    const { length } = socket(name).recv(65_536);
    if (length === 0) return total;
    total += length;
  }
}

/** Makes another connection, and returns its two ends. */
async function connect(
  { clientProcess, listener }: Connection,
  name: string,
): Promise<[client: Inet, peer: Inet]> {
  const client = await clientProcess.socket(name);
  await client.connect(listener.address);
  return [client, await listener.accept(`${name}Peer`)];
}

/** Makes a connection whose non-blocking client has filled all buffers. The server reads nothing. */
async function fullConnection(
  all: Connection,
  name: string,
): Promise<[client: Inet, peer: Inet, bytes: number]> {
  const [client, peer] = await connect(all, name);
  await client.setblocking(false);
  let total = 0;
  // There is room again while the kernel moves bytes from the send buffer to the peer.
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
      "OK at once": "it succeeds at once: the socket is non-blocking",
      "EAGAIN at once": "it fails with EAGAIN: it would have to wait",
      "OK after a second": "it sleeps for a second, and succeeds",
    },
    observation: "one second, full buffers: close",
  },
  expected: {
    linux: {
      "by default: the state after close": "TIME_WAIT",
      "by default, full buffers: the state after close": "FIN_WAIT1",
      "by default, full buffers: the peer receives everything": true,
      "zero seconds: the peer's recv": "ECONNRESET",
      "zero seconds: the state after close": "",
      "one second, full buffers: close": "OK after a second",
      "one second, full buffers: the peer receives everything": true,
      "an hour, full buffers: close, after the peer has read everything": "OK",
    },
  },
  explanation: `By default close() returns at once, and the kernel does the rest: it sends what is left in
the buffer, then the FIN, and keeps the connection in TIME_WAIT for a while. Your program does not learn
whether the peer has received everything.

With a time above zero in SO_LINGER, close() sleeps until the peer's kernel has acknowledged everything,
or until the time is up. On Linux it returns 0 in both cases, and when the time is up it goes on sending
in the background. It even sleeps on a non-blocking socket, and stops an event loop for that long. So it
is of little use. To find out whether the peer has received everything, call shutdown(SHUT_WR), and wait
for the peer's answer or for the end of its stream.

With a time of zero in SO_LINGER, close() does something else: it sends a reset instead of the FIN. Data
that was not sent yet is discarded, the peer's call fails with ECONNRESET, and nothing is left of the
connection, not even TIME_WAIT. That is right for a connection that has failed, but it is not a remedy for
too many connections in TIME_WAIT: a peer that has not read everything yet cannot distinguish this end
from a crash.`,
  manual: ["socket(7)", "close(2)", "tcp(7)"],
  needs: ["/proc", unlessSet("net.ipv4.tcp_max_tw_buckets", 0, "there is no TIME_WAIT")],

  async run(lab) {
    const all = await connection(lab);
    const { server, client, conn } = all;
    await client.close();
    await conn.close();
    await client.untilState("TIME_WAIT");
    lab.observe("by default: the state after close", await client.tcpState());

    const [usual, usualPeer, sent] = await fullConnection(all, "usual");
    await usual.close();
    lab.observe("by default, full buffers: the state after close", await usual.tcpState());
    const received = await server.run("recv() to the end", receiveAll, usualPeer.name);
    lab.observe("by default, full buffers: the peer receives everything", received === sent);

    const [abrupt, abruptPeer] = await connect(all, "abrupt");
    await abrupt.setOption("SO_LINGER", { onoff: true, linger: 0 });
    await abrupt.close();
    await abruptPeer.untilReady("ERR");
    lab.observe("zero seconds: the peer's recv", await abruptPeer.recv(99).outcome());
    lab.observe("zero seconds: the state after close", await abrupt.tcpState());

    const [slow, slowPeer, sentSlowly] = await fullConnection(all, "slow");
    await slow.setOption("SO_LINGER", { onoff: true, linger: 1 });
    const { outcome, seconds } = await slow.close().timed();
    lab.observe(
      "one second, full buffers: close",
      `${outcome} ${seconds > 0.9 ? "after a second" : "at once"}`,
    );
    const late = await server.run("recv() to the end", receiveAll, slowPeer.name);
    lab.observe("one second, full buffers: the peer receives everything", late === sentSlowly);

    const [patient, patientPeer] = await fullConnection(all, "patient");
    await patient.setOption("SO_LINGER", { onoff: true, linger: 3600 });
    const closing = await patient.close().blocks();
    await server.run("recv() to the end", receiveAll, patientPeer.name);
    lab.observe(
      "an hour, full buffers: close, after the peer has read everything",
      await closing.outcome(),
    );
  },
});
