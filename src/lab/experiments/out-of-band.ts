import { b } from "bsd-sockets/python";
import { MSG_OOB } from "bsd-sockets/socket";

import { experiment } from "../experiment.ts";
import { connection } from "../scenes.ts";
import { unlessSet } from "../settings.ts";

export default experiment({
  name: "out-of-band",
  title: "Out of band: TCP's urgent byte",
  question: "What becomes of a byte that is sent with MSG_OOB in the middle of a stream?",
  prediction: {
    ask: "The client sends “abc”, then “!” with MSG_OOB, then “def”. All has arrived. What does the server's first recv(99) give?",
    choices: {
      "!": "!: what is urgent comes first",
      "abc!def": "abc!def: the bytes in their order",
      abcdef: "abcdef: all but the urgent byte",
      abc: "abc: what is before the urgent byte",
    },
    observation: "the first recv",
  },
  expected: {
    linux: {
      "poll says": "IN|PRI|OUT",
      "the first recv": "abc",
      "recv with MSG_OOB": "!",
      "recv with MSG_OOB, once more": "EINVAL",
      "the second recv": "def",
      "poll says in the end": "OUT",
      "“ghi”, urgent 1, urgent 2: recv": "ghi1",
      "“ghi”, urgent 1, urgent 2: the urgent byte": "2",
      "“xyz” with MSG_OOB: recv": "xy",
      "“xyz” with MSG_OOB: the urgent byte": "z",
      "SO_OOBINLINE: the first recv": "abc",
      "SO_OOBINLINE: the second recv": "!def",
    },
  },
  explanation: `TCP has no second channel. All that a segment can say is: the stream is urgent up to this
place. The sockets interface makes one byte of it, the last one of a send() with MSG_OOB, and the kernel
takes this byte out of the stream. poll() says PRI, select() lists the socket among the exceptional ones,
and recv() with MSG_OOB fetches the byte, once. In the stream a mark is left where the byte was, and
recv() stops at the mark, so that the program can tell what was sent before it.

With SO_OOBINLINE the byte stays in the stream, at its place. recv() stops before it all the same.

There is room for one urgent byte only. When a second one comes before the first was fetched, on Linux
the first is an ordinary byte of the stream again, if the reader has not come so far yet; otherwise, and
on other systems, it is lost. Systems do not even agree which byte the header points to. So RFC 6093
advises new programs not to use urgent data at all. What must overtake everything else goes over a second
connection; the rest is a message of your protocol.`,
  manual: ["tcp(7)", "recv(2)", "send(2)", "socket(7)"],
  needs: [unlessSet("net.ipv4.tcp_stdurg", 1, "the byte after the urgent one is taken for it")],

  async run(lab) {
    const { listener, clientProcess, client, conn } = await connection(lab);
    await client.send(b`abc`);
    await client.send(b`!`, MSG_OOB);
    await client.send(b`def`);
    await conn.until("7 bytes are in its queue", (seen) => seen?.receiveQueue === 7);
    lab.observe("poll says", await conn.readiness());
    lab.observe("the first recv", await conn.recv(99).outcome());
    lab.observe("recv with MSG_OOB", await conn.recv(1, MSG_OOB).outcome());
    lab.observe("recv with MSG_OOB, once more", await conn.recv(1, MSG_OOB).outcome());
    lab.observe("the second recv", await conn.recv(99).outcome());
    lab.observe("poll says in the end", await conn.readiness());

    await client.send(b`ghi`);
    await client.send(b`1`, MSG_OOB);
    await client.send(b`2`, MSG_OOB);
    await conn.until("5 bytes are in its queue", (seen) => seen?.receiveQueue === 5);
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
    await inline.until("7 bytes are in its queue", (seen) => seen?.receiveQueue === 7);
    lab.observe("SO_OOBINLINE: the first recv", await inline.recv(99).outcome());
    lab.observe("SO_OOBINLINE: the second recv", await inline.recv(99).outcome());
  },
});
