// Addresses: which are accepted, and how they are returned.

import { type Case, family, sequence } from "./case.ts";

const UNIX_NAMES = [
  "'path'",
  "b'path'",
  "'./path'",
  "'no-folder/path'",
  "''",
  "b''",
  "b'\\0'",
  "b'caf\\xe9'",
  "'caf\\xe9'",
  "abstract(b'name')",
  "abstract(b'with\\0nulls\\0')",
  "abstract(b'\\xff\\xfe')",
  "'p' * 100",
  "'p' * 107",
  "'p' * 108",
  "abstract(b'n' * 90)",
  "abstract(b'n' * 99)",
  "abstract(b'n' * 100)",
  "bytearray(3)",
];

const INTERNET = [
  ["AF_INET", "('127.0.0.1', 0)"],
  ["AF_INET", "('127.1', 0)"],
  ["AF_INET", "('0x7f.1', 0)"],
  ["AF_INET", "('2130706433', 0)"],
  ["AF_INET", "('127.0.0.2', 0)"],
  ["AF_INET", "('localhost', 0)"],
  ["AF_INET", "('LOCALHOST', 0)"],
  ["AF_INET", "('', 0)"],
  ["AF_INET", "('0.0.0.0', 0)"],
  ["AF_INET", "('1.2.3.4', 0)"],
  ["AF_INET", "('255.255.255.255', 0)"],
  ["AF_INET", "('<broadcast>', 0)"],
  ["AF_INET", "('224.0.0.1', 0)"],
  ["AF_INET", "('::1', 0)"],
  ["AF_INET", "(' 127.0.0.1', 0)"],
  ["AF_INET", "('127.0.0.1 ', 0)"],
  ["AF_INET", "('127.0.0.1.', 0)"],
  ["AF_INET", "('b\\xfccher.invalid', 0)"],
  ["AF_INET6", "('::1', 0)"],
  ["AF_INET6", "('0:0:0:0:0:0:0:1', 0)"],
  ["AF_INET6", "('::', 0, 0, 0)"],
  ["AF_INET6", "('', 0)"],
  ["AF_INET6", "('::ffff:127.0.0.1', 0)"],
  ["AF_INET6", "('::1', 0, 5, 0)"],
  ["AF_INET6", "('::1', 0, 0, 1)"],
  ["AF_INET6", "('::1%lo', 0)"],
  ["AF_INET6", "('::1%1', 0)"],
  ["AF_INET6", "('::1%999', 0)"],
  ["AF_INET6", "('fe80::1', 0)"],
  ["AF_INET6", "('fe80::1%lo', 0)"],
  ["AF_INET6", "('fe80::1', 0, 0, 1)"],
  ["AF_INET6", "('fe80::1%lo', 0, 0, 1)"],
  ["AF_INET6", "('2001:db8::1', 0)"],
  ["AF_INET6", "('[::1]', 0)"],
  ["AF_INET6", "('127.0.0.1', 0)"],
  ["AF_INET6", "('localhost', 0)"],
] as const;

const OTHERS = [
  ["AF_NETLINK, SOCK_RAW, NETLINK_ROUTE", "(0, 0)"],
  ["AF_NETLINK, SOCK_RAW, NETLINK_ROUTE", "(0, 1)"],
  ["AF_NETLINK, SOCK_RAW, NETLINK_ROUTE", "(0,)"],
  ["AF_NETLINK, SOCK_RAW, NETLINK_ROUTE", "('0', 0)"],
  ["AF_NETLINK, SOCK_RAW, NETLINK_ROUTE", "None"],
  ["AF_NETLINK, SOCK_RAW, NETLINK_ROUTE", "[0]"],
  ["AF_PACKET, SOCK_RAW", "('lo', 0)"],
  ["AF_PACKET, SOCK_DGRAM", "('lo', 3, 0)"],
  ["AF_PACKET, SOCK_DGRAM", "('lo', 3, 0, 1, b'123456')"],
  ["AF_PACKET, SOCK_DGRAM", "('no-such', 3)"],
  ["AF_PACKET, SOCK_DGRAM", "('lo', 65536)"],
  ["AF_PACKET, SOCK_DGRAM", "('lo', -1)"],
  ["AF_PACKET, SOCK_DGRAM", "('lo', 3, 0, 1, b'123456789')"],
  ["AF_PACKET, SOCK_DGRAM", "('lo',)"],
  ["AF_PACKET, SOCK_DGRAM", "None"],
] as const;

export const addressCases: readonly Case[] = [
  ...family(
    UNIX_NAMES,
    (name) => `addresses: AF_UNIX ${name}`,
    (name) => `x = socket(AF_UNIX, SOCK_STREAM)
      x.bind(${name})
      x.getsockname()
      x.bind(${name})
      y = socket(AF_UNIX, SOCK_STREAM)
      y.bind(${name})
      x.listen()
      y.connect_ex(${name})
      y.getpeername()
      x.setblocking(False)
      s, peer = x.accept()
      peer
      s.getsockname()`,
  ),
  ...family(
    INTERNET,
    ([kind, address]) => `addresses: ${kind} ${address}`,
    ([kind, address]) => `x = socket(${kind})
      x.bind(${address})
      x.getsockname()
      x.bind(${address})
      y = socket(${kind})
      y.connect_ex(x.getsockname())
      u = socket(${kind}, SOCK_DGRAM)
      u.bind(${address})
      u.getsockname()`,
  ),
  ...family(
    OTHERS,
    ([kind, address]) => `addresses: ${kind} ${address}`,
    ([kind, address]) => `x = socket(${kind})\nx.bind(${address})
      x.getsockname() == 1\nrepr(x) == 1`,
  ),
  sequence(
    "addresses: autobind chooses five hexadecimal digits",
    `x = socket(AF_UNIX, SOCK_STREAM)
     x.bind('')
     x.getsockname()
     x.listen()
     y = socket(AF_UNIX, SOCK_STREAM)
     y.connect(x.getsockname())
     y.getpeername() == x.getsockname()
     repr(y)`,
  ),
  sequence(
    "addresses: closing the socket frees an abstract name, but not a path",
    `x = socket(AF_UNIX)
     x.bind(abstract(b'name'))
     y = socket(AF_UNIX)
     y.bind(abstract(b'name'))
     x.close()
     y.bind(abstract(b'name'))
     v = socket(AF_UNIX)
     v.bind('path')
     v.close()
     w = socket(AF_UNIX)
     w.bind('path')`,
  ),
];
