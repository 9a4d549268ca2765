import assert from "node:assert/strict";
import { endianness } from "node:os";

import * as socket from "bsd-sockets/socket";

const { SCM_RIGHTS, SOL_SOCKET } = socket;

/** A socket that can pass descriptors. */
export type UnixSocket = socket.Socket<socket.UnixAddress>;

/** Runs a test with two ends that can pass descriptors to each other. */
export function withPair(
  body: (sender: UnixSocket, receiver: UnixSocket) => void,
  type = socket.SOCK_STREAM,
): void {
  const [sender, receiver] = socket.socketpair(socket.AF_UNIX, type);
  try {
    body(sender, receiver);
  } finally {
    sender.close();
    receiver.close();
  }
}

/**
 * Ends to pass. `areGone` tells whether all copies of them are closed, including those in the
 * kernel.
 */
export class Ends {
  readonly #kept: UnixSocket[] = [];
  readonly #given: UnixSocket[] = [];

  constructor(count: number) {
    for (let i = 0; i < count; i++) {
      const [kept, given] = socket.socketpair();
      kept.setblocking(false);
      this.#kept.push(kept);
      this.#given.push(given);
    }
  }

  get fds(): number[] {
    return this.#given.map((s) => s.fileno());
  }

  get item(): [number, number, Int32Array] {
    return [SOL_SOCKET, SCM_RIGHTS, new Int32Array(this.fds)];
  }

  /** Checks that a descriptor is end number `index`, and closes it. */
  check(fd: number, index: number): void {
    using received = socket.socket({ fileno: fd });
    received.sendall(Buffer.from(`by ${fd}`));
    assert.equal(String(this.#kept[index]!.recv(99)), `by ${fd}`);
  }

  /** Checks that no copy is open after these are closed, and closes everything. */
  closeAndCheck(): void {
    for (const s of this.#given) s.close();
    for (const s of this.#kept) {
      assert.equal(s.recv(1).length, 0, "a copy is open");
      s.close();
    }
  }
}

/** Returns the descriptors in an item. */
export function numbersIn(data: Buffer): number[] {
  assert.equal(data.length % 4, 0);
  const view = new DataView(data.buffer, data.byteOffset, data.length);
  const isLittle = endianness() === "LE";
  return Array.from({ length: data.length / 4 }, (_, index) => view.getInt32(index * 4, isLittle));
}
