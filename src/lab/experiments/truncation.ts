import { b } from "bsd-sockets/python";
import { AF_INET, MSG_PEEK, MSG_TRUNC, SOCK_DGRAM } from "bsd-sockets/socket";

import { experiment } from "../experiment.ts";
import { connection } from "../scenes.ts";

/** The largest UDP payload over IPv4: 65535 bytes minus 20 for the IP header and 8 for the UDP header. */
const LARGEST = 65_507;

export default experiment({
  name: "truncation",
  title: "Truncation: a datagram that is larger than the buffer",
  question: "If the buffer passed to recv() is smaller than the message, what happens to the rest?",
  prediction: {
    ask: "A datagram of ten bytes has arrived, followed by the datagram “next”. recv(4) returns the first four bytes. What does the following recv(99) return?",
    choices: {
      "456789": "456789: the other six bytes",
      next: "next: the other six bytes are lost",
      "456789next": "456789next: everything that is left",
      EMSGSIZE: "EMSGSIZE: the datagram was too long",
    },
    observation: "UDP, the next recv(99)",
  },
  expected: {
    linux: {
      "UDP, recv(4) of ten bytes": "0123",
      "UDP, the next recv(99)": "next",
      "UDP, the length from MSG_PEEK | MSG_TRUNC": 10,
      "UDP, recvmsg(4) of ten bytes": "0123",
      "UDP, recvmsg(4) of ten bytes: MSG_TRUNC is set": true,
      "UDP, recvmsg(99) of “all of it”": "all of it",
      "UDP, recvmsg(99) of “all of it”: MSG_TRUNC is set": false,
      "UDP, recv of an empty datagram": "",
      "UDP, the recv after it": "more",
      "UDP, a send of 65508 bytes": "EMSGSIZE",
      "UDP, a send of 65507 bytes": LARGEST,
      "UDP, the number of bytes received": LARGEST,
      "TCP, recv_into(memory, 5, MSG_TRUNC) of “some text”": 5,
      "TCP, the memory afterwards": ".....",
      "TCP, the next recv(99)": "text",
    },
  },
  explanation: `One recv() takes one datagram. The kernel discards what does not fit into the buffer, and
the next call returns the next datagram, so you never start in the middle of a message. recv() does not
report the loss. recvmsg() does, with MSG_TRUNC in the flags that it returns. To find out the length
beforehand, pass MSG_PEEK | MSG_TRUNC: on Linux recv() then returns the real length and removes nothing.
The simplest way is a buffer that is large enough for every possible datagram.

The sender's side is stricter. The length field of an IPv4 packet has 16 bits and includes the headers, so
${LARGEST} bytes are left for the payload of UDP. A larger send() fails with EMSGSIZE, and nothing is
sent. An empty datagram, on the other hand, is a valid message. recv() returns no bytes for it, and that
does not mean the end, because UDP has no connection that could end.

TCP does not truncate: the rest waits for the next recv(). On Linux, MSG_TRUNC means something else
entirely for TCP: discard these bytes without copying them. The memory is not changed, and the result is
the number of discarded bytes.`,
  manual: ["recv(2)", "udp(7)", "tcp(7)"],

  async run(lab) {
    const { server, clientProcess, client, conn } = await connection(lab);
    const receiver = await server.socket("receiver", AF_INET, SOCK_DGRAM);
    await receiver.bind(["127.0.0.1", 0]);
    const sender = await clientProcess.socket("sender", AF_INET, SOCK_DGRAM);
    await sender.connect(receiver.address);

    await sender.send(b`0123456789`);
    await sender.send(b`next`);
    lab.observe("UDP, recv(4) of ten bytes", await receiver.recv(4).outcome());
    lab.observe("UDP, the next recv(99)", await receiver.recv(99).outcome());

    await sender.send(b`0123456789`);
    const length = await receiver.recv_into(Buffer.alloc(4), 4, MSG_PEEK | MSG_TRUNC);
    lab.observe("UDP, the length from MSG_PEEK | MSG_TRUNC", length);
    const [data, , flags] = await receiver.recvmsg(4);
    lab.observe("UDP, recvmsg(4) of ten bytes", String(data));
    lab.observe("UDP, recvmsg(4) of ten bytes: MSG_TRUNC is set", (flags & MSG_TRUNC) !== 0);
    await sender.send(b`all of it`);
    const [all, , noFlags] = await receiver.recvmsg(99);
    lab.observe("UDP, recvmsg(99) of “all of it”", String(all));
    lab.observe("UDP, recvmsg(99) of “all of it”: MSG_TRUNC is set", (noFlags & MSG_TRUNC) !== 0);

    await sender.send(b``);
    await sender.send(b`more`);
    lab.observe("UDP, recv of an empty datagram", await receiver.recv(99).outcome());
    lab.observe("UDP, the recv after it", await receiver.recv(99).outcome());

    const tooLarge = await sender.send(Buffer.alloc(LARGEST + 1)).outcome();
    lab.observe("UDP, a send of 65508 bytes", tooLarge);
    lab.observe("UDP, a send of 65507 bytes", await sender.send(Buffer.alloc(LARGEST)).outcome());
    lab.observe("UDP, the number of bytes received", (await receiver.recv(2 * LARGEST)).length);

    await client.send(b`some text`);
    await conn.until("9 bytes are in conn's queue", (seen) => seen?.receiveQueue === 9);
    const memory = b`.....`;
    lab.observe(
      "TCP, recv_into(memory, 5, MSG_TRUNC) of “some text”",
      await conn.recv_into(memory, 5, MSG_TRUNC),
    );
    lab.observe("TCP, the memory afterwards", String(memory));
    lab.observe("TCP, the next recv(99)", await conn.recv(99).outcome());
  },
});
