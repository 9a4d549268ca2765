import { b } from "bsd-sockets/python";
import { EPOLLET, EPOLLIN, EPOLLONESHOT } from "bsd-sockets/select";
import type { InetAddress } from "bsd-sockets/socket";

import { experiment } from "../experiment.ts";
import type { RemoteEpoll } from "../remote/multiplexers.ts";
import type { RemoteSocket } from "../remote/socket.ts";
import { connection } from "../scenes.ts";

const [IN, EDGE, ONESHOT] = [EPOLLIN!, EPOLLET!, EPOLLONESHOT!];
const ARRIVAL_SECONDS = 5;

/** Reads 40 bytes at each event until the epoll reports no more. Returns the number of bytes. */
async function readAtEachEvent(
  epoll: RemoteEpoll,
  conn: RemoteSocket<InetAddress>,
): Promise<number> {
  let total = 0;
  while ((await epoll.poll(total === 0 ? ARRIVAL_SECONDS : 0)).length > 0) {
    total += (await conn.recv(40)).length;
  }
  return total;
}

export default experiment({
  name: "level-or-edge",
  title: "Level-triggered or edge-triggered: what an epoll reports again",
  question:
    "100 bytes arrive, and a loop reads 40 bytes at each event. Does the epoll report the rest?",
  prediction: {
    ask: "The socket is registered with EPOLLET. 100 bytes arrive, and the loop reads 40 bytes at each event. How many does it read?",
    choices: {
      100: "100: there is an event as long as there is something to read",
      40: "40: there is one event, and none for the rest",
      80: "80: one event when the bytes arrive, and one for the rest",
    },
    observation: "edge-triggered: bytes read",
  },
  expected: {
    linux: {
      "level-triggered: bytes read": 100,
      "edge-triggered: bytes read": 40,
      "edge-triggered: bytes left without an event": 60,
      "edge-triggered: poll(2) reports": "IN|OUT",
      "edge-triggered: the epoll when another byte arrives": "conn IN",
      "edge-triggered: the epoll again": "nothing",
      "recv until EAGAIN": "40, 21, EAGAIN",
      "oneshot: the first byte": "conn IN",
      "oneshot: another byte": "nothing",
      "oneshot: after modify()": "conn IN",
    },
  },
  explanation: `Level-triggered, the default of epoll, means “there is something to read”. The epoll
reports it on every call while it is true, like select() and poll() do. A loop may read as little as it
likes.

Edge-triggered (EPOLLET) means “something has just arrived”. The kernel puts the socket on the epoll's
ready list when bytes arrive, and removes it when it has reported it. It does not check whether you have
read all of them. So the bytes that your loop leaves in the queue stay there until the peer happens to
send more. If the peer is waiting for an answer, both sides wait forever. The rule is: make the socket
non-blocking, and at each event read until recv() fails with EAGAIN. Then you can be sure that the next
bytes cause a new event. Edge-triggering saves wake-ups in exchange for this care. The same applies to
EPOLLOUT and send().

EPOLLONESHOT reports one event and then disables the registration until modify() enables it again.
modify() checks the socket, so events in the meantime are not lost. This lets one of several threads
handle a connection without waking another one for it.`,
  manual: ["epoll(7)", "epoll_ctl(2)"],

  async run(lab) {
    const { server, client, conn } = await connection(lab);
    const epoll = await server.epoll("epoll");
    await epoll.register(conn, IN);
    await client.send(Buffer.alloc(100, "a"));
    await conn.until("100 bytes are in conn's queue", (seen) => seen?.receiveQueue === 100);
    lab.observe("level-triggered: bytes read", await readAtEachEvent(epoll, conn));

    await epoll.modify(conn, IN | EDGE);
    await client.send(Buffer.alloc(100, "a"));
    await conn.until("100 bytes are in conn's queue", (seen) => seen?.receiveQueue === 100);
    lab.observe("edge-triggered: bytes read", await readAtEachEvent(epoll, conn));
    const waiting = (await conn.seen())?.receiveQueue ?? 0;
    lab.observe("edge-triggered: bytes left without an event", waiting);
    lab.observe("edge-triggered: poll(2) reports", await conn.readiness());
    await client.send(b`x`);
    lab.observe(
      "edge-triggered: the epoll when another byte arrives",
      await epoll.poll(ARRIVAL_SECONDS).outcome(),
    );
    lab.observe("edge-triggered: the epoll again", await epoll.poll(0).outcome());

    await conn.setblocking(false);
    const reads = [(await conn.recv(40)).length, (await conn.recv(40)).length];
    const last = await conn.recv(40).outcome();
    lab.observe("recv until EAGAIN", [...reads, last].join(", "));

    await epoll.modify(conn, IN | ONESHOT);
    await client.send(b`1`);
    lab.observe("oneshot: the first byte", await epoll.poll(ARRIVAL_SECONDS).outcome());
    await client.send(b`2`);
    await conn.until("2 bytes are in conn's queue", (seen) => seen?.receiveQueue === 2);
    lab.observe("oneshot: another byte", await epoll.poll(0).outcome());
    await epoll.modify(conn, IN | ONESHOT);
    lab.observe("oneshot: after modify()", await epoll.poll(0).outcome());
  },
});
