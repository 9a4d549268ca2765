// Sending and receiving: partial data, flags, ends, resets.

import { type Case, CONNECTION, family, sequence } from "./case.ts";

/** Two ends `c` and `s`, over each kind of stream. `received` waits for sent data. */
const STREAMS: Readonly<Record<string, string>> = {
  TCP: CONNECTION,
  "TCP over IPv6": CONNECTION.replaceAll("AF_INET,", "AF_INET6,").replaceAll("127.0.0.1", "::1"),
  "a pair": "c, s = socketpair()",
};

const RECEIVING = [
  "s.recv(3)\ns.recv(3)\ns.recv(100)",
  "s.recv(3, MSG_PEEK)\ns.recv(100, MSG_PEEK)\ns.recv(100)",
  "s.recv(100, MSG_WAITALL | MSG_DONTWAIT)",
  "s.recv(10, MSG_WAITALL)",
  "s.recv(20000)",
  "s.recv(100000)",
  "s.recvfrom(3)\ns.recvfrom(100)",
  "s.recvmsg(3)\ns.recvmsg(100)",
  "s.recvmsg(3, 100)\ns.recvmsg(100, 100, MSG_PEEK)\ns.recvmsg(0)\ns.recvmsg(100)",
  "b = bytearray(8)\ns.recv_into(b)\nbytes(b)\ns.recv_into(b)\nbytes(b)",
  "b = bytearray(8)\ns.recv_into(b, 3)\nbytes(b)\ns.recv_into(b, 8, MSG_PEEK)\nbytes(b)",
  "b = bytearray(8)\ns.recv_into(memoryview(b)[2:5])\nbytes(b)\ns.recv_into(bytearray(0))",
  "b = bytearray(8)\ns.recvfrom_into(b)\nbytes(b)\ns.recvfrom_into(b, 2)\nbytes(b)",
  "b = bytearray(4)\nd = bytearray(4)\ns.recvmsg_into([b, d])\nbytes(b)\nbytes(d)",
  "b = bytearray(4)\ns.recvmsg_into([bytearray(0), b, bytearray(0)])\nbytes(b)\ns.recvmsg_into([])",
  "s.recv(0)\ns.recvfrom(0)\ns.recv(100)",
  "s.recv(2, MSG_TRUNC | MSG_DONTWAIT | MSG_PEEK)\ns.recv(100)",
];

const SENDING = [
  "c.send(b'0123456789')",
  "c.sendall(b'0123456789')",
  "c.sendmsg([b'01234', b'', b'56789'])",
  "c.sendmsg((b'0123456789',))",
  "c.send(memoryview(b'0123456789'))",
  "c.send(b'0123456789', MSG_DONTWAIT | MSG_NOSIGNAL)",
  "c.send(b'01234')\nc.send(b'')\nc.sendall(b'')\nc.sendmsg([])\nc.send(b'56789')",
];

const streams = Object.keys(STREAMS);
const transfers = streams.flatMap((stream) =>
  RECEIVING.map((receive, index) => ({ stream, receive, send: SENDING[index % SENDING.length]! })),
);
const sendings = streams.flatMap((stream) =>
  SENDING.map((send) => ({ stream, send, receive: "s.recv(100)" })),
);

const arrival = (stream: string, total: number): string =>
  stream === "a pair" ? "" : `received(s, ${total})`;

const title = (text: string): string => text.replaceAll("\n", "; ");

const HOWS = ["SHUT_RD", "SHUT_WR", "SHUT_RDWR"];
const shutdowns = streams.flatMap((stream) => HOWS.map((how) => ({ stream, how })));

const WATCH = "select.select([c, s], [c, s], [], 0)";

export const dataCases: readonly Case[] = [
  ...family(
    [...transfers, ...sendings.slice(1)],
    ({ stream, send, receive }) => `data over ${stream}: ${title(send)}; ${title(receive)}`,
    ({ stream }) => STREAMS[stream]!,
    ({ send }) => send,
    ({ stream }) => arrival(stream, 10),
    ({ receive }) => `${receive}\ns.setblocking(False)\ns.recv(100)`,
  ),
  ...family(
    shutdowns,
    ({ stream, how }) => `data over ${stream}: shutdown(${how}), and what still works`,
    ({ stream }) => STREAMS[stream]!,
    ({ stream, how }) => `c.sendall(b'before')\n${arrival(stream, 6)}\nc.shutdown(${how})\n
      ${stream !== "a pair" && how !== "SHUT_RD" ? "wait(s, 'ended')" : ""}`,
    () => `c.setblocking(False)\ns.setblocking(False)\n${WATCH}
      c.send(b'x')\nc.recv(1)\nc.recv(1)\ns.recv(100)\ns.recv(100)`,
    ({ stream, how }) =>
      stream !== "a pair" && how === "SHUT_RDWR"
        ? "s.send(b'y')\nwait(s, 'reset')\nwait(c, 'reset')"
        : "s.send(b'y')",
    ({ stream, how }) => (stream !== "a pair" && how === "SHUT_WR" ? "received(c, 1)" : ""),
    ({ how }) =>
      `${how === "SHUT_RD" ? "" : "c.recv(1)\nc.recv(1)"}\n${WATCH}
      c.shutdown(${how})\nc.shutdown(SHUT_RDWR)\nc.getpeername() == l.getsockname()`.replace(
        "c.getpeername() == l.getsockname()",
        "c.getsockopt(SOL_SOCKET, SO_ERROR)\ns.getsockopt(SOL_SOCKET, SO_ERROR)",
      ),
  ),
  ...family(
    streams,
    (stream) => `data over ${stream}: the peer closes with data in flight`,
    (stream) => STREAMS[stream]!,
    (stream) => `s.sendall(b'last words')\ns.close()
      ${stream === "a pair" ? "" : "wait(c, 'ended')"}
      ${WATCH}
      c.recv(4)\nc.recv(100)\nc.recv(100)\nc.recv(100)\nc.send(b'too late')
      ${stream === "a pair" ? "" : "wait(c, 'reset')"}
      c.recv(1)\nc.send(b'again')\nc.send(b'again')\nc.recv(1)\nc.getpeername() == 1
      c.getsockopt(SOL_SOCKET, SO_ERROR)`,
  ),
  ...family(
    streams,
    (stream) => `data over ${stream}: the peer closes with unread data`,
    (stream) => STREAMS[stream]!,
    (stream) => `c.sendall(b'unread')\n${arrival(stream, 6)}\ns.close()
      ${stream === "a pair" ? "" : "wait(c, 'reset')"}
      c.setblocking(False)
      select.select([c], [c], [], 0)
      c.recv(1)\nc.recv(1)\nc.send(b'x')\nc.send(b'x')\nc.shutdown(SHUT_WR)\nc.connect_ex('x')`,
  ),
  ...family(
    streams,
    (stream) => `data over ${stream}: 20,000 bytes, to the last one`,
    (stream) => STREAMS[stream]!,
    (stream) => `c.sendall(b'0123456789' * 2000)\n${arrival(stream, 20000)}
      a = s.recv(20000, MSG_WAITALL)\nlen(a)\na == b'0123456789' * 2000\ns.setblocking(False)\ns.recv(1)`,
  ),
  sequence(
    "data: more than the buffers hold, on a non-blocking socket",
    `c, s = socketpair()
     c.setblocking(False)
     fill(c)
     select.select([], [c], [], 0)
     c.send(b'x' * 4096)
     c.sendall(b'x' * 4096)
     c.sendmsg([b'x' * 4096])
     len(s.recv(4096))
     len(s.recv(100))
     c.settimeout(0.005)
     c.sendall(b'x' * 10000000)`,
  ),
  sequence(
    "data: urgent",
    `${CONNECTION}
     s.recv(1, MSG_OOB | MSG_DONTWAIT)
     c.sendall(b'ab')
     c.send(b'!', MSG_OOB)
     received(s, 3)
     select.select([s], [], [s], 0)
     s.recv(10)
     s.recv(1, MSG_OOB)
     s.recv(1, MSG_OOB)
     s.setblocking(False)
     s.recv(10)
     select.select([s], [], [s], 0)`,
  ),
  sequence(
    "data: urgent, in line",
    `${CONNECTION}
     s.setsockopt(SOL_SOCKET, SO_OOBINLINE, 1)
     c.sendall(b'ab')
     c.send(b'!', MSG_OOB)
     c.sendall(b'cd')
     received(s, 5)
     s.recv(10)
     s.recv(10)
     s.recv(1, MSG_OOB)`,
  ),
  sequence(
    "data: MSG_TRUNC on a stream discards bytes",
    `${CONNECTION}
     c.sendall(b'0123456789')
     received(s, 10)
     s.recv_into(bytearray(4), 0, MSG_TRUNC)
     s.recv(100)`,
  ),
  sequence(
    "data: a reset by SO_LINGER",
    `${CONNECTION}
     c.sendall(b'unseen')
     received(s, 6)
     c.setsockopt(SOL_SOCKET, SO_LINGER, b'\\x01\\0\\0\\0\\0\\0\\0\\0')
     c.getsockopt(SOL_SOCKET, SO_LINGER, 8)
     c.close()
     wait(s, 'reset')
     s.getpeername()
     s.getsockopt(SOL_SOCKET, SO_ERROR)
     s.recv(100)
     s.recv(100)
     s.send(b'x')
     repr(s)`,
  ),
  sequence(
    "data: a reset is reported once",
    `${CONNECTION}
     c.setsockopt(SOL_SOCKET, SO_LINGER, b'\\x01\\0\\0\\0\\0\\0\\0\\0')
     c.close()
     wait(s, 'reset')
     s.recv(1)
     s.recv(1)
     s.recv(1)`,
  ),
  sequence(
    "data: closing a listener resets the connections in its queue",
    `l = socket()
     l.bind(('127.0.0.1', 0))
     l.listen()
     c = socket()
     c.connect(l.getsockname())
     wait(l, 'readable')
     c.send(b'anybody there?')
     l.close()
     wait(c, 'reset')
     c.recv(1)
     c.recv(1)
     c.send(b'x')
     c.getpeername()`,
  ),
  sequence(
    "data: a client that closed before it was accepted",
    `l = socket()
     l.bind(('127.0.0.1', 0))
     l.listen()
     c = socket()
     c.connect(l.getsockname())
     c.sendall(b'hello and goodbye')
     c.close()
     wait(l, 'readable')
     s, peer = l.accept()
     wait(s, 'ended')
     s.recv(5)
     s.recv(100)
     s.recv(100)
     s.getpeername() == peer`,
  ),
  sequence(
    "data: both ends shut down",
    `${CONNECTION}
     c.shutdown(SHUT_WR)
     wait(s, 'ended')
     s.send(b'answer')
     s.shutdown(SHUT_WR)
     wait(c, 'ended')
     c.recv(10)
     c.recv(10)
     s.recv(10)
     c.send(b'x')
     s.send(b'x')
     c.shutdown(SHUT_RDWR)
     s.shutdown(SHUT_RDWR)`,
  ),
  sequence(
    "data: sendfile",
    `a, b = socketpair()
     write_file('file', b'0123456789')
     f = open_file('file')
     a.sendfile(f)
     b.recv(100)
     a.sendfile(f, 4)
     b.recv(100)
     a.sendfile(f, 2, 3)
     b.recv(100)
     a.sendfile(f, 20)
     a.sendfile(f, 0, 100)
     b.recv(100)
     a.sendfile(f, 0, 0)
     a.sendfile(f, 0, -1)
     a.sendfile(f, 0, 1.5)
     a.sendfile(f, 0, '1')
     a.setblocking(False)
     a.sendfile(f)
     a.settimeout(5)
     a.sendfile(f)
     b.recv(100)
     d, e = socketpair(AF_UNIX, SOCK_DGRAM)
     d.sendfile(f)`,
  ),
];
