import { b } from "bsd-sockets/python";
import { MSG_OOB } from "bsd-sockets/socket";

import { experiment } from "../experiment.ts";
import { connection } from "../scenes.ts";
import { unlessSet } from "../settings.ts";

export default experiment({
  name: "out-of-band",
  title: "Out-of-band data: TCP's urgent byte",
  question: "What happens to a byte that is sent with MSG_OOB in the middle of a stream?",
  prediction: {
    ask: "The client sends “abc”, then “!” with MSG_OOB, then “def”. Everything has arrived. What does the server's first recv(99) return?",
    choices: {
      "!": "!: the urgent byte comes first",
      "abc!def": "abc!def: all bytes in order",
      abcdef: "abcdef: all but the urgent byte",
      abc: "abc: the bytes before the urgent byte",
    },
    observation: "the first recv",
  },
  expected: {
    linux: {
      "poll()": "IN|PRI|OUT",
      "the first recv": "abc",
      "recv with MSG_OOB": "!",
      "recv with MSG_OOB again": "EINVAL",
      "the second recv": "def",
      "poll() at the end": "OUT",
      "“ghi”, urgent 1, urgent 2: recv": "ghi1",
      "“ghi”, urgent 1, urgent 2: the urgent byte": "2",
      "“xyz” with MSG_OOB: recv": "xy",
      "“xyz” with MSG_OOB: the urgent byte": "z",
      "SO_OOBINLINE: the first recv": "abc",
      "SO_OOBINLINE: the second recv": "!def",
    },
  },
  explanation: `TCP has no second channel. A segment can only say that the stream is urgent up to a
certain position. The sockets API turns this into a single byte, the last one of a send() with MSG_OOB,
and the receiving kernel takes this byte out of the stream. poll() reports PRI, select() reports the
socket in its third list, the exceptional conditions, and recv() with MSG_OOB returns the byte, once. The
kernel marks the byte's position in the stream, and recv() stops at the mark, so that the program knows
what was sent before the urgent byte.

With SO_OOBINLINE the byte stays in the stream, in its place. recv() still stops before it.

There is room for one urgent byte only. If a second one arrives before you have read the first, Linux
turns the first one back into an ordinary byte of the stream, unless you have already read past it; in
that case, and on other systems, it is lost. Systems do not even agree on which byte the TCP header points
to. So RFC 6093 advises against urgent data in new programs. Use a second connection for data that must
overtake everything else, and ordinary messages for the rest.`,
  manual: ["tcp(7)", "recv(2)", "send(2)", "socket(7)"],
  needs: [unlessSet("net.ipv4.tcp_stdurg", 1, "the byte after the urgent one counts as urgent")],

  async run(lab) {
    const { listener, clientProcess, client, conn } = await connection(lab);
    await client.send(b`abc`);
    await client.send(b`!`, MSG_OOB);
    await client.send(b`def`);
    await conn.until("7 bytes are in conn's queue", (seen) => seen?.receiveQueue === 7);
    lab.observe("poll()", await conn.readiness());
    lab.observe("the first recv", await conn.recv(99).outcome());
    lab.observe("recv with MSG_OOB", await conn.recv(1, MSG_OOB).outcome());
    lab.observe("recv with MSG_OOB again", await conn.recv(1, MSG_OOB).outcome());
    lab.observe("the second recv", await conn.recv(99).outcome());
    lab.observe("poll() at the end", await conn.readiness());

    await client.send(b`ghi`);
    await client.send(b`1`, MSG_OOB);
    await client.send(b`2`, MSG_OOB);
    await conn.until("5 bytes are in conn's queue", (seen) => seen?.receiveQueue === 5);
    lab.observe("“ghi”, urgent 1, urgent 2: recv", await conn.recv(99).outcome());
    lab.observe(
      "“ghi”, urgent 1, urgent 2: the urgent byte",
      await conn.recv(1, MSG_OOB).outcome(),
    );
    await client.send(b`xyz`, MSG_OOB);
    await conn.untilReady("PRI");
    lab.observe("“xyz” with MSG_OOB: recv", await conn.recv(99).outcome());
    lab.observe("“xyz” with MSG_OOB: the urgent byte", await conn.recv(1, MSG_OOB).outcome());

    const other = await clientProcess.socket("other");
    await other.connect(listener.address);
    const inline = await listener.accept("inline");
    await inline.setOption("SO_OOBINLINE", true);
    await other.send(b`abc`);
    await other.send(b`!`, MSG_OOB);
    await other.send(b`def`);
    await inline.until("7 bytes are in conn's queue", (seen) => seen?.receiveQueue === 7);
    lab.observe("SO_OOBINLINE: the first recv", await inline.recv(99).outcome());
    lab.observe("SO_OOBINLINE: the second recv", await inline.recv(99).outcome());
  },
});
