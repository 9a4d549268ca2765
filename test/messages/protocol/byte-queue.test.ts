import assert from "node:assert/strict";

import { test } from "vitest";

import { ByteQueue } from "#internal/messages/protocol/byte-queue.js";

type Copy = (this: Buffer, target: Uint8Array, ...range: number[]) => number;

/** Counts the bytes that a queue moves in memory while `body` runs. */
function moved(work: () => void): number {
  const prototype = Buffer.prototype as unknown as { copy: Copy };
  const copy = prototype.copy;
  let bytes = 0;
  prototype.copy = function (target, ...range): number {
    const count = copy.call(this, target, ...range);
    bytes += count;
    return count;
  };
  try {
    work();
    return bytes;
  } finally {
    prototype.copy = copy;
  }
}

test("returns what was appended, in pieces of any size", () => {
  const queue = new ByteQueue();
  const bytes = Buffer.from(Array.from({ length: 5000 }, (_, i) => i % 251));
  let taken = Buffer.alloc(0);
  for (let i = 0, size = 1; i < bytes.length; size = (size * 7) % 101) {
    queue.append(bytes.subarray(i, (i += size)));
    const some = Math.min(queue.length, (size * 5) % 97);
    taken = Buffer.concat([taken, queue.take(some)]);
  }
  taken = Buffer.concat([taken, queue.take(queue.length)]);
  assert.deepEqual(taken, bytes);
  assert.equal(queue.length, 0);
});

test("moves each byte a bounded number of times, even if they arrive one by one", () => {
  const count = 200_000;
  const queue = new ByteQueue();
  const byte = Uint8Array.of(1);
  const growing = moved(() => {
    for (let i = 0; i < count; i++) queue.append(byte);
  });
  assert.ok(growing > 0 && growing <= 2 * count, String(growing));
  const running = moved(() => {
    for (let i = 0; i < count; i++) {
      queue.append(byte);
      queue.take(1);
    }
  });
  assert.ok(running > 0 && running <= 2 * count, String(running));
});

test("does not keep a large buffer for a few bytes", () => {
  const queue = new ByteQueue();
  queue.append(Buffer.alloc(2 ** 20, 7));
  const taken = queue.take(2 ** 20 - 100);
  assert.ok(queue.capacity < 2000, String(queue.capacity));
  queue.append(Uint8Array.of(8));
  assert.ok(taken.every((byte) => byte === 7));
  assert.deepEqual(queue.take(101), Buffer.concat([Buffer.alloc(100, 7), Uint8Array.of(8)]));
  assert.ok(queue.capacity <= 1024);
});
