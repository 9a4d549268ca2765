import assert from "node:assert/strict";

import { bytearray } from "bsd-sockets/python";
import { test } from "vitest";

import { randomFrom } from "../support/random.ts";

test("bytes come out in the order they went in, however they are split", () => {
  const random = randomFrom(7);
  const buffer = bytearray();
  let model = Buffer.alloc(0);
  let next = 0;
  for (let step = 0; step < 2000; step++) {
    if (random() < 0.5) {
      const bytes = Buffer.from(
        Array.from({ length: Math.floor(random() * 300) }, () => next++ & 255),
      );
      buffer.extend(bytes);
      model = Buffer.concat([model, bytes]);
    } else {
      const count = Math.floor(random() * 300);
      const start = Math.floor(random() * 300);
      assert.deepEqual(buffer.slice(start, count), model.subarray(start, count));
      buffer.discard(count);
      model = model.subarray(count);
    }
    assert.equal(buffer.length, model.length);
  }
});

test("a slice is a copy", () => {
  const buffer = bytearray();
  buffer.extend(Buffer.from("one"));
  const slice = buffer.slice(0, 3);
  buffer.discard(3);
  buffer.extend(Buffer.from("two".repeat(1000)));
  assert.equal(slice.toString(), "one");
});

test("invalid indices are refused", () => {
  const buffer = bytearray();
  buffer.extend(Buffer.from("one"));
  for (const [index, Class] of [
    [-1, RangeError],
    [1.5, TypeError],
    [NaN, TypeError],
    [Infinity, TypeError],
  ] as const) {
    assert.throws(() => buffer.slice(0, index), Class);
    assert.throws(() => buffer.slice(index, 3), Class);
    assert.throws(() => {
      buffer.discard(index);
    }, Class);
  }
  assert.equal(buffer.slice(0, 3).toString(), "one");
});
