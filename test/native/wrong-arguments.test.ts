import assert from "node:assert/strict";
import { test } from "node:test";
import { inspect } from "node:util";

import { addon } from "#internal/native.js";
import { checkDescriptors } from "../support/descriptors.ts";
import { type Argument, FD, refused } from "./arguments/kinds.ts";
import { multiplexer, multiplexFunctions } from "./arguments/multiplex.ts";
import { namesFunctions } from "./arguments/names.ts";
import { selectFunctions } from "./arguments/select.ts";
import { socketFunctions } from "./arguments/socket.ts";
import { threadFunctions } from "./arguments/thread.ts";

checkDescriptors();

/** Every function that the addon exports, with its arguments in order. */
const functions: Record<string, Argument[]> = {
  ...multiplexFunctions,
  ...namesFunctions,
  ...selectFunctions,
  ...socketFunctions,
  ...threadFunctions,
};

const natives = addon as unknown as Record<string, unknown>;

function nativeFunction(name: string): (...values: unknown[]) => unknown {
  return natives[name] as (...values: unknown[]) => unknown;
}

test("the table has every function that the addon exports", () => {
  const exported = Object.keys(natives).filter((name) => typeof natives[name] === "function");
  assert.deepEqual(Object.keys(functions).sort(), exported.sort());
});

for (const [name, parameters] of Object.entries(functions)) {
  test(`${name} refuses each wrong argument by its name`, () => {
    const call = nativeFunction(name);
    const valid = parameters.map(([, , value]) => value);
    parameters.forEach(([parameter, kind], index) => {
      for (const wrong of refused[kind]) {
        const values = valid.with(index, wrong);
        assert.throws(
          () => call(...values),
          (error: Error & { code?: string }) => {
            const isKnown = error instanceof TypeError || error instanceof RangeError;
            assert.ok(isKnown, `${parameter} = ${inspect(wrong)}: ${String(error)}`);
            assert.match(String(error.code), /^ERR_(?:INVALID_ARG_TYPE|OUT_OF_RANGE)$/u);
            assert.match(error.message, new RegExp(`"${parameter}"`, "u"));
            return true;
          },
          `${name}: ${parameter} = ${inspect(wrong)}`,
        );
      }
    });
    if (parameters.length > 0) assert.throws(() => call(), TypeError);
  });
}

test("valid arguments of the same table are accepted, and one too many changes nothing", () => {
  const skipped = new Set(["introduceThread", "endBySigint", "multiplexerClose"]);
  for (const [name, parameters] of Object.entries(functions)) {
    if (skipped.has(name)) continue;
    const values = parameters.map(([, , value]) => value);
    const result = nativeFunction(name)(...values, "one too many");
    if (name === "multiplexerOpen") addon.multiplexerClose(result as number);
    if (name === "kqueue") addon.close(result as number);
  }
});

test("a range outside its buffer is refused at either end", () => {
  const bytes = new Uint8Array(16);
  for (const [offset, length] of [[0, 17], [16, 1], [17, 0], [8, 9], [-1, 1], [1, -1]] as const) {
    for (const call of [addon.recv, addon.send]) {
      assert.throws(() => call(FD, bytes, offset, length, 0, 0), RangeError);
    }
    for (const call of [addon.read, addon.write]) {
      assert.throws(() => call(FD, bytes, offset, length, 0), RangeError);
    }
  }
});

test("a multiplexer that was closed is refused", () => {
  const id = addon.multiplexerOpen("poll");
  assert.equal(addon.multiplexerClose(id), 0);
  assert.throws(() => addon.multiplexerClose(id), RangeError);
  assert.throws(() => addon.multiplexerWait(id, new Int32Array(2), 0), RangeError);
  addon.multiplexerClose(multiplexer[2] as number);
});

test("every kind of view is taken by its bytes", () => {
  const memory = new ArrayBuffer(32);
  const views = [
    new Uint8Array(memory, 3, 8),
    new Uint8ClampedArray(memory, 3, 8),
    new Int8Array(memory, 3, 8),
    new Uint16Array(memory, 4, 4),
    new Int16Array(memory, 4, 4),
    new Uint32Array(memory, 4, 2),
    new Int32Array(memory, 4, 2),
    new Float32Array(memory, 4, 2),
    new Float64Array(memory, 8, 1),
    new BigInt64Array(memory, 8, 1),
    new BigUint64Array(memory, 8, 1),
    new DataView(memory, 3, 8),
    Buffer.from(memory, 3, 8),
    new Uint8Array(new SharedArrayBuffer(8)),
  ];
  for (const view of views) {
    assert.ok(addon.send(FD, view, 0, 8, 0, 0) < 0);
    assert.throws(() => addon.send(FD, view, 0, 9, 0, 0), RangeError);
  }
});
