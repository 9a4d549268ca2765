// Opens, uses and closes connections as fast as possible, and blocks on some until another thread
// closes them. Each byte of a connection is its tag, so a byte of another connection is noticed.

import { readlinkSync } from "node:fs";
import { parentPort, workerData } from "node:worker_threads";

import * as socket from "bsd-sockets/socket";

import { randomFrom } from "../support/random.ts";
import { STOP, type Reuse, type ReuseOrder, slotOf } from "./reuse.ts";

const { index, seed, shared } = workerData as ReuseOrder;
const state = new Int32Array(shared);
const random = randomFrom(seed + index);
const done: Reuse = { connections: 0, bytes: 0, closedUnderneath: 0 };

function fail(text: string): never {
  throw new Error(`worker ${index}, connection ${done.connections}: ${text}`);
}

function verify(bytes: Buffer, tag: number): void {
  const wrong = bytes.findIndex((byte) => byte !== tag);
  if (wrong !== -1) fail(`byte ${wrong} is ${bytes[wrong]}, not ${tag}`);
  done.bytes += bytes.length;
}

/** Sends bytes over a connection and reads them. */
function talk(one: socket.Socket, other: socket.Socket, tag: number): void {
  for (let left = Math.ceil(random() * 4); left > 0; left--) {
    const length = Math.ceil(random() * 5000);
    one.sendall(Buffer.alloc(length, tag));
    for (let got = 0; got < length;) {
      const bytes = other.recv(length);
      verify(bytes, tag);
      got += bytes.length;
    }
  }
}

/** Returns the error's code, or the result of the call. */
function codeOf(call: () => unknown): string | undefined {
  try {
    return String(call());
  } catch (error) {
    return (error as NodeJS.ErrnoException).code;
  }
}

/** Blocks until another thread closes the descriptor. */
function waitForClose(s: socket.Socket): void {
  Atomics.store(state, slotOf(index), s.fileno());
  const codes = [codeOf(() => s.recv(100)), codeOf(s.close.bind(s))].join(" ");
  if (codes !== "EBADF EBADF") fail(`closed under it: ${codes}`);
  done.closedUnderneath += 1;
}

/** A tag that no other worker uses. */
const tagOf = (count: number): number => index * 32 + (count % 32);

parentPort!.postMessage(Number(readlinkSync("/proc/thread-self").split("/").at(-1)));
while (Atomics.load(state, STOP) === 0) {
  const [one, other] = socket.socketpair();
  const tag = tagOf(done.connections++);
  talk(one, other, tag);
  talk(other, one, tag);
  if (done.connections % 16 === 0) waitForClose(one);
  else one.close();
  other.close();
}
parentPort!.postMessage(done);
