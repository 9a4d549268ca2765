// Connecting: refused, in progress, done, repeated; and the resulting addresses.

import { type Case, family, LISTENER, NOBODY, sequence } from "./case.ts";

const MODES = ["setblocking(True)", "setblocking(False)", "settimeout(5)"];
const BOTH = `${LISTENER}\n${NOBODY}`;

const ORDERS = [
  ["l", "l", "l"],
  ["nobody", "nobody", "nobody"],
  ["nobody", "l", "l"],
  ["l", "nobody", "l"],
];

const orders = MODES.flatMap((mode) => ORDERS.map((order) => ({ mode, order })));

export const connectCases: readonly Case[] = [
  ...family(
    orders,
    ({ mode, order }) => `connect: ${mode}, ${order.join(" then ")}, by connect_ex`,
    () => BOTH,
    ({ mode }) => `c = socket()\nc.${mode}`,
    ({ order }) =>
      order
        .map(
          (to) =>
            `c.connect_ex(${to}.getsockname())\nwait(c, 'writable')\nselect.select([], [c], [], 0)`,
        )
        .join("\n"),
    () => "c.getpeername() == l.getsockname()\nc.getsockopt(SOL_SOCKET, SO_ERROR)",
  ),
  ...family(
    orders,
    ({ mode, order }) => `connect: ${mode}, ${order.join(" then ")}, by connect`,
    () => BOTH,
    ({ mode }) => `c = socket()\nc.${mode}`,
    ({ order }) =>
      order.map((to) => `c.connect(${to}.getsockname())\nwait(c, 'writable')`).join("\n"),
    () => "c.send(b'x')\nc.getpeername() == l.getsockname()",
  ),
  ...family(
    MODES,
    (mode) => `connect: ${mode}, SO_ERROR after a refusal is returned once`,
    (mode) => `${NOBODY}
      c = socket()
      c.${mode}
      c.connect_ex(nobody.getsockname())
      wait(c, 'writable')
      c.getsockopt(SOL_SOCKET, SO_ERROR)
      c.getsockopt(SOL_SOCKET, SO_ERROR)
      c.recv(1)
      c.send(b'x')
      c.getpeername()
      c.connect_ex(nobody.getsockname())`,
  ),
  ...family(
    ["recv(1)", "send(b'x')", "getpeername()", "shutdown(SHUT_WR)", "listen()", "accept()"],
    (call) => `connect: refused in progress, then ${call}`,
    (call) => `${BOTH}
      c = socket()
      c.setblocking(False)
      c.connect_ex(nobody.getsockname())
      wait(c, 'writable')
      c.${call}
      c.getsockopt(SOL_SOCKET, SO_ERROR)
      c.${call}
      c.connect_ex(l.getsockname())
      wait(c, 'writable')
      c.connect_ex(l.getsockname())`,
  ),
  ...family(
    ["l", "nobody"],
    (to) => `connect: from a bound socket to ${to}`,
    () => BOTH,
    (to) => `c = socket()
      c.bind(('127.0.0.1', 0))
      c.getsockname()
      c.connect_ex(${to}.getsockname())
      c.getsockname()
      c.connect_ex(${to}.getsockname())`,
  ),
  ...family(
    ["('127.0.0.1', 0)", "('', 0)", "('0.0.0.0', 0)", "('localhost', 0)"],
    (address) => `connect: a listener at ${address}`,
    (address) => `l = socket()\nl.bind(${address})\nl.listen()\nl.getsockname()
      c = socket()
      c.connect(l.getsockname())
      c.getpeername() == l.getsockname()
      wait(l, 'readable')
      s, peer = l.accept()
      peer == c.getsockname()
      s.getsockname()
      s.getpeername() == peer`,
  ),
  ...family(
    [
      "('::1', 0)",
      "('::1', 0, 0)",
      "('::1', 0, 0, 0)",
      "('::', 0)",
      "('', 0)",
      "('::ffff:127.0.0.1', 0)",
    ],
    (address) => `connect: a listener over IPv6 at ${address}`,
    (address) => `l = socket(AF_INET6)\nl.bind(${address})\nl.listen()\nl.getsockname()
      c = socket(AF_INET6)
      c.connect(l.getsockname())
      wait(l, 'readable')
      s, peer = l.accept()
      peer == c.getsockname()
      s.getsockname()
      c.getpeername()
      s.family
      repr(s)
      repr(c)`,
  ),
  sequence(
    "connect: an IPv4 client of a listener over IPv6",
    `l = socket(AF_INET6)
     l.setsockopt(IPPROTO_IPV6, IPV6_V6ONLY, 0)
     l.bind(('::', 0))
     l.listen()
     c = socket()
     c.connect(('127.0.0.1', l.getsockname()[1]))
     wait(l, 'readable')
     s, peer = l.accept()
     peer
     s.getsockname()
     c.getpeername()
     only = socket(AF_INET6)
     only.setsockopt(IPPROTO_IPV6, IPV6_V6ONLY, 1)
     at = own_address()
     only.bind(('::', at[1]))
     only.listen()
     d = socket()
     d.connect_ex(at)`,
  ),
  sequence(
    "connect: only ports up to 65535",
    `c = socket()
     c.connect(('127.0.0.1', 65536))
     c.connect(('127.0.0.1', -1))
     c.connect_ex(('127.0.0.1', 65536))
     c.connect_ex(('127.0.0.1', 0))
     c.connect(('127.0.0.1', 0))`,
  ),
  sequence(
    "connect: to broadcast, multicast and nowhere",
    `c = socket()
     c.connect_ex(('255.255.255.255', 9))
     c.connect_ex(('224.0.0.1', 9))
     c.connect_ex(('<broadcast>', 9))
     u = socket(AF_INET, SOCK_DGRAM)
     u.connect_ex(('255.255.255.255', 9))
     u.setsockopt(SOL_SOCKET, SO_BROADCAST, 1)
     u.connect_ex(('255.255.255.255', 9))
     v = socket(AF_INET6)
     v.connect_ex(('fe80::1', 9))
     v.connect_ex(('fe80::1', 9, 0, 999999))`,
  ),
  sequence(
    "connect: several waiting connections are accepted in order",
    `${LISTENER}
     c1 = socket()
     c1.connect(l.getsockname())
     wait(l, 'readable')
     c2 = socket()
     c2.connect(l.getsockname())
     c3 = socket()
     c3.connect(l.getsockname())
     s1, p1 = l.accept()
     wait(l, 'readable')
     s2, p2 = l.accept()
     wait(l, 'readable')
     s3, p3 = l.accept()
     p1 == c1.getsockname()
     p2 == c2.getsockname()
     p3 == c3.getsockname()
     c2.sendall(b'second')
     received(s2, 6)
     s2.recv(10)`,
  ),
  sequence(
    "connect: to itself",
    `x = socket()
     x.bind(('127.0.0.1', 0))
     x.connect(x.getsockname())
     x.getpeername() == x.getsockname()
     x.sendall(b'to myself')
     received(x, 9)
     x.recv(20)`,
  ),
  sequence(
    "connect: UNIX streams",
    `l = socket(AF_UNIX, SOCK_STREAM)
     c = socket(AF_UNIX, SOCK_STREAM)
     c.connect_ex('nobody')
     l.bind('path')
     c.connect_ex('path')
     l.listen()
     c.connect('path')
     c.connect_ex('path')
     c.getsockname()
     c.getpeername()
     s, peer = l.accept()
     peer
     s.getsockname()
     s.getpeername()
     d = socket(AF_UNIX, SOCK_SEQPACKET)
     d.connect_ex('path')
     e = socket(AF_UNIX, SOCK_DGRAM)
     e.connect_ex('path')
     l.close()
     f = socket(AF_UNIX, SOCK_STREAM)
     f.connect_ex('path')
     write_file('file', b'')
     f.connect_ex('file')
     f.connect_ex('no-folder/path')
     f.connect_ex('file/path')
     f.connect_ex('')`,
  ),
  sequence(
    "connect: UNIX, with a full queue",
    `l = socket(AF_UNIX, SOCK_STREAM)
     l.bind('path')
     l.listen(0)
     c1 = socket(AF_UNIX, SOCK_STREAM)
     c1.connect('path')
     c2 = socket(AF_UNIX, SOCK_STREAM)
     c2.setblocking(False)
     c2.connect_ex('path')
     c2.connect('path')
     c3 = socket(AF_UNIX, SOCK_STREAM)
     c3.settimeout(0.01)
     c3.connect_ex('path')
     c3.connect('path')
     s1, peer = l.accept()
     c2.connect_ex('path')`,
  ),
];
