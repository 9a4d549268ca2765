import assert from "node:assert/strict";
import { closeSync } from "node:fs";

import { OSError } from "bsd-sockets/errors";
import * as socket from "bsd-sockets/socket";
import { test } from "vitest";

import { checkDescriptors } from "../../support/descriptors.ts";
import { testUnless } from "../../support/unless.ts";
import { samples } from "./samples.ts";
import { absenceOf, kindFor, subjects } from "./sockets.ts";

checkDescriptors();

const options = Object.values(socket.optionTable) as socket.Option[];

/** Errors that are expected on this machine, because of its users or its kernel. */
const mayRefuse: Partial<Record<string, readonly string[]>> = {
  SO_ORIGINAL_DST: ["ENOENT", "ENOPROTOOPT"], // nothing was redirected
  SO_PEERSEC: ["ENOPROTOOPT"], // no security module
  SO_RESERVE_MEM: ["EOPNOTSUPP", "ENOTSUP", "EINVAL"], // no memory control group
  TCP_CONGESTION: ["ENOENT"], // not built in
  TCP_ULP: ["ENOENT"], // no kernel TLS
  UDP_ENCAP: ["ENOPROTOOPT"], // no IPsec
};
const UNPRIVILEGED = ["EPERM", "EACCES"];
const NO_SUCH_SOCKET = ["EPROTONOSUPPORT", "EAFNOSUPPORT"];

function attempt(option: socket.Option, run: (s: socket.SocketLike) => void): void {
  using subject = subjects[kindFor(option)]();
  run(subject.socket);
}

/** Why an option cannot be tried here, or undefined. What else is wrong with it is for the test. */
function obstacleTo(
  option: socket.Option,
  run: (s: socket.SocketLike) => void,
): string | undefined {
  const absence = absenceOf(option);
  if (absence !== undefined) return `NOT RUN: ${absence}`;
  const refusals = [...UNPRIVILEGED, ...NO_SUCH_SOCKET, ...(mayRefuse[option.name] ?? [])];
  try {
    attempt(option, run);
  } catch (error) {
    const code = error instanceof OSError ? String(error.code) : "";
    if (refusals.includes(code)) return `NOT RUN: ${code} here`;
  }
  return undefined;
}

/** Defines a test of an option, with a socket that it is for. */
function optionTest(
  option: socket.Option,
  what: string,
  run: (s: socket.SocketLike) => void,
): void {
  testUnless(obstacleTo(option, run))(`${option.name} ${what}`, () => {
    attempt(option, run);
  });
}

function checkType(option: socket.Option, value: unknown): void {
  const type = option.codec.type.split(";")[0]!;
  if (type === "number | null") assert.ok(value === null || typeof value === "number");
  else if (/^[a-z]+$/u.test(type)) assert.equal(typeof value, type);
  else if (type === "Buffer") assert.ok(Buffer.isBuffer(value));
  else if (/^\[|\[\]$/u.test(type)) assert.ok(Array.isArray(value));
  else assert.equal(typeof value, "object");
}

for (const option of options.filter(({ isReadable }) => isReadable)) {
  optionTest(option, "can be read", (s) => {
    const value = socket.getOption(s, option.name as socket.ReadableOption);
    checkType(option, value);
    if (option.name === "SO_PEERPIDFD") closeSync(value as number);
  });
}

function isCheck(expected: unknown): expected is (found: unknown) => boolean {
  return typeof expected === "function";
}

const set = socket.setOption as (s: socket.SocketLike, name: string, value: unknown) => void;

for (const option of options.filter(({ isReadable, isWritable }) => isReadable && isWritable)) {
  optionTest(option, "is read as it was set", (s) => {
    const pairs =
      samples[option.name] ?? (option.codec.type === "boolean" ? [[true], [false]] : []);
    assert.ok(pairs.length > 0, "test/socket/options/samples.ts has no values for it");
    for (const [value, expected = value] of pairs) {
      set(s, option.name, value);
      const found = socket.getOption(s, option.name as socket.ReadableOption);
      if (isCheck(expected)) assert.ok(expected(found), String(found));
      else assert.deepEqual(found, expected, `set to ${JSON.stringify(value)}`);
    }
  });
}

test("every option has a known level, a description and a link", () => {
  for (const [name, option] of Object.entries(socket.optionTable)) {
    assert.equal(option.name, name);
    assert.match(option.level, /^(?:SOL|IPPROTO)_/u);
    assert.match(option.text, /^[A-Z“].*[.]$/u, name);
    assert.match(option.manual, /^[\w-]+\(\d\)$/u);
    assert.ok(option.isReadable || option.isWritable);
    assert.ok(name in socket, `${name} is not a constant`);
    assert.ok(Object.isFrozen(option));
  }
});
