// Every call of the package that may block, in a situation where nothing ends it.

import { openSync } from "node:fs";

import { OSError } from "bsd-sockets/errors";
import * as select from "bsd-sockets/select";
import * as selectors from "bsd-sockets/selectors";
import * as socket from "bsd-sockets/socket";
import * as syscalls from "bsd-sockets/syscalls";

import type { BlockingCall } from "#internal/lab/blocked.js";

import { fill, fullListener, listen } from "../support/sockets.ts";

/** A call, and the system call that it blocks in. */
export interface Blocking {
  /** The system call. */
  readonly call: BlockingCall;
  /** Prepares the call; returns the function that blocks, and its descriptor. */
  readonly prepare: () => Prepared;
}

/** A call that is ready to run. */
export interface Prepared {
  /** The descriptor that the call waits on; undefined if it waits for several. */
  readonly fd?: number;
  /** Blocks. */
  readonly run: () => unknown;
}

// Keep unused sockets of the preparation alive: collecting one before the call blocks would end the
// call.
const kept: unknown[] = [];

function keep<Kept>(thing: Kept): Kept {
  kept.push(thing);
  return thing;
}

type Run = (s: socket.Socket) => unknown;

/** A connected socket that has received nothing. */
function silent(run: Run): () => Prepared {
  return () => {
    const [s] = keep(socket.socketpair());
    return { fd: s.fileno(), run: () => run(s) };
  };
}

/** A connected socket whose peer does not read any more. */
function full(run: Run, type = socket.SOCK_STREAM): () => Prepared {
  return () => {
    const [s] = keep(socket.socketpair(socket.AF_UNIX, type));
    s.setblocking(false);
    fill(s, type === socket.SOCK_STREAM ? 65_536 : 1);
    s.setblocking(true);
    return { fd: s.fileno(), run: () => run(s) };
  };
}

/** A datagram socket, and the address of another one whose queue is full. */
function fullDatagrams(): Prepared {
  const receiver = keep(socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM));
  receiver.bind("");
  const address = receiver.getsockname();
  const s = keep(socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM));
  s.setblocking(false);
  fill({ send: (bytes) => s.sendto(bytes, address) }, 1);
  s.setblocking(true);
  return { fd: s.fileno(), run: () => s.sendto(Buffer.alloc(1), address) };
}

function listening(run: Run): () => Prepared {
  return () => {
    const listener = keep(listen());
    return { fd: listener.fileno(), run: () => run(listener) };
  };
}

/** A socket, and a listener that accepts nobody. */
function unanswered(
  run: (s: socket.Socket<socket.InetAddress>, address: socket.InetAddress) => unknown,
): () => Prepared {
  return () => {
    const { address } = keep(fullListener());
    const s = keep(socket.socket());
    return { fd: s.fileno(), run: () => run(s, address) };
  };
}

/** A wait for many sockets that receive nothing. */
function waiting(run: (s: socket.Socket) => () => unknown): () => Prepared {
  return () => {
    const [s] = keep(socket.socketpair());
    return { run: run(s) };
  };
}

function selecting(Selector: selectors.SelectorClass): () => Prepared {
  return waiting((s) => {
    const selector = keep(new Selector());
    selector.register(s, selectors.EVENT_READ);
    return () => selector.select();
  });
}

const LONG = 10_000;
const bytes = (): Buffer => Buffer.alloc(1 << 20);

function timed(run: Run): Run {
  return (s) => {
    s.settimeout(LONG);
    return run(s);
  };
}

const calls: Record<string, Blocking | undefined> = {
  accept: { call: "accept4", prepare: listening((s) => s.accept()) },
  "accept with a timeout": { call: "poll", prepare: listening(timed((s) => s.accept())) },
  connect: {
    call: "connect",
    prepare: unanswered((s, address) => {
      s.connect(address);
    }),
  },
  connect_ex: {
    call: "connect",
    prepare: unanswered((s, address) => {
      const result = s.connect_ex(address);
      if (result !== 0) throw OSError.from(result);
    }),
  },
  "connect with a timeout": {
    call: "poll",
    prepare: unanswered((s, address) => {
      s.settimeout(LONG);
      s.connect(address);
    }),
  },
  create_connection: {
    call: "connect",
    prepare: () => {
      const { address } = keep(fullListener());
      return { run: () => socket.create_connection(address) };
    },
  },
  recv: { call: "recvfrom", prepare: silent((s) => s.recv(10)) },
  "recv with a timeout": { call: "poll", prepare: silent(timed((s) => s.recv(10))) },
  recv_into: { call: "recvfrom", prepare: silent((s) => s.recv_into(bytes())) },
  recvfrom: { call: "recvfrom", prepare: silent((s) => s.recvfrom(10)) },
  recvfrom_into: { call: "recvfrom", prepare: silent((s) => s.recvfrom_into(bytes())) },
  recvmsg: { call: "recvmsg", prepare: silent((s) => s.recvmsg(10, 100)) },
  recvmsg_into: { call: "recvmsg", prepare: silent((s) => s.recvmsg_into([bytes(), bytes()])) },
  "recvmsg with a timeout": { call: "poll", prepare: silent(timed((s) => s.recvmsg(10))) },
  "read of a makefile": { call: "recvfrom", prepare: silent((s) => s.makefile("rb").read(10)) },
  send: { call: "sendto", prepare: full((s) => s.send(bytes())) },
  "send with a timeout": { call: "poll", prepare: full(timed((s) => s.send(bytes()))) },
  "send of a datagram": {
    call: "sendto",
    prepare: full((s) => s.send(Buffer.alloc(1)), socket.SOCK_DGRAM),
  },
  sendall: {
    call: "sendto",
    prepare: full((s) => {
      s.sendall(bytes());
    }),
  },
  sendmsg: { call: "sendmsg", prepare: full((s) => s.sendmsg([bytes(), bytes()])) },
  sendto: { call: "sendto", prepare: fullDatagrams },
  sendfile: {
    call: "sendfile",
    prepare: full((s) => s.sendfile(openSync(process.execPath, "r"), 0, 1 << 24)),
  },
  "select.select": {
    call: "select",
    prepare: waiting((s) => () => select.select([s], [], [])),
  },
  "select.poll": {
    call: "poll",
    prepare: waiting((s) => {
      const poll = select.poll();
      poll.register(s, select.POLLIN);
      return () => poll.poll();
    }),
  },
  "select.epoll": {
    call: "epoll_wait",
    prepare: waiting((s) => {
      const epoll = keep(select.epoll!());
      epoll.register(s, select.EPOLLIN);
      return () => epoll.poll();
    }),
  },
  DefaultSelector: { call: "epoll_wait", prepare: selecting(selectors.DefaultSelector) },
  EpollSelector: { call: "epoll_wait", prepare: selecting(selectors.EpollSelector!) },
  PollSelector: { call: "poll", prepare: selecting(selectors.PollSelector) },
  SelectSelector: { call: "select", prepare: selecting(selectors.SelectSelector) },
  "close that lingers": {
    call: "close",
    prepare: () => {
      const listener = keep(listen());
      const s = socket.create_connection(listener.getsockname());
      const linger = Buffer.alloc(8);
      linger.writeInt32LE(1, 0);
      linger.writeInt32LE(1, 4); // a second, so that the call ends by itself
      s.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger);
      s.setblocking(false);
      fill(s);
      return { run: () => syscalls.close(s.detach()) };
    },
  },
};

/** The calls, by name. */
export const blockingCalls = calls as Readonly<Record<string, Blocking>>;

/** The names of the calls. */
export const blockingNames = Object.keys(calls);

/** True for a call that waits on one descriptor. */
export function hasDescriptor(name: string): boolean {
  return !/select|Selector|close|create_connection/iu.test(name);
}
