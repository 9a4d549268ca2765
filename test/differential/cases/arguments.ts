// Invalid arguments: for each method, one invalid value in each position.

import { type Case, sequence } from "./case.ts";

const NUMBERS = [
  "None",
  "'1'",
  "b'1'",
  "1.5",
  "(1,)",
  "[]",
  "-1",
  "2147483648",
  "4294967296",
  "1e30",
  "True",
];
// CPython accepts 2 ** 32 as 0, and True as 1, the descriptor of the runner itself.
const DESCRIPTORS = [...NUMBERS.slice(0, 7), "1000000"];
const TIMES = ["'1'", "b'1'", "(1,)", "-1", "-0.001", "nan", "inf", "-inf", "1e300", "1e-9", "0.0"];
const BYTES = ["None", "'text'", "1", "1.5", "()", "[1, 2]", "[b'x']"];
const ADDRESSES = [
  "None",
  "1",
  "''",
  "'name'",
  "b'name'",
  "()",
  "[]",
  "('127.0.0.1',)",
  "['127.0.0.1', 0]",
  "('127.0.0.1', 0, 0)",
  "('127.0.0.1', '0')",
  "('127.0.0.1', None)",
  "('127.0.0.1', 1.5)",
  "('127.0.0.1', -1)",
  "('127.0.0.1', 65536)",
  "('127.0.0.1', 4294967296)",
  "(None, 0)",
  "(1, 0)",
  "(b'127.0.0.1', 0)",
  "(b'a\\0b', 0)",
  "('a..b', 0)",
  "('a' * 64, 0)",
  "('<broadcast>', 0)",
  "(b'', 0)",
  "('a\\0b', 0)",
  "('no-such-name.invalid', 0)",
  "('256.0.0.1', 0)",
  "('::1', 0)",
  "('fe80::1%no-such-interface', 0)",
  "('::1', 0, -1)",
  "('::1', 0, 1048576)",
  "('::1', 0, 0, -1)",
  "('::1', 0, 0, 4294967296)",
  "('::1', 0, 0, 0, 0)",
  "('::1', 0, None, None)",
  "('::1', 0, '0', '0')",
  "'p' * 107",
  "'p' * 108",
  "b'p' * 108",
  "'a\\0b'",
  "b'\\0' + b'n' * 107",
  "b'\\0' + b'n' * 108",
];

/** The calls of a method; ? is the argument to replace, and the others are valid. */
interface Row {
  readonly call: string;
  readonly values: readonly string[];
}

const ROWS: readonly Row[] = [
  { call: "x.bind(?)", values: ADDRESSES },
  { call: "x.connect(?)", values: ["None", "'name'", "('127.0.0.1', '0')", "('127.0.0.1', -1)"] },
  { call: "x.connect_ex(?)", values: ["None", "'name'", "()", "('127.0.0.1', 65536)"] },
  { call: "x.sendto(b'x', ?)", values: ADDRESSES },
  { call: "x.sendto(b'x', ?, ('127.0.0.1', 1))", values: NUMBERS },
  { call: "x.sendto(?, ('127.0.0.1', 1))", values: BYTES },
  { call: "x.sendmsg([b'x'], [], 0, ?)", values: ADDRESSES.filter((each) => each !== "None") },
  { call: "x.listen(?)", values: NUMBERS },
  { call: "x.recv(?)", values: NUMBERS.slice(0, -3) },
  { call: "x.recv(1, ?)", values: NUMBERS },
  { call: "x.recvfrom(?)", values: NUMBERS.slice(0, -3) },
  { call: "x.recvfrom(1, ?)", values: NUMBERS },
  { call: "x.recv_into(?)", values: BYTES },
  { call: "x.recv_into(bytearray(4), ?)", values: [...NUMBERS, "5", "4", "0"] },
  { call: "x.recv_into(bytearray(4), 0, ?)", values: NUMBERS },
  { call: "x.recvfrom_into(?)", values: BYTES },
  { call: "x.recvfrom_into(bytearray(4), ?)", values: [...NUMBERS, "5", "4", "0"] },
  { call: "x.recvmsg(?)", values: NUMBERS.slice(0, -3) },
  { call: "x.recvmsg(1, ?)", values: NUMBERS },
  { call: "x.recvmsg(1, 0, ?)", values: NUMBERS },
  { call: "x.recvmsg_into(?)", values: ["None", "1", "[None]", "[1]", "['text']", "[]", "()"] },
  { call: "x.recvmsg_into([bytearray(1)], ?)", values: NUMBERS },
  { call: "x.send(?)", values: BYTES },
  { call: "x.send(b'x', ?)", values: NUMBERS },
  { call: "x.sendall(?)", values: BYTES },
  { call: "x.sendall(b'x', ?)", values: NUMBERS },
  { call: "x.sendmsg(?)", values: ["None", "1", "[None]", "[1]", "['text']", "[]", "[b'a', 1]"] },
  {
    call: "x.sendmsg([b'x'], ?)",
    values: [
      "1",
      "[1]",
      "[()]",
      "[(1, 2)]",
      "[(1, 2, 3)]",
      "[('1', 2, b'')]",
      "[(1, 2, 'text')]",
      "[(1, 2, b'', 4)]",
      "[(1, 1.5, b'')]",
    ],
  },
  { call: "x.sendmsg([b'x'], [], ?)", values: NUMBERS },
  { call: "x.shutdown(?)", values: [...NUMBERS, "3"] },
  { call: "x.getsockopt(?, SO_TYPE)", values: NUMBERS },
  { call: "x.getsockopt(SOL_SOCKET, ?)", values: NUMBERS },
  { call: "x.getsockopt(SOL_SOCKET, SO_TYPE, ?)", values: [...NUMBERS, "0", "2", "1024", "1025"] },
  { call: "x.setsockopt(?, SO_KEEPALIVE, 1)", values: NUMBERS },
  { call: "x.setsockopt(SOL_SOCKET, ?, 1)", values: NUMBERS },
  {
    call: "x.setsockopt(SOL_SOCKET, SO_KEEPALIVE, ?)",
    values: [...NUMBERS.slice(1), "b''", "b'\\x01\\0\\0\\0'", "b'\\x01\\0\\0\\0\\0'"],
  },
  { call: "x.settimeout(?)", values: TIMES },
  { call: "x.setblocking(?)", values: ["None", "0", "1", "''", "'x'", "[]"] },
  { call: "x.set_inheritable(?)", values: ["None", "0", "1", "''", "1.5", "True"] },
  { call: "setdefaulttimeout(?)", values: TIMES },
  { call: "socket(?)", values: [...NUMBERS.slice(1), "9999"] },
  { call: "socket(AF_INET, ?)", values: [...NUMBERS.slice(1), "9999"] },
  { call: "socket(AF_INET, SOCK_STREAM, ?)", values: [...NUMBERS.slice(1), "IPPROTO_UDP"] },
  { call: "socket(fileno=?)", values: [...DESCRIPTORS.slice(1), "-2", "99", "2000"] },
  { call: "socketpair(?)", values: ["'1'", "AF_INET", "9999"] },
  { call: "socketpair(AF_UNIX, ?)", values: ["'1'", "9999", "SOCK_SEQPACKET", "SOCK_RAW"] },
  { call: "close(?)", values: DESCRIPTORS },
  { call: "dup(?)", values: DESCRIPTORS },
  { call: "fromfd(?, AF_INET, SOCK_STREAM)", values: DESCRIPTORS },
  { call: "CMSG_LEN(?)", values: [...NUMBERS, "0", "4", "16"] },
  { call: "CMSG_SPACE(?)", values: [...NUMBERS, "0", "4", "16"] },
  ...["htons", "htonl", "ntohs", "ntohl"].map((call) => ({
    call: `${call}(?)`,
    values: [...NUMBERS, "0", "1", "4660", "65535", "65536", "305419896", "4294967295"],
  })),
];

// The socket must be unchanged after the error.
const AFTERWARDS = "x.gettimeout()\nx.getsockname()\ngetdefaulttimeout()";

const SOCKETS: Readonly<Record<string, string>> = {
  TCP: "x = socket(AF_INET, SOCK_STREAM)\nx.setblocking(False)",
  "UDP over IPv6": "x = socket(AF_INET6, SOCK_DGRAM)\nx.setblocking(False)",
  UNIX: "x = socket(AF_UNIX, SOCK_STREAM)\nx.setblocking(False)",
};

function casesOf({ call, values }: Row): Case[] {
  const takesAddress =
    call.includes("bind") || /connect|address|sendto|sendmsg\(\[b'x'\], \[\], 0/u.test(call);
  const kinds = takesAddress ? Object.entries(SOCKETS) : [["TCP", SOCKETS["TCP"]!] as const];
  return kinds.flatMap(([kind, steps]) =>
    values.map((value) => {
      const step = call.replace("?", value);
      return sequence(`arguments over ${kind}: ${step}`, steps, step, AFTERWARDS);
    }),
  );
}

/** Each method with each invalid argument. */
export const argumentCases: readonly Case[] = ROWS.flatMap(casesOf);
