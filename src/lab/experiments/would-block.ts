import { b } from "bsd-sockets/python";

import { experiment } from "../experiment.ts";
import type { Inside } from "../agent/inside.ts";
import { connection } from "../scenes.ts";

/** In the server: receives `count` bytes. */
export function receive({ socket }: Inside, count: number): void {
  while (count > 0) count -= socket("conn").recv(65_536).length;
}

export default experiment({
  name: "would-block",
  title: "A call that would block",
  question: "On a non-blocking socket, what does a call return that would otherwise have to wait?",
  prediction: {
    ask: "Nothing has been sent yet. What does recv() return on a socket with setblocking(false)?",
    choices: {
      EAGAIN: "EAGAIN: nothing yet, try again",
      "": "an empty result",
      ENOTCONN: "ENOTCONN: there is no data, so there is no connection",
    },
    observation: "recv without data",
  },
  expected: {
    linux: {
      "accept without a connection": "EAGAIN",
      "recv without data": "EAGAIN",
      "recv with data": "hello",
      "send into full buffers": "EAGAIN",
      "poll() when the buffers are full": "",
      "send after the peer has read": 1,
    },
  },
  explanation: `A non-blocking call never waits. If it would have to, it fails with EAGAIN, which is the
same number as EWOULDBLOCK: accept() because nobody has connected, recv() because nothing has arrived,
send() because the buffers on both sides are full. EAGAIN does not mean that the connection has failed. An
empty result of recv() is something else entirely: the peer has sent its last byte.

How much fits before send() fails with EAGAIN depends on your send buffer, the peer's receive buffer and
the size of each send. poll() does not report OUT again as soon as one byte fits, but when about a third
of the send buffer is free.`,
  manual: ["recv(2)", "send(2)", "accept(2)", "fcntl(2)"],

  async run(lab) {
    const { server, listener, client, conn } = await connection(lab);

    await listener.setblocking(false);
    lab.observe("accept without a connection", await listener.accept("nobody").outcome());

    await client.setblocking(false);
    lab.observe("recv without data", await client.recv(99).outcome());
    await conn.send(b`hello`);
    await client.untilReady("IN");
    lab.observe("recv with data", await client.recv(99).outcome());

    let filled = await client.fill();
    let total = filled.bytes;
    // Bytes that reach the peer's buffer make room in the send buffer, until both are full.
    while (filled.bytes > 0 || (await client.tcpInfo()).tcpi_unacked > 0) {
      filled = await client.fill();
      total += filled.bytes;
    }
    lab.note(`send() accepted ${total} bytes, and the peer has read none of them`);
    lab.observe("send into full buffers", filled.error);
    lab.observe("poll() when the buffers are full", await client.readiness());

    await server.run("conn.recv() until all of it has arrived", receive, total);
    await client.untilReady("OUT");
    lab.observe("send after the peer has read", await client.send(b`x`).outcome());
  },
});
