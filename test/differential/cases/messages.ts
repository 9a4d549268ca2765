// Messages with ancillary data: descriptors, credentials, packet information.

import { type Case, family, sequence } from "./case.ts";

const PAIRS: Readonly<Record<string, string>> = {
  stream: "a, b = socketpair()",
  datagram: "a, b = socketpair(AF_UNIX, SOCK_DGRAM)",
  seqpacket: "a, b = socketpair(AF_UNIX, SOCK_SEQPACKET)",
};

const ROOM = ["0", "1", "12", "15", "CMSG_LEN(0)", "CMSG_LEN(4)", "CMSG_SPACE(4)", "CMSG_LEN(8)"];
const MORE_ROOM = ["CMSG_SPACE(8)", "CMSG_SPACE(12)", "100"];
const rights = "[(SOL_SOCKET, SCM_RIGHTS, ints(x.fileno(), y.fileno()))]";

const kinds = Object.keys(PAIRS);
const rooms = kinds.flatMap((kind) => [...ROOM, ...MORE_ROOM].map((room) => ({ kind, room })));

const WRONG_ITEMS = [
  "[(SOL_SOCKET, SCM_RIGHTS, ints(1000000))]",
  "[(SOL_SOCKET, SCM_RIGHTS, ints(-1))]",
  "[(SOL_SOCKET, SCM_RIGHTS, b'abc')]",
  "[(SOL_SOCKET, SCM_RIGHTS, b'')]",
  "[(SOL_SOCKET, 9999, b'data')]",
  "[(9999, 1, b'data')]",
  "[(SOL_SOCKET, SCM_CREDENTIALS, ints(1))]",
  "[(SOL_SOCKET, SCM_CREDENTIALS, ints(pid, uid, gid))]",
  "[(SOL_SOCKET, SCM_CREDENTIALS, ints(999999, uid, gid))]",
  "[(IPPROTO_IP, IP_TTL, ints(3))]",
  "((SOL_SOCKET, SCM_RIGHTS, ints(x.fileno())),)",
  "[(SOL_SOCKET, SCM_RIGHTS, ints(x.fileno())), (SOL_SOCKET, SCM_RIGHTS, ints(x.fileno()))]",
];

// 12 and 8 are IP_RECVTTL and IP_PKTINFO, which CPython 3.11 does not export.
const INTERNET = [
  ["AF_INET", "127.0.0.1", "IPPROTO_IP, 12"],
  ["AF_INET", "127.0.0.1", "IPPROTO_IP, IP_RECVTOS"],
  ["AF_INET", "127.0.0.1", "IPPROTO_IP, 8"],
  ["AF_INET6", "::1", "IPPROTO_IPV6, IPV6_RECVHOPLIMIT"],
  ["AF_INET6", "::1", "IPPROTO_IPV6, IPV6_RECVTCLASS"],
  ["AF_INET6", "::1", "IPPROTO_IPV6, IPV6_RECVPKTINFO"],
] as const;

const SENT = [
  ["AF_INET", "127.0.0.1", "IPPROTO_IP, 12", "IPPROTO_IP, IP_TTL, ints(7)"],
  ["AF_INET", "127.0.0.1", "IPPROTO_IP, IP_RECVTOS", "IPPROTO_IP, IP_TOS, ints(16)"],
  ["AF_INET", "127.0.0.1", "IPPROTO_IP, 12", "IPPROTO_IP, IP_TTL, ints(256)"],
  ["AF_INET6", "::1", "IPPROTO_IPV6, IPV6_RECVHOPLIMIT", "IPPROTO_IPV6, IPV6_HOPLIMIT, ints(7)"],
  ["AF_INET6", "::1", "IPPROTO_IPV6, IPV6_RECVTCLASS", "IPPROTO_IPV6, IPV6_TCLASS, ints(8)"],
] as const;

export const messageCases: readonly Case[] = [
  ...family(
    rooms,
    ({ kind, room }) => `messages over a ${kind} pair: two descriptors into ${room}`,
    ({ kind }) => `x = socket()\ny = socket()\n${PAIRS[kind]!}`,
    ({ room }) => `a.sendmsg([b'data'], ${rights})
      data, items, flags, address = b.recvmsg(10, ${room})
      b.setblocking(False)
      b.recvmsg(1)`,
  ),
  ...family(
    kinds,
    (kind) => `messages over a ${kind} pair: received descriptors are open and unchanged`,
    (kind) => `x = socket()\nx.bind(('127.0.0.1', 0))\n${PAIRS[kind]!}
      a.sendmsg([b'd'], [(SOL_SOCKET, SCM_RIGHTS, ints(x.fileno()))])
      data, items, flags, address = b.recvmsg(1, CMSG_SPACE(4))
      fds = numbers(items[0][2])
      y = socket(fileno=fds[0])
      y.getsockname() == x.getsockname()
      y.type
      close_on_exec(fds[0])`,
  ),
  ...family(
    WRONG_ITEMS,
    (items) => `messages: ${items}`,
    (items) => `x = socket()\na, b = socketpair()\na.sendmsg([b'd'], ${items})
      b.setblocking(False)\nb.recvmsg(1, 100)`,
  ),
  ...family(
    INTERNET,
    ([, , option]) => `messages: the ancillary data of ${option}`,
    ([kind, host, option]) => `x = socket(${kind}, SOCK_DGRAM)\nx.bind(('${host}', 0))
      x.setsockopt(${option}, 1)
      y = socket(${kind}, SOCK_DGRAM)
      y.sendto(b'data', x.getsockname())
      wait(x, 'readable')
      x.recvmsg(10, 100)
      y.sendto(b'data', x.getsockname())
      wait(x, 'readable')
      x.recvmsg(2, 5)`,
  ),
  ...family(
    SENT,
    ([, , , item]) => `messages: sent with ${item}`,
    ([kind, host, option, item]) => `x = socket(${kind}, SOCK_DGRAM)\nx.bind(('${host}', 0))
      x.setsockopt(${option}, 1)
      y = socket(${kind}, SOCK_DGRAM)
      y.sendmsg([b'data'], [(${item})], 0, x.getsockname())
      x.setblocking(False)
      select.select([x], [], [], 0.2)
      x.recvmsg(10, 100)`,
  ),
  sequence(
    "messages: credentials that the receiver requested",
    `a, b = socketpair()
     b.setsockopt(SOL_SOCKET, SO_PASSCRED, 1)
     a.send(b'data')
     data, items, flags, address = b.recvmsg(10, CMSG_SPACE(12))
     len(items[0][2])
     numbers(items[0][2])[0] == pid
     numbers(items[0][2])[1] == uid`
      .replace(
        "data, items, flags, address = b.recvmsg(10, CMSG_SPACE(12))",
        "items = b.recvmsg(10, CMSG_SPACE(12))[1][0][2][4:12]",
      )
      .replace(/len\(items[^]*$/u, "numbers(items) == [uid, gid]"),
  ),
  sequence(
    "messages: descriptors that a plain recv drops",
    `x = socket()
     a, b = socketpair()
     a.sendmsg([b'data'], [(SOL_SOCKET, SCM_RIGHTS, ints(x.fileno()))])
     b.recv(10)
     a.sendmsg([b'data'], [(SOL_SOCKET, SCM_RIGHTS, ints(x.fileno()))])
     b.recvmsg(10)
     a.sendmsg([b'data'], [(SOL_SOCKET, SCM_RIGHTS, ints(x.fileno()))])
     b.close()`,
  ),
  sequence(
    "messages: send_fds and recv_fds",
    `x = socket()
     y = socket()
     a, b = socketpair()
     send_fds(a, [b'data'], [x.fileno(), y.fileno()])
     data, fds, flags, address = recv_fds(b, 10, 2)
     send_fds(a, [b'data'], [x.fileno(), y.fileno()])
     recv_fds(b, 10, 1)
     send_fds(a, [b'data'], [x.fileno(), y.fileno()])
     recv_fds(b, 10, 0)
     send_fds(a, [b'd', b'e'], [])
     recv_fds(b, 10, 4)
     send_fds(a, [b'd'], [1000000])
     send_fds(a, [b'd'], [-1])
     send_fds(a, [], [x.fileno()])
     a.close()
     recv_fds(b, 10, 4)`,
  ),
  sequence(
    "messages: peeked descriptors are received twice",
    `x = socket()
     a, b = socketpair()
     a.sendmsg([b'd'], [(SOL_SOCKET, SCM_RIGHTS, ints(x.fileno()))])
     b.recvmsg(1, 100, MSG_PEEK)
     b.recvmsg(1, 100)
     b.recvmsg(1, 100, MSG_DONTWAIT)`,
  ),
  sequence(
    "messages: many buffers",
    `a, b = socketpair()
     a.sendmsg([b'x'] * 1024)
     len(b.recv(5000))
     a.sendmsg([b'x'] * 1025)
     b.recvmsg_into([bytearray(1)] * 1025, 0, MSG_DONTWAIT)
     a.send(b'y')
     b.recvmsg_into([bytearray(1)] * 1024)`,
  ),
  sequence(
    "messages: with and without an address",
    `a, b = socketpair(AF_UNIX, SOCK_DGRAM)
     c = socket(AF_UNIX, SOCK_DGRAM)
     c.bind('c')
     a.sendmsg([b'd'], [], 0, 'c')
     c.recvmsg(10)
     d = socket(AF_UNIX, SOCK_DGRAM)
     d.sendmsg([b'd'])
     d.sendmsg([b'd'], [], 0, 'c')
     d.sendmsg([b'd'], [], 0, None)
     d.sendmsg([b'd'], [], 0, 'no')
     t = socket()
     t.sendmsg([b'd'])
     t.sendmsg([b'd'], [], 0, t.getsockname())
     t.recvmsg(1)`,
  ),
];
