import assert from "node:assert/strict";
import { endianness } from "node:os";

import * as socket from "bsd-sockets/socket";

const { SCM_RIGHTS, SOL_SOCKET } = socket;

/** A socket over which descriptors can be passed. */
export type UnixSocket = socket.Socket<socket.UnixAddress>;

/** Gives a test two ends that descriptors can be passed between. */
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

/** Ends to pass on. `areGone` tells whether every copy of them is closed, in the kernel too. */
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

  /** Checks that a descriptor is the end of that number, and closes it. */
  check(fd: number, index: number): void {
    using received = socket.socket({ fileno: fd });
    received.sendall(Buffer.from(`by ${fd}`));
    assert.equal(String(this.#kept[index]!.recv(99)), `by ${fd}`);
  }

  /** Checks that no copy is open once these are closed, and closes all. */
  closeAndCheck(): void {
    for (const s of this.#given) s.close();
    for (const s of this.#kept) {
      assert.equal(s.recv(1).length, 0, "a copy is open");
      s.close();
    }
  }
}

/** The descriptors that an item holds. */
export function numbersIn(data: Buffer): number[] {
  assert.equal(data.length % 4, 0);
  const view = new DataView(data.buffer, data.byteOffset, data.length);
  const isLittle = endianness() === "LE";
  return Array.from({ length: data.length / 4 }, (_, index) => view.getInt32(index * 4, isLittle));
}
