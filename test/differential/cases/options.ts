// Options: get, set, get again; as ints and as bytes.

import { type Case, family, sequence } from "./case.ts";

const TCP = "x = socket(AF_INET, SOCK_STREAM)";

const SOCKETS: Readonly<Record<string, string>> = {
  TCP,
  "TCP over IPv6": "x = socket(AF_INET6, SOCK_STREAM)",
  UDP: "x = socket(AF_INET, SOCK_DGRAM)",
  UNIX: "x = socket(AF_UNIX, SOCK_STREAM)",
};

/** Options with an int value, and a value that most sockets accept. */
const OPTIONS: readonly (readonly [level: string, name: string, value: string])[] = [
  ["SOL_SOCKET", "SO_ACCEPTCONN", "1"],
  ["SOL_SOCKET", "SO_BROADCAST", "1"],
  ["SOL_SOCKET", "SO_DEBUG", "0"],
  ["SOL_SOCKET", "SO_DOMAIN", "1"],
  ["SOL_SOCKET", "SO_DONTROUTE", "1"],
  ["SOL_SOCKET", "SO_ERROR", "1"],
  ["SOL_SOCKET", "SO_KEEPALIVE", "1"],
  ["SOL_SOCKET", "SO_MARK", "5"],
  ["SOL_SOCKET", "SO_OOBINLINE", "1"],
  ["SOL_SOCKET", "SO_PASSCRED", "1"],
  ["SOL_SOCKET", "SO_PASSSEC", "1"],
  ["SOL_SOCKET", "SO_PRIORITY", "3"],
  ["SOL_SOCKET", "SO_PROTOCOL", "1"],
  ["SOL_SOCKET", "SO_RCVBUF", "10000"],
  ["SOL_SOCKET", "SO_RCVLOWAT", "5"],
  ["SOL_SOCKET", "SO_REUSEADDR", "1"],
  ["SOL_SOCKET", "SO_REUSEPORT", "1"],
  ["SOL_SOCKET", "SO_SNDBUF", "10000"],
  ["SOL_SOCKET", "SO_SNDLOWAT", "5"],
  ["SOL_SOCKET", "SO_TYPE", "1"],
  ["IPPROTO_IP", "IP_TTL", "7"],
  ["IPPROTO_IP", "IP_TTL", "256"],
  ["IPPROTO_IP", "IP_TOS", "16"],
  ["IPPROTO_IP", "IP_RECVTOS", "1"],
  ["IPPROTO_IP", "IP_TRANSPARENT", "0"],
  ["IPPROTO_IP", "IP_BIND_ADDRESS_NO_PORT", "1"],
  ["IPPROTO_IP", "IP_MULTICAST_TTL", "2"],
  ["IPPROTO_IP", "IP_MULTICAST_LOOP", "0"],
  ["IPPROTO_IPV6", "IPV6_V6ONLY", "1"],
  ["IPPROTO_IPV6", "IPV6_UNICAST_HOPS", "7"],
  ["IPPROTO_IPV6", "IPV6_MULTICAST_HOPS", "2"],
  ["IPPROTO_IPV6", "IPV6_MULTICAST_LOOP", "0"],
  ["IPPROTO_IPV6", "IPV6_RECVPKTINFO", "1"],
  ["IPPROTO_IPV6", "IPV6_TCLASS", "8"],
  ["IPPROTO_TCP", "TCP_CORK", "1"],
  ["IPPROTO_TCP", "TCP_DEFER_ACCEPT", "1"],
  ["IPPROTO_TCP", "TCP_FASTOPEN", "5"],
  ["IPPROTO_TCP", "TCP_KEEPCNT", "3"],
  ["IPPROTO_TCP", "TCP_KEEPIDLE", "60"],
  ["IPPROTO_TCP", "TCP_KEEPINTVL", "10"],
  ["IPPROTO_TCP", "TCP_KEEPINTVL", "0"],
  ["IPPROTO_TCP", "TCP_LINGER2", "5"],
  ["IPPROTO_TCP", "TCP_MAXSEG", "500"],
  ["IPPROTO_TCP", "TCP_NODELAY", "1"],
  ["IPPROTO_TCP", "TCP_QUICKACK", "0"],
  ["IPPROTO_TCP", "TCP_SYNCNT", "3"],
  ["IPPROTO_TCP", "TCP_USER_TIMEOUT", "1000"],
  ["IPPROTO_TCP", "TCP_WINDOW_CLAMP", "5000"],
  ["IPPROTO_UDP", "1", "1"],
  ["SOL_SOCKET", "9999", "1"],
  ["9999", "1", "1"],
];

const rows = Object.keys(SOCKETS).flatMap((kind) =>
  OPTIONS.map(([level, name, value]) => ({ kind, option: `${level}, ${name}`, value })),
);

const SIZES = ["1", "2", "3", "4", "5", "8", "16", "1024"];

const REUSE = ["", "SO_REUSEADDR", "SO_REUSEPORT"];
const pairs = REUSE.flatMap((first) =>
  REUSE.flatMap((second) =>
    ["SOCK_STREAM", "SOCK_DGRAM"].flatMap((type) =>
      [false, true].map((listens) => ({ first, second, type, listens })),
    ),
  ),
);

const reuse = (name: string, option: string): string =>
  option === "" ? "" : `${name}.setsockopt(SOL_SOCKET, ${option}, 1)`;

const HOSTS = ["127.0.0.1", "127.0.0.2", "", "0.0.0.0"];
const hosts = HOSTS.flatMap((first) => HOSTS.map((second) => ({ first, second })));

export const optionCases: readonly Case[] = [
  ...family(
    rows,
    ({ kind, option, value }) => `options of ${kind}: ${option} = ${value}`,
    ({ kind }) => SOCKETS[kind]!,
    ({ option, value }) => `x.getsockopt(${option})
      x.setsockopt(${option}, ${value})
      x.getsockopt(${option})
      x.getsockopt(${option}, 4)
      x.setsockopt(${option}, b'\\0\\0\\0\\0')
      x.getsockopt(${option})
      x.setsockopt(${option}, b'')
      x.setsockopt(${option}, b'\\0')`,
  ),
  ...family(
    SIZES,
    (size) => `options: some options with a buflen of ${size}`,
    (size) => `${TCP}
      x.getsockopt(SOL_SOCKET, SO_TYPE, ${size})
      x.getsockopt(SOL_SOCKET, SO_LINGER, ${size})
      x.getsockopt(IPPROTO_IP, IP_TTL, ${size})
      x.getsockopt(IPPROTO_IP, IP_OPTIONS, ${size})
      x.getsockopt(IPPROTO_TCP, TCP_CONGESTION, ${size})`,
  ),
  ...family(
    ["", "b''", "b'lo'", "b'lo\\0'", "b'no-such'", "1"],
    (name) => `options: SO_BINDTODEVICE ${name}`,
    (name) => `${TCP}
      x.setsockopt(SOL_SOCKET, SO_BINDTODEVICE, ${name === "" ? "b'\\0'" : name})
      x.getsockopt(SOL_SOCKET, SO_BINDTODEVICE, 16)`,
  ),
  ...family(
    ["b'reno'", "b'cubic\\0'", "b'no-such'", "b''", "1"],
    (name) => `options: TCP_CONGESTION ${name}`,
    (name) => `${TCP}\nx.setsockopt(IPPROTO_TCP, TCP_CONGESTION, ${name})
      x.getsockopt(IPPROTO_TCP, TCP_CONGESTION, 16)`,
  ),
  ...family(
    ["b'\\x01\\0\\0\\0\\x05\\0\\0\\0'", "b'\\0' * 8", "b'\\0' * 4", "b'\\0' * 16", "1"],
    (value) => `options: SO_LINGER ${value}`,
    (value) => `${TCP}\nx.setsockopt(SOL_SOCKET, SO_LINGER, ${value})
      x.getsockopt(SOL_SOCKET, SO_LINGER, 8)\nx.getsockopt(SOL_SOCKET, SO_LINGER)`,
  ),
  ...family(
    pairs,
    ({ first, second, type, listens }) =>
      `options: the same port twice, ${type}${listens ? " listening" : ""}, ${first || "-"} and ${second || "-"}`,
    ({ type, first }) => `a = socket(AF_INET, ${type})\n${reuse("a", first)}
      at = own_address()\na.bind(at)`,
    ({ listens }) => (listens ? "a.listen()" : ""),
    ({ type, second }) => `b = socket(AF_INET, ${type})\n${reuse("b", second)}
      b.bind(at)\nb.getsockname() == a.getsockname()\nb.listen()`,
  ),
  ...family(
    hosts,
    ({ first, second }) => `options: the same port at '${first}' and at '${second}'`,
    ({ first, second }) => `at = own_address()
      a = socket()\na.bind(('${first}', at[1]))\nb = socket()
      b.bind(('${second}', at[1]))\nb.getsockname()`,
  ),
  ...family(
    HOSTS,
    (host) => `options: the same port over IPv6 and at '${host}'`,
    (host) => `at = own_address()
      a = socket(AF_INET6)\na.bind(('::', at[1]))\nb = socket()
      b.bind(('${host}', at[1]))
      at2 = own_address()
      c = socket(AF_INET6)\nc.setsockopt(IPPROTO_IPV6, IPV6_V6ONLY, 1)\nc.bind(('::', at2[1]))
      d = socket()\nd.bind(('${host}', at2[1]))`,
  ),
  sequence(
    "options: what a pair reports about its peer",
    `a, b = socketpair()
     len(a.getsockopt(SOL_SOCKET, SO_PEERCRED, 12))
     a.getsockopt(SOL_SOCKET, SO_PEERCRED, 12)[4:12]
     len(a.getsockopt(SOL_SOCKET, SO_PEERCRED, 100))
     x = socket(AF_UNIX)
     x.getsockopt(SOL_SOCKET, SO_PEERCRED, 12)
     y = socket()
     y.getsockopt(SOL_SOCKET, SO_PEERCRED, 12)`,
  ),
  sequence(
    "options: multicast groups",
    `u = socket(AF_INET, SOCK_DGRAM)
     u.setsockopt(IPPROTO_IP, IP_ADD_MEMBERSHIP, inet_aton('224.0.0.200') + inet_aton('127.0.0.1'))
     u.setsockopt(IPPROTO_IP, IP_ADD_MEMBERSHIP, inet_aton('224.0.0.200') + inet_aton('127.0.0.1'))
     u.setsockopt(IPPROTO_IP, IP_DROP_MEMBERSHIP, inet_aton('224.0.0.200') + inet_aton('127.0.0.1'))
     u.setsockopt(IPPROTO_IP, IP_DROP_MEMBERSHIP, inet_aton('224.0.0.200') + inet_aton('127.0.0.1'))
     u.setsockopt(IPPROTO_IP, IP_ADD_MEMBERSHIP, inet_aton('127.0.0.1') + inet_aton('127.0.0.1'))
     u.setsockopt(IPPROTO_IP, IP_ADD_MEMBERSHIP, b'short')
     u.setsockopt(IPPROTO_IP, IP_MULTICAST_IF, inet_aton('127.0.0.1'))
     u.getsockopt(IPPROTO_IP, IP_MULTICAST_IF, 4)`,
  ),
  sequence(
    "options: listening, SO_ACCEPTCONN, and a second listen",
    `x = socket()
     x.getsockopt(SOL_SOCKET, SO_ACCEPTCONN)
     x.listen()
     x.getsockopt(SOL_SOCKET, SO_ACCEPTCONN)
     x.listen(0)
     x.listen(-1)
     x.listen(1)
     x.getsockname()
     x.bind(('127.0.0.1', 0))
     x.connect_ex(x.getsockname())`,
  ),
];
