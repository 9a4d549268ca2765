import { b } from "bsd-sockets/python";
import { AF_INET, MSG_PEEK, MSG_TRUNC, SOCK_DGRAM } from "bsd-sockets/socket";

import { experiment } from "../experiment.ts";
import { connection } from "../scenes.ts";

/** The most that a UDP datagram over IPv4 can hold: 65535, less 20 bytes of IP's header and 8 of UDP's. */
const LARGEST = 65_507;

export default experiment({
  name: "truncation",
  title: "Cut off: a message that does not fit",
  question: "What becomes of the rest when recv() is given less room than a message needs?",
  prediction: {
    ask: "A datagram of ten bytes has arrived, and “next” behind it. recv(4) gives the first four bytes. What does the following recv(99) give?",
    choices: {
      "456789": "456789: the other six bytes",
      next: "next: the other six bytes are lost",
      "456789next": "456789next: all that is left",
      EMSGSIZE: "EMSGSIZE: the datagram was too long",
    },
    observation: "UDP, the next recv(99)",
  },
  expected: {
    linux: {
      "UDP, recv(4) of ten bytes": "0123",
      "UDP, the next recv(99)": "next",
      "UDP, the length by MSG_PEEK | MSG_TRUNC": 10,
      "UDP, what recvmsg(4) gives": "0123",
      "UDP, recvmsg's flags have MSG_TRUNC": true,
      "UDP, what recvmsg(99) gives": "all of it",
      "UDP, recvmsg's flags have it when all fits": false,
      "UDP, recv of an empty datagram": "",
      "UDP, the recv after it": "more",
      "UDP, a send of 65508 bytes": "EMSGSIZE",
      "UDP, a send of 65507 bytes": LARGEST,
      "UDP, how many of them arrive": LARGEST,
      "TCP, recv_into(memory, 5, MSG_TRUNC) of “some text”": 5,
      "TCP, the memory after it": ".....",
      "TCP, the next recv(99)": "text",
    },
  },
  explanation: `One recv() takes one datagram. What the room given to it does not hold is thrown away:
the next call gets the next datagram, so a message never begins in the middle. recv() says nothing of the
loss. recvmsg() does, by MSG_TRUNC in the flags that it returns. Who wants to know before, asks with
MSG_PEEK | MSG_TRUNC, which gives the real length on Linux and takes nothing. Simplest is room for the
largest datagram that there can be.

The sender's side is stricter. The length of an IPv4 packet is a field of 16 bits, headers included, so
that ${LARGEST} bytes are left for UDP's data, and send() of more is EMSGSIZE: nothing is sent. An empty
datagram on the other hand is a proper message. Its recv() gives no bytes, and that is no end, for UDP
has no connection that could end.

On TCP nothing is cut off, the rest just waits for the next recv(). There MSG_TRUNC means, on Linux,
something else entirely: throw these bytes away without copying them. The memory stays as it was, and the
count says how much has gone.`,
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
    lab.observe("UDP, the length by MSG_PEEK | MSG_TRUNC", length);
    const [data, , flags] = await receiver.recvmsg(4);
    lab.observe("UDP, what recvmsg(4) gives", String(data));
    lab.observe("UDP, recvmsg's flags have MSG_TRUNC", (flags & MSG_TRUNC) !== 0);
    await sender.send(b`all of it`);
    const [all, , noFlags] = await receiver.recvmsg(99);
    lab.observe("UDP, what recvmsg(99) gives", String(all));
    lab.observe("UDP, recvmsg's flags have it when all fits", (noFlags & MSG_TRUNC) !== 0);

    await sender.send(b``);
    await sender.send(b`more`);
    lab.observe("UDP, recv of an empty datagram", await receiver.recv(99).outcome());
    lab.observe("UDP, the recv after it", await receiver.recv(99).outcome());

    const tooLarge = await sender.send(Buffer.alloc(LARGEST + 1)).outcome();
    lab.observe("UDP, a send of 65508 bytes", tooLarge);
    lab.observe("UDP, a send of 65507 bytes", await sender.send(Buffer.alloc(LARGEST)).outcome());
    lab.observe("UDP, how many of them arrive", (await receiver.recv(2 * LARGEST)).length);

    await client.send(b`some text`);
    await conn.until("9 bytes are in its queue", (seen) => seen?.receiveQueue === 9);
    const memory = b`.....`;
    lab.observe(
      "TCP, recv_into(memory, 5, MSG_TRUNC) of “some text”",
      await conn.recv_into(memory, 5, MSG_TRUNC),
    );
    lab.observe("TCP, the memory after it", String(memory));
    lab.observe("TCP, the next recv(99)", await conn.recv(99).outcome());
  },
});
