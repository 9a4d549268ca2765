// Datagrams: UDP over both families, and Unix sockets.

import { type Case, family, sequence } from "./case.ts";

/** Two sockets `x` and `y` that can send to each other. */
const KINDS: Readonly<Record<string, string>> = {
  UDP: `x = socket(AF_INET, SOCK_DGRAM)\nx.bind(('127.0.0.1', 0))
    y = socket(AF_INET, SOCK_DGRAM)\ny.bind(('127.0.0.1', 0))`,
  "UDP over IPv6": `x = socket(AF_INET6, SOCK_DGRAM)\nx.bind(('::1', 0))
    y = socket(AF_INET6, SOCK_DGRAM)\ny.bind(('::1', 0))`,
  UNIX: `x = socket(AF_UNIX, SOCK_DGRAM)\nx.bind('x')\ny = socket(AF_UNIX, SOCK_DGRAM)\ny.bind('y')`,
  "abstract UNIX": `x = socket(AF_UNIX, SOCK_DGRAM)\nx.bind(abstract(b'x'))
    y = socket(AF_UNIX, SOCK_DGRAM)\ny.bind(abstract(b'y'))`,
};

const RECEIVING = [
  "y.recv(100)",
  "y.recv(3)",
  "y.recv(0)\ny.recv(100)",
  "y.recvfrom(100)",
  "y.recvfrom(3)",
  "y.recvfrom(0)",
  "y.recvfrom(100, MSG_PEEK)\ny.recvfrom(100)",
  "b = bytearray(10)\ny.recv_into(b)\nbytes(b)",
  "b = bytearray(3)\ny.recvfrom_into(b)\nbytes(b)",
  "b = bytearray(10)\ny.recvfrom_into(b, 2)\nbytes(b)",
  "b = bytearray(3)\ny.recv_into(b, 0, MSG_TRUNC)\nbytes(b)",
  "b = bytearray(3)\ny.recvfrom_into(b, 0, MSG_TRUNC)\nbytes(b)",
  "y.recvfrom_into(bytearray(0))",
  "y.recv(3, MSG_TRUNC)",
  "y.recvfrom(3, MSG_TRUNC)",
  "y.recvmsg(100)",
  "y.recvmsg(3)",
  "y.recvmsg(3, 0, MSG_PEEK)\ny.recvmsg(3, 0, MSG_PEEK | MSG_TRUNC)\ny.recvmsg(100)",
  "b = bytearray(2)\nd = bytearray(2)\ny.recvmsg_into([b, d])\nbytes(b)\nbytes(d)",
];

const SENDING = [
  "x.sendto(b'datagram', y.getsockname())",
  "x.sendto(b'datagram', MSG_DONTWAIT, y.getsockname())",
  "x.sendmsg([b'data', b'gram'], [], 0, y.getsockname())",
  "x.connect(y.getsockname())\nx.send(b'datagram')",
  "x.connect(y.getsockname())\nx.sendall(b'datagram')",
  "x.connect(y.getsockname())\nx.sendmsg([b'datagram'])",
  "x.sendto(b'', y.getsockname())",
];

const kinds = Object.keys(KINDS);
const rows = kinds.flatMap((kind) => [
  ...RECEIVING.map((receive) => ({ kind, send: SENDING[0]!, receive })),
  ...SENDING.slice(1).map((send) => ({ kind, send, receive: RECEIVING[3]! })),
]);
const title = (text: string): string => text.replaceAll("\n", "; ");

export const datagramCases: readonly Case[] = [
  ...family(
    rows,
    ({ kind, send, receive }) => `datagrams over ${kind}: ${title(send)}; ${title(receive)}`,
    ({ kind }) => KINDS[kind]!,
    ({ send }) => `${send}\nwait(y, 'readable')`,
    ({ receive }) => `${receive}\ny.setblocking(False)\ny.recv(1)`,
  ),
  ...family(
    kinds,
    (kind) => `datagrams over ${kind}: boundaries are kept`,
    (kind) => `${KINDS[kind]!}
      x.sendto(b'first', y.getsockname())
      wait(y, 'readable')
      y.recv(100)
      x.sendto(b'second', y.getsockname())
      wait(y, 'readable')
      y.recv(3)
      x.sendto(b'', y.getsockname())
      wait(y, 'readable')
      y.recvfrom(100)
      y.setblocking(False)
      y.recvfrom(100)`,
  ),
  ...family(
    kinds,
    (kind) => `datagrams over ${kind}: connected, then connected to another socket`,
    (kind) => `${KINDS[kind]!}
      x.connect(y.getsockname())
      x.getpeername() == y.getsockname()
      x.send(b'one')
      wait(y, 'readable')
      y.recvfrom(100)
      x.sendto(b'two', y.getsockname())
      y.send(b'to nobody')
      y.connect_ex(x.getsockname())
      y.send(b'back')
      wait(x, 'readable')
      x.recv(100)
      x.shutdown(SHUT_RD)
      x.shutdown(SHUT_WR)
      x.listen()
      x.setblocking(False)
      x.accept()
      x.recv(1)`,
  ),
  ...family(
    kinds,
    (kind) => `datagrams over ${kind}: too long`,
    (kind) => `${KINDS[kind]!}
      x.sendto(b'x' * 70000, y.getsockname())
      x.setsockopt(SOL_SOCKET, SO_SNDBUF, 5000)
      x.sendto(b'x' * 20000000, y.getsockname())
      y.setblocking(False)
      y.recv(1)`,
  ),
  ...family(
    ["UDP", "UDP over IPv6"],
    (kind) => `datagrams over ${kind}: nobody there, which only a connected socket learns`,
    (kind) => `at = own_address()
      x = socket(${kind === "UDP" ? "AF_INET" : "AF_INET6"}, SOCK_DGRAM)
      x.connect((${kind === "UDP" ? "'127.0.0.1'" : "'::1'"}, at[1]))
      x.send(b'anybody?')
      wait(x, 'readable')
      x.recv(1)
      x.setblocking(False)
      x.recv(1)
      x.send(b'x')
      wait(x, 'readable')
      x.getsockopt(SOL_SOCKET, SO_ERROR)
      x.getsockopt(SOL_SOCKET, SO_ERROR)
      x.recv(1)`,
  ),
  ...family(
    ["UNIX", "abstract UNIX"],
    (kind) => `datagrams over ${kind}: nobody there, which is reported at once`,
    (kind) => `${KINDS[kind]!}
      x.connect(y.getsockname())
      y.close()
      x.send(b'anybody?')
      x.send(b'anybody?')
      x.sendto(b'x', 'nobody')
      x.sendto(b'x', abstract(b'nobody'))
      x.getpeername()`,
  ),
  sequence(
    "datagrams: an unbound sender gets a port, or has no name",
    `${KINDS["UDP"]!}
     z = socket(AF_INET, SOCK_DGRAM)
     z.getsockname()
     z.sendto(b'x', y.getsockname())
     z.getsockname()
     wait(y, 'readable')
     data, sender = y.recvfrom(10)
     y.sendto(b'back', sender)
     y.sendto(b'z', ('127.0.0.1', 0))
     u = socket(AF_UNIX, SOCK_DGRAM)
     u.bind('u')
     v = socket(AF_UNIX, SOCK_DGRAM)
     v.sendto(b'x', 'u')
     u.recvfrom(10)
     v.sendto(b'x', 'u')
     u.recvmsg(10)`,
  ),
  sequence(
    "datagrams: broadcast needs permission",
    `x = socket(AF_INET, SOCK_DGRAM)
     x.sendto(b'x', ('255.255.255.255', 9))
     x.sendto(b'x', ('<broadcast>', 9))
     x.getsockopt(SOL_SOCKET, SO_BROADCAST)`,
  ),
  sequence(
    "datagrams: a connected socket, and one without a peer",
    `${KINDS["UDP"]!}
     x.connect(y.getsockname())
     x.getpeername() == y.getsockname()
     x.send(b'1')
     z = socket(AF_INET, SOCK_DGRAM)
     z.send(b'x')
     z.sendto(b'x', y.getsockname())
     z.recv(0)`,
  ),
  sequence(
    "datagrams: a UNIX queue that is full",
    `a, b = socketpair(AF_UNIX, SOCK_DGRAM)
     a.setblocking(False)
     fill(a)
     a.send(b'x' * 4096)
     select.select([b], [a], [], 0)
     len(b.recv(10000))
     a.settimeout(0.005)
     fill_timed = a.gettimeout()`,
  ),
  sequence(
    "datagrams: a SOCK_SEQPACKET pair keeps boundaries and has an end",
    `a, b = socketpair(AF_UNIX, SOCK_SEQPACKET)
     a.send(b'one')
     a.send(b'two')
     a.sendmsg([b'th', b'ree'])
     b.recv(2)
     b.recvmsg(10)
     b.recvmsg(2)
     a.close()
     b.recv(10)
     b.recvmsg(10)
     b.send(b'x')`,
  ),
];
