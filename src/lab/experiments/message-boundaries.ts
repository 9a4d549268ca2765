import { b } from "bsd-sockets/python";
import { AF_INET, AF_UNIX, SOCK_DGRAM, SOCK_SEQPACKET } from "bsd-sockets/socket";

import { experiment } from "../experiment.ts";
import { connection } from "../scenes.ts";

export default experiment({
  name: "message-boundaries",
  title: "TCP has no message boundaries",
  question: "Does each recv() return exactly what one send() has sent?",
  prediction: {
    ask: "Over TCP the client calls send() five times: a, b, c, d, e. All five bytes have arrived. What does the server's first recv(99) return?",
    choices: {
      a: "a: one recv() for each send()",
      abcde: "abcde: everything that has arrived",
      e: "e: the latest",
    },
    observation: "TCP, five sends: the first recv",
  },
  expected: {
    linux: {
      "TCP, five sends: the first recv": "abcde",
      "TCP, one send: the first recv(4)": "one ",
      "TCP, one send: the second recv": "message",
      "UDP, five sends: the first recv": "a",
      "UDP, five sends: the second recv": "b",
      "SOCK_SEQPACKET, two sends: the first recv": "a",
    },
  },
  explanation: `TCP is a stream of bytes, like a file. The kernel does not mark where one send() ends and
the next begins. It appends the bytes to a queue, splits the queue into segments as suits the network, and
recv() returns what has arrived so far, up to the size that you pass. So the bytes of five sends can
arrive in one recv(), and the bytes of one send() can take several.

This is a trap, because on loopback, with small messages and a fast reader, each recv() often does return
exactly one send(). Such a program works on your laptop and fails under load.

To send messages over TCP, a program has to mark them itself: it sends the length before each message, or
a separator such as a newline after it. The receiver collects bytes until a message is complete, and keeps
the rest for the next one.

Datagrams are different: each is a message of its own. One recv() returns one datagram, never two and
never parts of two. SOCK_SEQPACKET, between processes on the same machine, has both: a connection, and
messages with boundaries.`,
  manual: ["tcp(7)", "udp(7)", "socket(2)", "unix(7)"],

  async run(lab) {
    const { server, clientProcess, client, conn } = await connection(lab);
    for (const letter of "abcde") await client.send(Buffer.from(letter));
    await conn.until("5 bytes are in conn's queue", (seen) => seen?.receiveQueue === 5);
    lab.observe("TCP, five sends: the first recv", await conn.recv(99).outcome());

    await client.send(b`one message`);
    await conn.until("11 bytes are in conn's queue", (seen) => seen?.receiveQueue === 11);
    lab.observe("TCP, one send: the first recv(4)", await conn.recv(4).outcome());
    lab.observe("TCP, one send: the second recv", await conn.recv(99).outcome());

    const receiver = await server.socket("receiver", AF_INET, SOCK_DGRAM);
    await receiver.bind(["127.0.0.1", 0]);
    const sender = await clientProcess.socket("sender", AF_INET, SOCK_DGRAM);
    for (const letter of "abcde") await sender.sendto(Buffer.from(letter), receiver.address);
    lab.observe("UDP, five sends: the first recv", await receiver.recv(99).outcome());
    lab.observe("UDP, five sends: the second recv", await receiver.recv(99).outcome());

    const [left, right] = await server.socketpair(["left", "right"], AF_UNIX, SOCK_SEQPACKET);
    for (const letter of "ab") await left.send(Buffer.from(letter));
    lab.observe("SOCK_SEQPACKET, two sends: the first recv", await right.recv(99).outcome());
  },
});
