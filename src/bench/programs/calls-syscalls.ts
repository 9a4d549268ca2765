// Times single calls of the raw layer, in nanoseconds. The cases are those of native/bench/calls.c, in the
// same order.

import { EAGAIN, EISCONN } from "bsd-sockets/errno";
import { EVENT_READ, EVENT_WRITE } from "bsd-sockets/selectors";
import {
  AF_INET,
  AF_UNIX,
  SO_ERROR,
  SO_LINGER,
  SO_REUSEADDR,
  SOCK_STREAM,
  SOL_SOCKET,
} from "bsd-sockets/socket";
import * as syscalls from "bsd-sockets/syscalls";

import { BURST, type Case, measureCases, MESSAGE } from "./call-batches.ts";

function check(result: number, call: string): number {
  if (result < 0) throw new Error(`${call}: ${syscalls.strerror(-result)}`);
  return result;
}

function socketpair(): [number, number] {
  const fds = new Int32Array(2);
  check(syscalls.socketpair(AF_UNIX, SOCK_STREAM, 0, fds), "socketpair");
  return [fds[0]!, fds[1]!];
}

const message = Buffer.alloc(MESSAGE);
const received = Buffer.alloc(MESSAGE);
const [sender, receiver] = socketpair();
check(syscalls.setBlocking(sender, false), "ioctl");
check(syscalls.setBlocking(receiver, false), "ioctl");

function send(): number {
  let good = 0;
  for (let i = 0; i < BURST; i++) {
    good += Number(syscalls.send(sender, message, 0, MESSAGE, 0, 0) === MESSAGE);
  }
  return good;
}

function recv(): number {
  let good = 0;
  for (let i = 0; i < BURST; i++) {
    good += Number(syscalls.recv(receiver, received, 0, MESSAGE, 0, 0) === MESSAGE);
  }
  return good;
}

function blockingIOError(): number {
  let good = 0;
  for (let i = 0; i < BURST; i++) {
    good += Number(syscalls.recv(receiver, received, 0, MESSAGE, 0, 0) === -EAGAIN);
  }
  return good;
}

const peer = new Uint8Array(syscalls.SOCKADDR_STORAGE_SIZE);
const peerLength = new Int32Array(1);

function listen(): [fd: number, address: Uint8Array] {
  const fd = check(syscalls.socket(AF_INET, SOCK_STREAM, 0), "socket");
  const anyPort = syscalls.encodeInternetAddress(AF_INET, "127.0.0.1", 0, 0, 0)!;
  check(syscalls.bind(fd, anyPort), "bind");
  check(syscalls.listen(fd, 2 * BURST), "listen");
  check(syscalls.getsockname(fd, peer, peerLength), "getsockname");
  return [fd, peer.slice(0, peerLength[0])];
}

const [listener, address] = listen();
const connected = check(syscalls.socket(AF_INET, SOCK_STREAM, 0), "socket");
check(syscalls.connect(connected, address), "connect");
check(syscalls.accept4(listener, null, null, 0), "accept4");
check(syscalls.setBlocking(listener, false), "ioctl");
check(syscalls.setBlocking(connected, false), "ioctl");

// A connection that is closed with a reset leaves no TIME_WAIT.
const RESET = new Int32Array([1, 0]);
let connections: number[] = [];

function connect(): number {
  for (let i = 0; i < BURST; i++) {
    const connection = check(syscalls.socket(AF_INET, SOCK_STREAM, 0), "socket");
    check(syscalls.setsockopt(connection, SOL_SOCKET, SO_LINGER, RESET), "setsockopt");
    check(syscalls.connect(connection, address), "connect");
    connections.push(connection);
  }
  return BURST;
}

function accept(): number {
  let good = 0;
  for (let i = 0; i < BURST; i++) {
    const connection = syscalls.accept4(listener, peer, peerLength, 0, 0);
    connections.push(connection);
    good += Number(connection >= 0);
  }
  return good;
}

function close(): number {
  for (const connection of connections) check(syscalls.close(connection), "close");
  connections = [];
  return BURST;
}

function setsockopt(): number {
  let good = 0;
  for (let i = 0; i < BURST; i++) {
    good += Number(syscalls.setsockopt(sender, SOL_SOCKET, SO_REUSEADDR, 1) === 0);
  }
  return good;
}

const option = new Int32Array(1);

function getsockopt(): number {
  let good = 0;
  for (let i = 0; i < BURST; i++) {
    const length = syscalls.getsockopt(sender, SOL_SOCKET, SO_ERROR, option);
    good += Number(length === option.byteLength && option[0] === 0);
  }
  return good;
}

function connectEx(): number {
  let good = 0;
  for (let i = 0; i < BURST; i++) {
    good += Number(syscalls.connect(connected, address, 0) === -EISCONN);
  }
  return good;
}

const ready = new Int32Array(2 * BURST);

function nothing(backend: string): Case[] {
  if (!syscalls.multiplexerBackends.includes(backend)) return [];
  const multiplexer = check(syscalls.multiplexerOpen(backend), backend);
  check(syscalls.multiplexerAdd(multiplexer, receiver, EVENT_READ), backend);
  const run = (): number => {
    let good = 0;
    for (let i = 0; i < BURST; i++) {
      good += Number(syscalls.multiplexerWait(multiplexer, ready, 0) === 0);
    }
    return good;
  };
  return [{ phases: [{ name: `${backend}Nothing`, run }] }];
}

const multiplexer = check(syscalls.multiplexerOpen(syscalls.multiplexerBackends[0]!), "open");
const watched = Array.from({ length: BURST / 2 }, socketpair).flat();

function register(): number {
  let good = 0;
  for (const fd of watched) {
    good += Number(syscalls.multiplexerAdd(multiplexer, fd, EVENT_READ) === 0);
  }
  return good;
}

function modify(): number {
  let good = 0;
  for (const fd of watched) {
    good += Number(syscalls.multiplexerModify(multiplexer, fd, EVENT_READ | EVENT_WRITE) === 0);
  }
  return good;
}

function unregister(): number {
  let good = 0;
  for (const fd of watched) good += Number(syscalls.multiplexerRemove(multiplexer, fd) === 0);
  return good;
}

measureCases([
  {
    phases: [
      { name: "send", run: send },
      { name: "recv", run: recv },
    ],
  },
  { phases: [{ name: "blockingIOError", run: blockingIOError }] },
  { phases: [{ run: connect }, { name: "accept", run: accept }, { run: close }], share: 8 },
  { phases: [{ name: "setsockopt", run: setsockopt }] },
  { phases: [{ name: "getsockopt", run: getsockopt }] },
  { phases: [{ name: "connectEx", run: connectEx }] },
  ...nothing("epoll"),
  ...nothing("poll"),
  ...nothing("select"),
  {
    phases: [
      { name: "register", run: register },
      { name: "modify", run: modify },
      { name: "unregister", run: unregister },
    ],
  },
]);
