// Calls that fail with an error on Linux, to check the explanations of the errors.

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import * as select from "bsd-sockets/select";
import * as socket from "bsd-sockets/socket";

import { addressOf, datagram, listen } from "./sockets.ts";

const folder = mkdtempSync(join(tmpdir(), "errno-"));

/** Removes the paths that provocations have created. */
export function removePaths(): void {
  rmSync(folder, { recursive: true });
}

const unix = (): socket.Socket<socket.UnixAddress> => socket.socket(socket.AF_UNIX);
const udp = (): socket.Socket<socket.InetAddress> =>
  socket.socket(socket.AF_INET, socket.SOCK_DGRAM);

/** An error on Linux, the call that fails with it, and how to provoke it. */
export const provocations: readonly [
  name: string,
  call: string,
  provoke: (s: socket.Socket) => void,
][] = [
  [
    "EAGAIN",
    "accept",
    () => {
      using s = listen();
      s.setblocking(false);
      s.accept();
    },
  ],
  [
    "EINPROGRESS",
    "connect",
    (s) => {
      using l = listen();
      s.setblocking(false);
      s.connect(addressOf(l));
    },
  ],
  [
    "EISCONN",
    "connect",
    (s) => {
      using l = listen();
      s.connect(addressOf(l));
      s.connect(addressOf(l));
    },
  ],
  [
    "ENOTCONN",
    "shutdown",
    (s) => {
      s.shutdown(socket.SHUT_RDWR);
    },
  ],
  [
    "ENOTCONN",
    "recv",
    (s) => {
      s.recv(1);
    },
  ],
  [
    "ENOTCONN",
    "getpeername",
    (s) => {
      s.getpeername();
    },
  ],
  [
    "EPIPE",
    "send",
    (s) => {
      s.send(Buffer.from("x"));
    },
  ],
  [
    "ECONNREFUSED",
    "connect",
    (s) => {
      s.connect(closedAddress());
    },
  ],
  [
    "ECONNREFUSED",
    "connect (UNIX)",
    () => {
      using s = unix();
      s.connect(stalePath());
    },
  ],
  [
    "ECONNABORTED",
    "connect",
    (s) => {
      abort(s);
    },
  ],
  [
    "EADDRINUSE",
    "bind",
    (s) => {
      using l = listen();
      s.bind(addressOf(l));
    },
  ],
  [
    "EADDRINUSE",
    "bind (UNIX)",
    () => {
      using s = unix();
      s.bind(stalePath());
    },
  ],
  [
    "EADDRNOTAVAIL",
    "bind",
    (s) => {
      s.bind(["192.0.2.1", 0]);
    },
  ],
  [
    "EADDRNOTAVAIL",
    "connect",
    () => {
      connectTwice();
    },
  ],
  [
    "EDESTADDRREQ",
    "send",
    () => {
      using s = udp();
      s.send(Buffer.from("x"));
    },
  ],
  [
    "EACCES",
    "sendto",
    () => {
      using s = udp();
      s.sendto(Buffer.from("x"), ["127.255.255.255", 9]);
    },
  ],
  [
    "ENOENT",
    "connect (UNIX)",
    () => {
      using s = unix();
      s.connect(join(folder, "none"));
    },
  ],
  [
    "ENOENT",
    "bind (UNIX)",
    () => {
      using s = unix();
      s.bind(join(folder, "none", "s"));
    },
  ],
  [
    "ENOTDIR",
    "bind",
    () => {
      using s = unix();
      s.bind(join(plainFile(), "s"));
    },
  ],
  [
    "EPROTONOSUPPORT",
    "socket",
    () => {
      socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_UDP);
    },
  ],
  [
    "ESOCKTNOSUPPORT",
    "socket",
    () => {
      socket.socket(socket.AF_UNIX, 4);
    },
  ],
  [
    "EPROTOTYPE",
    "connect (UNIX)",
    () => {
      wrongType();
    },
  ],
  [
    "EOPNOTSUPP",
    "listen",
    () => {
      using s = datagram();
      s.listen();
    },
  ],
  [
    "EOPNOTSUPP",
    "send",
    () => {
      using s = datagram();
      s.sendto(Buffer.from("x"), socket.MSG_OOB, addressOf(s));
    },
  ],
  [
    "ENOPROTOOPT",
    "setsockopt",
    (s) => {
      s.setsockopt(socket.IPPROTO_TCP, 9999, 1);
    },
  ],
  [
    "EMSGSIZE",
    "sendto (UDP)",
    () => {
      using s = datagram();
      s.sendto(Buffer.alloc(65_508), addressOf(s));
    },
  ],
  [
    "EINVAL",
    "accept",
    (s) => {
      s.accept();
    },
  ],
  [
    "EINVAL",
    "bind",
    (s) => {
      s.bind(["127.0.0.1", 0]);
      s.bind(["127.0.0.1", 0]);
    },
  ],
  [
    "EINVAL",
    "listen",
    (s) => {
      using l = listen();
      s.connect(addressOf(l));
      s.listen();
    },
  ],
  [
    "EDOM",
    "setsockopt",
    (s) => {
      s.setsockopt(socket.SOL_SOCKET, 20, timeValue(2_000_000));
    },
  ],
  [
    "ENODEV",
    "setsockopt",
    (s) => {
      s.setsockopt(socket.SOL_SOCKET, socket.SO_BINDTODEVICE!, Buffer.from("none-such\0"));
    },
  ],
  [
    "ENXIO",
    "if_indextoname",
    () => {
      socket.if_indextoname(0x7fffffff);
    },
  ],
  [
    "EBADF",
    "any call",
    (s) => {
      s.close();
      s.listen();
    },
  ],
  [
    "ENOTSOCK",
    "any socket call",
    () => {
      using s = epollAsSocket();
      s.listen();
    },
  ],
  [
    "EEXIST",
    "epoll_ctl",
    (s) => {
      using e = select.epoll!();
      e.register(s);
      e.register(s);
    },
  ],
  [
    "ENOENT",
    "epoll_ctl",
    (s) => {
      using e = select.epoll!();
      e.modify(s, 1);
    },
  ],
  [
    "EINVAL",
    "epoll_ctl",
    () => {
      using e = select.epoll!();
      e.register(e);
    },
  ],
];

/** Returns an address where nobody listens any more. */
function closedAddress(): socket.InetAddress {
  using l = listen();
  return addressOf(l);
}

let stale = 0;
/** Returns a path whose server has gone. */
function stalePath(): string {
  const path = join(folder, `stale-${(stale += 1)}`);
  using s = unix();
  s.bind(path);
  return path;
}

function plainFile(): string {
  const path = join(folder, "file");
  writeFileSync(path, "");
  return path;
}

/** Connects, reads the error, and connects again. */
function abort(s: socket.Socket): void {
  const address = closedAddress();
  s.setblocking(false);
  s.connect_ex(address);
  const poll = select.poll();
  poll.register(s, select.POLLOUT);
  poll.poll();
  s.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR);
  s.connect(address);
}

/** Connects two sockets with the same local address to the same listener. */
function connectTwice(): void {
  using l = listen();
  using one = socket.socket();
  using two = socket.socket();
  for (const s of [one, two]) s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, true);
  one.bind(["127.0.0.1", 0]);
  two.bind(one.getsockname());
  one.connect(addressOf(l));
  two.connect(addressOf(l));
}

function wrongType(): void {
  using d = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM);
  d.bind(join(folder, "datagrams"));
  using s = unix();
  s.connect(join(folder, "datagrams"));
}

/** Returns a struct timeval of some microseconds. */
function timeValue(microseconds: number): BigInt64Array {
  return new BigInt64Array([0n, BigInt(microseconds)]);
}

/** Returns a socket object over a descriptor that is not a socket. */
function epollAsSocket(): socket.Socket {
  using e = select.epoll!();
  return new socket.Socket(socket.dup(e.fileno()), 2, 1, 0, null);
}
