// Waits for the effect of an earlier step: loopback delivers soon, but not immediately. The same
// functions exist in runner.py. They change nothing that a later step could observe.

import { EVENT_READ, EVENT_WRITE, PollSelector } from "bsd-sockets/selectors";
import { IPPROTO_TCP, type Socket, TCP_INFO } from "bsd-sockets/socket";
import * as syscalls from "bsd-sockets/syscalls";

const LONGEST_WAIT_SECONDS = 3;
const PAUSE_MILLISECONDS = 0.2;

// States of tcp(7), in the first byte of TCP_INFO.
const CLOSED_STATES = [6, 7];
const ENDED_STATES = [6, 7, 8, 9, 11];
const BYTES_RECEIVED = 128;

const never = new Int32Array(new SharedArrayBuffer(4));

function until(condition: () => boolean): boolean {
  const deadline = performance.now() + LONGEST_WAIT_SECONDS * 1000;
  while (!condition()) {
    if (performance.now() > deadline) return false;
    Atomics.wait(never, 0, 0, PAUSE_MILLISECONDS);
  }
  return true;
}

function tcpInfo(fd: number): Buffer {
  const info = Buffer.alloc(BYTES_RECEIVED + 8);
  syscalls.getsockopt(fd, IPPROTO_TCP, TCP_INFO!, info);
  return info;
}

function isReady(s: Socket, event: number): boolean {
  using selector = new PollSelector();
  selector.register(s, event);
  return selector.select(LONGEST_WAIT_SECONDS).length > 0;
}

/**
 * Waits until a socket is readable or writable, or until its peer has ended or reset the
 * connection.
 */
export function wait(s: Socket, what: string): boolean {
  const fd = s.fileno();
  if (fd < 0) return false;
  if (what === "ended") return until(() => ENDED_STATES.includes(tcpInfo(fd)[0]!));
  if (what === "reset") return until(() => CLOSED_STATES.includes(tcpInfo(fd)[0]!));
  return isReady(s, what === "readable" ? EVENT_READ : EVENT_WRITE);
}

/** Waits until this many bytes have arrived in total on a connection, read or not. */
export function received(s: Socket, total: number): boolean {
  const fd = s.fileno();
  if (fd < 0) return false;
  return until(() => tcpInfo(fd).readBigUInt64LE(BYTES_RECEIVED) >= BigInt(total));
}
