import { EAGAIN } from "bsd-sockets/errno";
import { IPPROTO_TCP, TCP_NODELAY } from "bsd-sockets/socket";
import * as syscalls from "bsd-sockets/syscalls";

const RECEIVE_SIZE = 65_536;
const READ = 1;
const WRITE = 2;

const buffer = Buffer.alloc(RECEIVE_SIZE);
// Bytes that did not fit into the send buffer, by descriptor. Nothing is received until they are sent.
const left = new Map<number, Buffer>();

/** The multiplexer of the echo server. */
export const multiplexer = syscalls.multiplexerOpen(syscalls.multiplexerBackends[0]!);

/** Returns the result of a call; throws if it failed. */
export function check(result: number): number {
  if (result < 0) throw new Error(syscalls.strerror(-result));
  return result;
}

/** Makes a connection or the listener non-blocking and registers it. */
export function watch(fd: number): void {
  check(syscalls.setBlocking(fd, false));
  check(syscalls.multiplexerAdd(multiplexer, fd, READ));
}

/** Accepts a connection. */
export function acceptConnection(listener: number): void {
  const fd = syscalls.accept4(listener, null, null, 0, 0);
  if (fd === -EAGAIN) return;
  check(fd);
  check(syscalls.setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, 1));
  watch(fd);
}

function closeConnection(fd: number): void {
  left.delete(fd);
  syscalls.multiplexerRemove(multiplexer, fd);
  syscalls.close(fd);
}

function keep(fd: number, sent: number, length: number): void {
  left.set(fd, Buffer.from(buffer.subarray(sent, length)));
  check(syscalls.multiplexerModify(multiplexer, fd, WRITE));
}

function echo(fd: number): void {
  const length = syscalls.recv(fd, buffer, 0, RECEIVE_SIZE, 0, 0);
  if (length > 0) {
    const sent = syscalls.send(fd, buffer, 0, length, 0, 0);
    if (sent === length) return;
    if (sent >= 0 || sent === -EAGAIN) keep(fd, Math.max(sent, 0), length);
    else closeConnection(fd);
  } else if (length !== -EAGAIN) {
    closeConnection(fd);
  }
}

function sendLeft(fd: number): void {
  const outb = left.get(fd)!;
  const sent = syscalls.send(fd, outb, 0, outb.length, 0, 0);
  if (sent === outb.length) {
    left.delete(fd);
    check(syscalls.multiplexerModify(multiplexer, fd, READ));
  } else if (sent >= 0) {
    left.set(fd, outb.subarray(sent));
  } else if (sent !== -EAGAIN) {
    closeConnection(fd);
  }
}

/** Echoes what has arrived, or sends what is left. */
export function serviceConnection(fd: number, events: number): void {
  // A connection that has failed reports both events.
  if ((events & WRITE) !== 0 && left.has(fd)) sendLeft(fd);
  else echo(fd);
}
