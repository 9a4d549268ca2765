import * as socket from "bsd-sockets/socket";

/** A call of the module `socket`: the function's name, and its arguments in CPython's order. */
export type Call = [name: string, ...values: unknown[]];

const { AF_INET, AF_INET6, AF_UNIX, SOCK_DGRAM, SOCK_RAW, SOCK_STREAM } = socket;
const { AI_CANONNAME, AI_NUMERICHOST, AI_NUMERICSERV, AI_PASSIVE, IPPROTO_TCP } = socket;

const { NI_DGRAM, NI_NAMEREQD, NI_NUMERICHOST, NI_NUMERICSERV } = socket;

const LONG = "x".repeat(64);
const bytes = (text: string): Buffer => Buffer.from(text, "latin1");

const NUMERIC_HOSTS = [
  ...["127.0.0.1", "127.1", "0x7f.1", "017700000001", "1", "256.1.1.1", "1.2.3.4.5", "127.0.0.1 "],
  ...[
    " 127.0.0.1",
    "1..2",
    "::1",
    "::",
    "::ffff:1.2.3.4",
    "1:2:3:4:5:6:7:8",
    "1:2:3",
    ":::",
    "g::",
  ],
  ...["fe80::1%lo", "fe80::1%1", "fe80::1%99", "fe80::1%no-such", "::1%lo", "ff02::1%lo", "%lo"],
  ...["", "a", "a.", "a b", "<broadcast>", "localhost", "１２７.1", "straße", "ü"],
];
const UNNAMABLE = ["a..b", ".", "..", ".a", LONG, `${LONG}.b`, "ü".repeat(64), "ü..a", "\ud800"];
const LOCAL_NAMES = [
  "localhost",
  "LOCALHOST",
  "127.0.0.1",
  "127.1",
  "",
  "<broadcast>",
  "::1",
  "::",
];
const SERVICES = [
  ...["http", "80", "0", "65535", "65536", "-1", "0x50", " 80", "80 ", "", "no-such", "HTTP", "ü"],
  ...[
    bytes("http"),
    bytes("80"),
    bytes("no-such"),
    0,
    80,
    65535,
    65536,
    70000,
    -1,
    2 ** 31,
    2 ** 40,
  ],
  null,
];
const WRONG_STRINGS = [5, null, true, [], ["a"]];

function getaddrinfo(): Call[] {
  const numeric = (host: unknown, port: unknown): Call => [
    "getaddrinfo",
    host,
    port,
    0,
    SOCK_STREAM,
    0,
    AI_NUMERICHOST,
  ];
  const hinted = (...hints: number[]): Call => ["getaddrinfo", "127.0.0.1", 80, ...hints];
  return [
    ...NUMERIC_HOSTS.flatMap((host) => [numeric(host, 80), numeric(bytes(host), 80)]),
    ...UNNAMABLE.map((host) => numeric(host, 80)),
    ...LOCAL_NAMES.map((host): Call => ["getaddrinfo", host, "http", AF_INET, SOCK_STREAM]),
    ...SERVICES.map((port) => numeric("127.0.0.1", port)),
    ...SERVICES.map((port): Call => ["getaddrinfo", null, port, 0, SOCK_DGRAM]),
    ...WRONG_STRINGS.filter((host) => host !== null).map((host) => numeric(host, 80)),
    ...[0, AF_INET, AF_INET6, AF_UNIX, 99, -1].map((family) => hinted(family)),
    ...[0, SOCK_STREAM, SOCK_DGRAM, SOCK_RAW, 99, -1].map((type) => hinted(0, type)),
    ...[0, 6, 17, 99, -1].map((proto) => hinted(0, 0, proto)),
    ...[0, AI_PASSIVE, AI_CANONNAME, AI_NUMERICSERV, 0x10, 0x20, 0x800, -1].flatMap(
      (flags): Call[] => [
        hinted(0, SOCK_STREAM, 0, flags),
        ["getaddrinfo", null, "http", 0, SOCK_STREAM, IPPROTO_TCP, flags],
        ["getaddrinfo", "::1", 80, AF_INET, 0, 0, flags],
      ],
    ),
    ["getaddrinfo", null, 0, 0, SOCK_STREAM, 0, AI_PASSIVE],
    hinted(2 ** 31),
    hinted(0, 0, 0, 2 ** 31),
  ];
}

function getnameinfo(): Call[] {
  const numeric = NI_NUMERICHOST | NI_NUMERICSERV;
  const addresses = [
    ...[
      "127.0.0.1",
      "127.1",
      "0.0.0.0",
      "::1",
      "::",
      "fe80::1",
      "ff02::1%lo",
      "",
      "localhost",
      "ü",
    ].map((host) => [host, 80]),
    ...[0, 22, 53, 65535, 65536, 70000, -1, 2 ** 31].map((port) => ["127.0.0.1", port]),
    ...[0, 1, 0xfffff, 0x100000, -1].map((flowinfo) => ["::1", 80, flowinfo]),
    ...[0, 1, 99].flatMap((scope) => [
      ["fe80::1", 80, 0, scope],
      ["ff02::1", 80, 0, scope],
      ["::1", 80, 0, scope],
    ]),
    ...[["127.0.0.1", 80, 0], ["127.0.0.1", 80, 0, 0], ["::1", 80, 0, 0, 0], ["127.0.0.1"], []],
    ...[
      [bytes("127.0.0.1"), 80],
      [null, 80],
      ["127.0.0.1", "80"],
      ["127.0.0.1", null],
      [80, "::1"],
    ],
    ...["127.0.0.1", null, 5, ["127.0.0.1\0x", 80]],
  ];
  return [
    ...addresses.map((address): Call => ["getnameinfo", address, numeric]),
    ...[
      0,
      NI_DGRAM,
      NI_NUMERICHOST,
      NI_NUMERICSERV,
      NI_NAMEREQD,
      -1,
      2 ** 27,
      2 ** 31,
      "0",
      null,
    ].map((value): Call => ["getnameinfo", ["127.0.0.1", 53], value]),
    ["getnameinfo", ["255.255.255.255", 80], NI_NUMERICHOST | NI_NAMEREQD],
  ];
}

function hosts(): Call[] {
  const wrong = [...UNNAMABLE, ...WRONG_STRINGS, "localhost\0", bytes("localhost\0")];
  const local = ["localhost", "LOCALHOST", "127.0.0.1", "127.1", ""];
  const names = ["localhost", " localhost ", "127.0.0.1", "a..b"];
  const numeric = ["<broadcast>", "255.255.255.255", "1.2.3", "::1", "::"];
  return [
    ...["gethostbyname", "gethostbyname_ex", "gethostbyaddr"].flatMap((name) =>
      [...local, ...local.map(bytes), ...wrong].map((host): Call => [name, host]),
    ),
    ...numeric.map((host): Call => ["gethostbyname", host]),
    ...names.map((name): Call => ["getfqdn", name]),
    ["gethostname"],
  ];
}

/**
 * Calls that ask a name server, for a process that cannot reach one. When glibc rejects a name
 * itself, CPython 3.11 reports an h_errno of another call; hosts.test.ts has those.
 */
export const askingCalls: Call[] = [
  ["gethostbyname", "host.invalid"],
  ["gethostbyname_ex", "host.invalid"],
  ...["host.invalid", "203.0.113.1", "2001:db8::1", "<broadcast>", "fe80::1%lo"].flatMap(
    (host): Call[] => [
      ["gethostbyaddr", host],
      ["getfqdn", host],
    ],
  ),
  ["gethostbyname", "256.1.1.1.1"],
  ...["", "0.0.0.0", "::"].map((name): Call => ["getfqdn", name]),
  ["getfqdn"],
  ["getaddrinfo", "host.invalid", 80],
  ["getaddrinfo", "host.invalid", "http", AF_INET6, SOCK_STREAM],
  ["getaddrinfo", bytes("\xff.invalid"), 80],
  ["getaddrinfo", "grün.invalid", 80],
  ...[0, 8].map((flags): Call => ["getnameinfo", ["203.0.113.1", 80], flags]),
];

function services(): Call[] {
  const names = ["http", "HTTP", "domain", "ssh", "no-such", "", "80", "ü", "http\0"];
  const ports = [80, 53, 22, 0, 65535, 65536, -1, 2 ** 31, "80", null];
  const protocols = ["tcp", "udp", "sctp", "no-such", "", "tcp\0", 5];
  return [
    ...[...names, ...WRONG_STRINGS, bytes("http")].map((name): Call => ["getservbyname", name]),
    ...protocols.flatMap((protocol): Call[] => [
      ["getservbyname", "http", protocol],
      ["getservbyname", "domain", protocol],
      ["getservbyport", 80, protocol],
      ["getservbyport", 53, protocol],
    ]),
    ...ports.map((port): Call => ["getservbyport", port]),
    ...[
      "tcp",
      "udp",
      "icmp",
      "ICMP",
      "ipv6-icmp",
      "no-such",
      "",
      "tcp\0",
      bytes("tcp"),
      ...WRONG_STRINGS,
    ].map((name): Call => ["getprotobyname", name]),
  ];
}

function numeric(): Call[] {
  const texts = [...NUMERIC_HOSTS, ...WRONG_STRINGS, bytes("1.2.3.4"), "1.2.3.4\0", "1.2.3.4 x"];
  const lengths = [0, 1, 3, 4, 5, 8, 15, 16, 17, 128].map((length) => Buffer.alloc(length, 7));
  const mapped = Buffer.concat([Buffer.alloc(10), Buffer.from("ffff01020304", "hex")]);
  const packed = [...lengths, mapped, Buffer.alloc(16), Buffer.alloc(4, 255), ...WRONG_STRINGS];
  const families = [0, AF_UNIX, AF_INET, AF_INET6, 99, -1, 2 ** 31, "2", null];
  return [
    ...texts.flatMap((text): Call[] => [
      ["inet_aton", text],
      ["inet_pton", AF_INET, text],
      ["inet_pton", AF_INET6, text],
    ]),
    ...packed.flatMap((address): Call[] => [
      ["inet_ntoa", address],
      ["inet_ntop", AF_INET, address],
      ["inet_ntop", AF_INET6, address],
    ]),
    ...families.flatMap((family): Call[] => [
      ["inet_pton", family, "127.0.0.1"],
      ["inet_ntop", family, Buffer.alloc(4, 1)],
    ]),
  ];
}

function interfaces(): Call[] {
  const names = [
    "lo",
    bytes("lo"),
    "no-such",
    "",
    "x".repeat(15),
    "x".repeat(16),
    LONG,
    "lo\0",
    "1",
  ];
  return [
    ["if_nameindex"],
    ...[...names, ...WRONG_STRINGS].map((name): Call => ["if_nametoindex", name]),
    ...[1, 0, 9999, -1, 2 ** 31, "1", null].map((index): Call => ["if_indextoname", index]),
  ];
}

function byteOrder(): Call[] {
  return ["htons", "ntohs", "htonl", "ntohl"].flatMap((name) =>
    [0, 1, 0x1234, 65535, 65536, 2 ** 32 - 1, 2 ** 32, -1, "1", null].map((x): Call => [name, x]),
  );
}

/** The calls, by the cases of conformance.md that they show. */
export const callsByCase: Record<string, Call[]> = {
  "A14, A15, A16, A17: getaddrinfo": getaddrinfo(),
  "A10, A12, A18: getnameinfo": getnameinfo(),
  "A13: gethostbyname, gethostbyname_ex, gethostbyaddr, getfqdn, gethostname": hosts(),
  "A23: getservbyname, getservbyport, getprotobyname": services(),
  "A19, A20: inet_aton, inet_ntoa, inet_pton, inet_ntop": numeric(),
  "A22: if_nameindex, if_nametoindex, if_indextoname": interfaces(),
  "A21: htons and its relatives": byteOrder(),
};
