import assert from "node:assert/strict";
import { test } from "node:test";
import { inspect } from "node:util";

import { addon } from "#internal/native.js";
import { checkDescriptors } from "../support/descriptors.ts";

checkDescriptors();

const NOT_NUMBERS = [undefined, null, "1", true, {}, [], Symbol("s"), 1n, () => 1];
const NOT_INTEGERS = [NaN, 0.5, -0.5, Infinity, -Infinity, 2 ** 53, -(2 ** 53), 1e308];

function detached(): Uint8Array {
  const bytes = new Uint8Array(8);
  structuredClone(bytes.buffer, { transfer: [bytes.buffer] });
  return bytes;
}

/** The values that an argument of each kind refuses. */
const refused = {
  fd: [...NOT_NUMBERS, ...NOT_INTEGERS, -1, 2 ** 31],
  int: [...NOT_NUMBERS, ...NOT_INTEGERS, 2 ** 31, -(2 ** 31) - 1],
  uint16: [...NOT_NUMBERS, ...NOT_INTEGERS, -1, 65536],
  uint32: [...NOT_NUMBERS, ...NOT_INTEGERS, -1, 2 ** 32],
  flowinfo: [...NOT_NUMBERS, ...NOT_INTEGERS, -1, 2 ** 20],
  family: [...NOT_NUMBERS, ...NOT_INTEGERS, -1, 1, 77],
  id: [...NOT_NUMBERS, ...NOT_INTEGERS, -1],
  multiplexer: [...NOT_NUMBERS, ...NOT_INTEGERS, -1, 0, 999_999],
  events: [...NOT_NUMBERS, ...NOT_INTEGERS, -1, 0, 4],
  timeout: [...NOT_NUMBERS.slice(1), NaN],
  boolean: [undefined, null, 0, 1, "true", {}],
  string: [undefined, null, 1, {}, Buffer.from("x"), "with\0null"],
  stringOrNull: [1, {}, Buffer.from("x"), "with\0null"],
  backend: [undefined, null, 1, {}, "", "devpoll", "with\0null"],
  bytes: [undefined, null, "text", 1, {}, [1], new ArrayBuffer(8), detached()],
  address: [undefined, null, "text", 1, {}, new ArrayBuffer(8), detached(), new Uint8Array(1000)],
  result: ["text", 1, {}, [1], new ArrayBuffer(8), detached()],
  lengthResult: ["text", 1, {}, new Uint8Array(4), new Int32Array(0), detached()],
  value: [undefined, null, "text", {}, NaN, 1.5, 2 ** 31, detached()],
  pairs: [undefined, null, 1, {}, new Uint8Array(8), new Int32Array(0), new Int32Array(1), detached()],
  offset: [...NOT_NUMBERS, ...NOT_INTEGERS, -1, 17],
  length: [...NOT_NUMBERS, ...NOT_INTEGERS, -1, 17],
  decodeLength: [...NOT_NUMBERS, ...NOT_INTEGERS, -1, 33],
  function: [undefined, null, 1, {}, "text"],
} satisfies Record<string, unknown[]>;

type Kind = keyof typeof refused;
type Argument = [name: string, kind: Kind, valid: unknown];

// High enough not to be open: the calls with valid arguments are to fail with EBADF.
const FD = 1_000_000;
const fd: Argument = ["fd", "fd", FD];
const buffer: Argument = ["buffer", "bytes", new Uint8Array(16)];
const range: Argument[] = [buffer, ["offset", "offset", 0], ["length", "length", 16]];
const addressResult: Argument[] = [
  ["address", "result", new Uint8Array(128)],
  ["addressLength", "lengthResult", new Int32Array(1)],
];
const timeout: Argument = ["timeout", "timeout", 0];
const multiplexer: Argument = ["multiplexer", "multiplexer", addon.multiplexerOpen("poll")];

/** Every function that the addon exports, with its arguments in order. */
const functions: Record<string, Argument[]> = {
  socket: [["family", "int", 9999], ["type", "int", 1], ["protocol", "int", 0]],
  bind: [fd, ["address", "address", new Uint8Array(16)]],
  listen: [fd, ["backlog", "int", 1]],
  accept4: [fd, ...addressResult, ["flags", "int", 0], timeout],
  connect: [fd, ["address", "address", new Uint8Array(16)], timeout],
  shutdown: [fd, ["how", "int", 0]],
  close: [fd],
  ownDescriptor: [fd],
  disownDescriptor: [fd],
  getsockname: [fd, ...addressResult],
  getpeername: [fd, ...addressResult],
  setBlocking: [fd, ["blocking", "boolean", true]],
  getBlocking: [fd],
  recv: [fd, ...range, ["flags", "int", 0], timeout],
  send: [fd, ...range, ["flags", "int", 0], timeout],
  read: [fd, ...range, timeout],
  write: [fd, ...range, timeout],
  setsockopt: [fd, ["level", "int", 1], ["option", "int", 2], ["value", "value", 1]],
  getsockopt: [fd, ["level", "int", 1], ["option", "int", 2], ["value", "bytes", new Uint8Array(4)]],
  encodeAddress: [
    ["family", "family", 2],
    ["host", "string", "127.0.0.1"],
    ["port", "uint16", 80],
    ["flowinfo", "flowinfo", 0],
    ["scopeId", "uint32", 0],
  ],
  decodeAddress: [["address", "bytes", new Uint8Array(32)], ["length", "decodeLength", 32]],
  htons: [["x", "uint16", 1]],
  ntohs: [["x", "uint16", 1]],
  htonl: [["x", "uint32", 1]],
  ntohl: [["x", "uint32", 1]],
  getaddrinfo: [
    ["host", "stringOrNull", "127.0.0.1"],
    ["service", "stringOrNull", "80"],
    ["family", "int", 0],
    ["type", "int", 0],
    ["protocol", "int", 0],
    ["flags", "int", 0],
  ],
  gai_strerror: [["code", "int", -2]],
  strerror: [["errno", "int", 2]],
  multiplexerOpen: [["backend", "backend", "poll"]],
  multiplexerFileno: [multiplexer],
  multiplexerAdd: [multiplexer, fd, ["events", "events", 1]],
  multiplexerModify: [multiplexer, fd, ["events", "events", 1]],
  multiplexerRemove: [multiplexer, fd],
  multiplexerWait: [multiplexer, ["ready", "pairs", new Int32Array(2)], timeout],
  multiplexerClose: [multiplexer],
  introduceThread: [
    ["threadId", "id", 0],
    ["isMain", "boolean", false],
    ["whenSigintTaken", "function", () => undefined],
  ],
  stepAside: [],
  endBySigint: [],
  giveSigintBack: [],
  interrupt: [["threadId", "id", 999_999]],
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
