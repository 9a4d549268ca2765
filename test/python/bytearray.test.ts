import assert from "node:assert/strict";
import { test } from "node:test";

import { bytearray } from "bsd-sockets/python";

import { randomFrom } from "../support/random.ts";

test("what goes in comes out, in order, however it is split", () => {
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
      assert.deepEqual(buffer.take(count), model.subarray(0, count));
      model = model.subarray(count);
    }
    assert.equal(buffer.length, model.length);
  }
});

test("what was taken is a copy", () => {
  const buffer = bytearray();
  buffer.extend(Buffer.from("one"));
  const taken = buffer.take(3);
  buffer.extend(Buffer.from("two".repeat(1000)));
  assert.equal(taken.toString(), "one");
});
