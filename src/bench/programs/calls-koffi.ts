// Times single calls of the C library through koffi, a foreign-function library, in nanoseconds. The cases
// are those of native/bench/calls.c, in the same order. Everything that a caller can prepare is prepared
// beforehand. The structures have the layout of 64-bit Linux.

import { createRequire } from "node:module";
import { endianness } from "node:os";

import { EAGAIN, EISCONN } from "bsd-sockets/errno";
import {
  AF_INET,
  AF_UNIX,
  SO_ERROR,
  SO_LINGER,
  SO_REUSEADDR,
  SOCK_CLOEXEC,
  SOCK_NONBLOCK,
  SOCK_STREAM,
  SOL_SOCKET,
} from "bsd-sockets/socket";

import { peerPath } from "../commands.ts";
import { BURST, measureCases, MESSAGE } from "./call-batches.ts";

/** The part of koffi's API that is used here. */
interface Koffi {
  load(path: string | null): {
    func(name: string, result: string, parameters: string[]): ForeignFunction;
  };
  errno(): number;
}

type ForeignFunction = (...values: (number | ArrayBufferView | null)[]) => number;

const CLOEXEC = SOCK_CLOEXEC ?? 0;
const NONBLOCK = SOCK_NONBLOCK ?? 0;

const path = peerPath("koffi");
if (path === undefined) throw new Error("koffi is not installed");
const koffi = createRequire(import.meta.url)(path) as Koffi;
const library = koffi.load(null);

const transfer = ["int", "void *", "size_t", "int"];
const address = ["int", "void *", "void *"];
const libc = {
  send: library.func("send", "intptr_t", transfer),
  recv: library.func("recv", "intptr_t", transfer),
  socket: library.func("socket", "int", ["int", "int", "int"]),
  socketpair: library.func("socketpair", "int", ["int", "int", "int", "void *"]),
  bind: library.func("bind", "int", ["int", "void *", "uint32_t"]),
  listen: library.func("listen", "int", ["int", "int"]),
  getsockname: library.func("getsockname", "int", address),
  connect: library.func("connect", "int", ["int", "void *", "uint32_t"]),
  accept4: library.func("accept4", "int", [...address, "int"]),
  close: library.func("close", "int", ["int"]),
  setsockopt: library.func("setsockopt", "int", ["int", "int", "int", "void *", "uint32_t"]),
  getsockopt: library.func("getsockopt", "int", ["int", "int", "int", "void *", "void *"]),
  poll: library.func("poll", "int", ["void *", "unsigned long", "int"]),
  select: library.func("select", "int", ["int", "void *", "void *", "void *", "void *"]),
  epoll_create1: library.func("epoll_create1", "int", ["int"]),
  epoll_ctl: library.func("epoll_ctl", "int", ["int", "int", "int", "void *"]),
  epoll_wait: library.func("epoll_wait", "int", ["int", "void *", "int", "int"]),
};

function check(result: number, call: string): number {
  if (result < 0) throw new Error(`${call}: errno ${koffi.errno()}`);
  return result;
}

function socketpair(flags: number): [number, number] {
  const fds = new Int32Array(2);
  check(libc.socketpair(AF_UNIX, SOCK_STREAM | flags, 0, fds), "socketpair");
  return [fds[0]!, fds[1]!];
}

const message = Buffer.alloc(MESSAGE);
const received = Buffer.alloc(MESSAGE);
const [sender, receiver] = socketpair(NONBLOCK);

function send(): number {
  let good = 0;
  for (let i = 0; i < BURST; i++)
    good += Number(libc.send(sender, message, MESSAGE, 0) === MESSAGE);
  return good;
}

function recv(): number {
  let good = 0;
  for (let i = 0; i < BURST; i++) {
    good += Number(libc.recv(receiver, received, MESSAGE, 0) === MESSAGE);
  }
  return good;
}

function blockingIOError(): number {
  let good = 0;
  for (let i = 0; i < BURST; i++) {
    if (libc.recv(receiver, received, MESSAGE, 0) < 0 && koffi.errno() === EAGAIN) good++;
  }
  return good;
}

// struct sockaddr_in: the family, the port in network byte order, the host.
const SOCKADDR_SIZE = 16;
const listening = new Uint8Array(SOCKADDR_SIZE);
new Uint16Array(listening.buffer)[0] = AF_INET;
listening.set([127, 0, 0, 1], 4);
const length = new Uint32Array([SOCKADDR_SIZE]);
const listener = check(libc.socket(AF_INET, SOCK_STREAM | NONBLOCK, 0), "socket");
check(libc.bind(listener, listening, SOCKADDR_SIZE), "bind");
check(libc.listen(listener, 2 * BURST), "listen");
check(libc.getsockname(listener, listening, length), "getsockname");
const connected = check(libc.socket(AF_INET, SOCK_STREAM, 0), "socket");
check(libc.connect(connected, listening, SOCKADDR_SIZE), "connect");
check(libc.accept4(listener, null, null, 0), "accept4");

// A connection that is closed with a reset leaves no TIME_WAIT.
const RESET = new Int32Array([1, 0]);
const peer = new Uint8Array(SOCKADDR_SIZE);
let connections: number[] = [];

function connect(): number {
  for (let i = 0; i < BURST; i++) {
    const connection = check(libc.socket(AF_INET, SOCK_STREAM, 0), "socket");
    check(libc.setsockopt(connection, SOL_SOCKET, SO_LINGER, RESET, RESET.byteLength), "linger");
    check(libc.connect(connection, listening, SOCKADDR_SIZE), "connect");
    connections.push(connection);
  }
  return BURST;
}

function accept(): number {
  let good = 0;
  for (let i = 0; i < BURST; i++) {
    length[0] = SOCKADDR_SIZE;
    const connection = libc.accept4(listener, peer, length, CLOEXEC);
    connections.push(connection);
    good += Number(connection >= 0);
  }
  return good;
}

function close(): number {
  for (const connection of connections) check(libc.close(connection), "close");
  connections = [];
  return BURST;
}

const ON = new Int32Array([1]);

function setsockopt(): number {
  let good = 0;
  for (let i = 0; i < BURST; i++) {
    good += Number(libc.setsockopt(sender, SOL_SOCKET, SO_REUSEADDR, ON, ON.byteLength) === 0);
  }
  return good;
}

const option = new Int32Array(1);

function getsockopt(): number {
  let good = 0;
  for (let i = 0; i < BURST; i++) {
    length[0] = option.byteLength;
    const result = libc.getsockopt(sender, SOL_SOCKET, SO_ERROR, option, length);
    good += Number(result === 0 && option[0] === 0);
  }
  return good;
}

function connectEx(): number {
  let good = 0;
  for (let i = 0; i < BURST; i++) {
    const result = libc.connect(connected, listening, SOCKADDR_SIZE);
    if (result < 0 && koffi.errno() === EISCONN) good++;
  }
  return good;
}

const EPOLLIN = 1;
const EPOLLOUT = 4;
const EPOLL_CTL_ADD = 1;
const EPOLL_CTL_DEL = 2;
const EPOLL_CTL_MOD = 3;
// struct epoll_event is packed on x86-64 only.
const EVENT_SIZE = process.arch === "x64" ? 12 : 16;
const ready = Buffer.alloc(BURST * EVENT_SIZE);

function eventOf(fd: number, events: number): DataView {
  const event = new DataView(new ArrayBuffer(EVENT_SIZE));
  const isLittle = endianness() === "LE";
  event.setUint32(0, events, isLittle);
  event.setInt32(EVENT_SIZE - 8, fd, isLittle);
  return event;
}

const idleEpoll = check(libc.epoll_create1(0), "epoll_create1");
check(libc.epoll_ctl(idleEpoll, EPOLL_CTL_ADD, receiver, eventOf(receiver, EPOLLIN)), "epoll_ctl");

function epollNothing(): number {
  let good = 0;
  for (let i = 0; i < BURST; i++) good += Number(libc.epoll_wait(idleEpoll, ready, BURST, 0) === 0);
  return good;
}

// struct pollfd: the descriptor, the requested events, the returned events.
const pollEntry = new Int32Array([receiver, 0]);
new Int16Array(pollEntry.buffer)[2] = 1;

function pollNothing(): number {
  let good = 0;
  for (let i = 0; i < BURST; i++) good += Number(libc.poll(pollEntry, 1, 0) === 0);
  return good;
}

const FD_SET_SIZE = 128;
const readers = new Uint8Array(FD_SET_SIZE);
readers[receiver >> 3] = 1 << (receiver & 7);
const readyReaders = new Uint8Array(FD_SET_SIZE);
const now = new Uint8Array(16);

function selectNothing(): number {
  let good = 0;
  for (let i = 0; i < BURST; i++) {
    readyReaders.set(readers);
    good += Number(libc.select(receiver + 1, readyReaders, null, null, now) === 0);
  }
  return good;
}

const epoll = check(libc.epoll_create1(0), "epoll_create1");
const watched = Array.from({ length: BURST / 2 }, () => socketpair(0)).flat();
const toRead = watched.map((fd) => ({ fd, event: eventOf(fd, EPOLLIN) }));
const toDoBoth = watched.map((fd) => ({ fd, event: eventOf(fd, EPOLLIN | EPOLLOUT) }));

function control(operation: number, entries: typeof toRead): number {
  let good = 0;
  for (const { fd, event } of entries) {
    good += Number(libc.epoll_ctl(epoll, operation, fd, event) === 0);
  }
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
  { phases: [{ name: "epollNothing", run: epollNothing }] },
  { phases: [{ name: "pollNothing", run: pollNothing }] },
  { phases: [{ name: "selectNothing", run: selectNothing }] },
  {
    phases: [
      { name: "register", run: () => control(EPOLL_CTL_ADD, toRead) },
      { name: "modify", run: () => control(EPOLL_CTL_MOD, toDoBoth) },
      { name: "unregister", run: () => control(EPOLL_CTL_DEL, toRead) },
    ],
  },
]);
