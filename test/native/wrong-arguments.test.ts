import assert from "node:assert/strict";
import { inspect } from "node:util";

import { nativeFunction, nativeValue } from "#internal/thread/introduce.js";
import * as syscalls from "bsd-sockets/syscalls";
import { test } from "vitest";
import { natives } from "../support/addon.ts";
import { checkDescriptors } from "../support/descriptors.ts";
import { type Argument, FD, type Kind, refused } from "./arguments/kinds.ts";
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

// Some receive their numbers in registers, which the raw layer's functions write.
const callable: Record<string, unknown> = { ...natives, ...syscalls };

function functionOf(name: string): (...values: unknown[]) => unknown {
  return callable[name] as (...values: unknown[]) => unknown;
}

test("the table has every function that the addon exports", () => {
  const exported = Object.keys(natives).filter((name) => typeof natives[name] === "function");
  assert.deepEqual(Object.keys(functions).sort(), exported.sort());
});

const integers: readonly Kind[] = [
  ...["controlLength", "count", "decodeLength", "epollEvents", "events", "fd", "fileOffset"],
  ...["flowinfo", "id", "int", "length", "offset", "sockaddrFamily", "uint8", "uint16", "uint32"],
] as Kind[];

/** How the message for a value begins, which for numbers is what TypeScript's checks say too. */
function sentence(argument: string, kind: Kind, wrong: unknown): RegExp {
  const begins = `${argument.replace("()", "\\(\\)")} must be `;
  const given = typeof wrong === "number" ? String(wrong).replace("+", "\\+") : "\\w+";
  if (kind === "timeout") return new RegExp(`${begins}a number of seconds, not ${given}$`, "u");
  if (!integers.includes(kind)) return new RegExp(begins, "u");
  const wanted = Number.isInteger(wrong) ? "an integer from -?\\d+ to \\d+" : "an integer";
  return new RegExp(`^${begins}${wanted}, not ${given}$`, "u");
}

for (const [name, parameters] of Object.entries(functions)) {
  test(`${name} names each invalid argument in its error`, () => {
    const call = functionOf(name);
    const valid = parameters.map(([, , value]) => value);
    parameters.forEach(([parameter, kind], index) => {
      for (const wrong of refused[kind]) {
        const values = valid.with(index, wrong);
        assert.throws(
          () => call(...values),
          (error: Error & { code?: string }) => {
            const isKnown = error instanceof TypeError || error instanceof RangeError;
            assert.ok(isKnown, `${parameter} = ${inspect(wrong)}: ${String(error)}`);
            const isType = error instanceof TypeError;
            assert.equal(error.code, isType ? "ERR_INVALID_ARG_TYPE" : "ERR_OUT_OF_RANGE");
            assert.match(error.message, sentence(`${name}(): ${parameter}`, kind, wrong));
            return true;
          },
          `${name}: ${parameter} = ${inspect(wrong)}`,
        );
      }
    });
    if (parameters.length > 0) assert.throws(() => call(), TypeError);
  });
}

test("valid arguments from the same table are accepted, and an extra one has no effect", () => {
  const skipped = new Set(["introduceThread", "endBySigint", "multiplexerClose"]);
  for (const [name, parameters] of Object.entries(functions)) {
    if (skipped.has(name)) continue;
    const values = parameters.map(([, , value]) => value);
    const result = functionOf(name)(...values, "one too many");
    if (name === "multiplexerOpen") syscalls.multiplexerClose(result as number);
    if (name === "kqueue") syscalls.close(result as number);
  }
});

test("a range that exceeds its buffer is refused at either end", () => {
  const bytes = new Uint8Array(16);
  for (const [offset, length] of [
    [0, 17],
    [16, 1],
    [17, 0],
    [8, 9],
    [-1, 1],
    [1, -1],
  ] as const) {
    for (const call of [syscalls.recv, syscalls.send]) {
      assert.throws(() => call(FD, bytes, offset, length, 0, 0), RangeError);
    }
    for (const call of [syscalls.read, syscalls.write]) {
      assert.throws(() => call(FD, bytes, offset, length, 0), RangeError);
    }
  }
});

test("whatever the registers contain, a call through registers is made or refused", () => {
  const registers: Float64Array = nativeValue("registers");
  const calls = ["recv", "send", "read", "write", "multiplexerWait"].map((name) =>
    nativeFunction<(...values: unknown[]) => unknown>(name),
  );
  const objects = [undefined, null, 1, "text", {}, new Uint8Array(4), new Int32Array(4)];
  for (const number of [NaN, -1, 0.5, Infinity, 2 ** 31, 2 ** 53, FD]) {
    for (const call of calls) {
      for (const object of objects) {
        registers.fill(number);
        registers[5] = 0;
        try {
          assert.equal(call(object), undefined);
        } catch (error) {
          assert.ok(error instanceof TypeError || error instanceof RangeError, String(error));
        }
      }
    }
  }
});

test("a closed multiplexer is refused", () => {
  const id = syscalls.multiplexerOpen("poll");
  assert.equal(syscalls.multiplexerClose(id), 0);
  assert.throws(() => syscalls.multiplexerClose(id), RangeError);
  assert.throws(() => syscalls.multiplexerWait(id, new Int32Array(2), 0), RangeError);
  syscalls.multiplexerClose(multiplexer[2] as number);
});

test("every kind of view is accepted", () => {
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
    assert.ok(syscalls.send(FD, view, 0, 8, 0, 0) < 0);
    assert.throws(() => syscalls.send(FD, view, 0, 9, 0, 0), RangeError);
  }
});
