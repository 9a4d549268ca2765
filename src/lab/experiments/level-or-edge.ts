import { b } from "bsd-sockets/python";
import { EPOLLET, EPOLLIN, EPOLLONESHOT } from "bsd-sockets/select";
import type { InetAddress } from "bsd-sockets/socket";

import { experiment } from "../experiment.ts";
import type { RemoteEpoll } from "../remote/multiplexers.ts";
import type { RemoteSocket } from "../remote/socket.ts";
import { connection } from "../scenes.ts";

const [IN, EDGE, ONESHOT] = [EPOLLIN!, EPOLLET!, EPOLLONESHOT!];
const ARRIVAL_SECONDS = 5;

/** A loop that reads 40 bytes at each event, as long as the epoll tells of any. */
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
  title: "Level or edge: what an epoll tells twice",
  question:
    "A loop reads 40 bytes at each event, and 100 have come. Does the epoll tell it of the rest?",
  prediction: {
    ask: "The socket is registered with EPOLLET. 100 bytes come, and the loop reads 40 bytes at each event. How many does it read?",
    choices: {
      100: "100: there is an event as long as there is something to read",
      40: "40: there is one event, and the rest waits without another",
      80: "80: one event when the bytes come, and one for what is left",
    },
    observation: "edge-triggered: it reads",
  },
  expected: {
    linux: {
      "level-triggered: it reads": 100,
      "edge-triggered: it reads": 40,
      "edge-triggered: bytes that wait without an event": 60,
      "poll(2) says of them": "IN|OUT",
      "when one more byte has come": "conn IN",
      "asked again": "nothing",
      "recv until there is nothing": "40, 21, EAGAIN",
      "oneshot: the first byte": "conn IN",
      "oneshot: another byte": "nothing",
      "oneshot: after modify()": "conn IN",
    },
  },
  explanation: `Level-triggered, which is how epoll works when nothing else is asked for, means: “there is something
to read”. It is said again and again while it is true, as select() and poll() say it. A loop may read as
little as it likes.

Edge-triggered (EPOLLET) means: “something has just come”. The kernel puts the socket on the epoll's list
when bytes arrive, and takes it off when it has told of it. It does not look whether you have read them all.
So what the loop leaves in the queue stays there until the peer happens to send more. If the peer waits for
an answer first, both wait for ever. The rule: make the socket non-blocking, and at each event read until
recv() says EAGAIN; only then an edge can come that you have not seen yet. It saves wake-ups, and costs this
care. The same goes for EPOLLOUT and send().

EPOLLONESHOT tells once and then switches the registration off, whatever comes, until modify() arms it
again. modify() looks at the socket anew, so nothing that came in between is lost. It lets one of several
threads work at a connection without another being woken for it.`,
  manual: ["epoll(7)", "epoll_ctl(2)"],

  async run(lab) {
    const { server, client, conn } = await connection(lab);
    const epoll = await server.epoll("epoll");
    await epoll.register(conn, IN);
    await client.send(Buffer.alloc(100, "a"));
    await conn.until("100 bytes are in conn's queue", (seen) => seen?.receiveQueue === 100);
    lab.observe("level-triggered: it reads", await readAtEachEvent(epoll, conn));

    await epoll.modify(conn, IN | EDGE);
    await client.send(Buffer.alloc(100, "a"));
    await conn.until("100 bytes are in conn's queue", (seen) => seen?.receiveQueue === 100);
    lab.observe("edge-triggered: it reads", await readAtEachEvent(epoll, conn));
    const waiting = (await conn.seen())?.receiveQueue ?? 0;
    lab.observe("edge-triggered: bytes that wait without an event", waiting);
    lab.observe("poll(2) says of them", await conn.readiness());
    await client.send(b`x`);
    lab.observe("when one more byte has come", await epoll.poll(ARRIVAL_SECONDS).outcome());
    lab.observe("asked again", await epoll.poll(0).outcome());

    await conn.setblocking(false);
    const reads = [(await conn.recv(40)).length, (await conn.recv(40)).length];
    const last = await conn.recv(40).outcome();
    lab.observe("recv until there is nothing", [...reads, last].join(", "));

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
