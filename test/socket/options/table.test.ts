import assert from "node:assert/strict";
import { closeSync } from "node:fs";
import { test, type TestContext } from "node:test";

import { OSError } from "bsd-sockets/errors";
import * as socket from "bsd-sockets/socket";

import { checkDescriptors } from "../../support/descriptors.ts";
import { samples } from "./samples.ts";
import { absenceOf, kindFor, subjects } from "./sockets.ts";

checkDescriptors();

const options = Object.values(socket.optionTable) as socket.Option[];

/** What this machine may refuse: whoever runs the tests, or the kernel as it was built. */
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

/** Tries an option, and says so when that is not possible here. */
function attempt(t: TestContext, option: socket.Option, run: (s: socket.SocketLike) => void): void {
  const absence = absenceOf(option);
  if (absence !== undefined) {
    t.skip(`NOT RUN: ${absence}`);
    return;
  }
  try {
    using subject = subjects[kindFor(option)]();
    run(subject.socket);
  } catch (error) {
    if (!(error instanceof OSError)) throw error;
    const refusals = [...UNPRIVILEGED, ...NO_SUCH_SOCKET, ...(mayRefuse[option.name] ?? [])];
    if (!refusals.includes(String(error.code))) throw error;
    t.skip(`NOT RUN: ${String(error.code)} here`);
  }
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
  test(`${option.name} can be read`, (t) => {
    attempt(t, option, (s) => {
      const value = socket.getOption(s, option.name as socket.ReadableOption);
      checkType(option, value);
      if (option.name === "SO_PEERPIDFD") closeSync(value as number);
    });
  });
}

function isCheck(expected: unknown): expected is (found: unknown) => boolean {
  return typeof expected === "function";
}

const set = socket.setOption as (s: socket.SocketLike, name: string, value: unknown) => void;

for (const option of options.filter(({ isReadable, isWritable }) => isReadable && isWritable)) {
  test(`${option.name} is read as it was set`, (t) => {
    const pairs =
      samples[option.name] ?? (option.codec.type === "boolean" ? [[true], [false]] : []);
    assert.ok(pairs.length > 0, "test/socket/options/samples.ts has no values to try");
    attempt(t, option, (s) => {
      for (const [value, expected = value] of pairs) {
        set(s, option.name, value);
        const found = socket.getOption(s, option.name as socket.ReadableOption);
        if (isCheck(expected)) assert.ok(expected(found), String(found));
        else assert.deepEqual(found, expected, `set to ${JSON.stringify(value)}`);
      }
    });
  });
}

test("every option is of a known level, and says what it does and where to read on", () => {
  for (const [name, option] of Object.entries(socket.optionTable)) {
    assert.equal(option.name, name);
    assert.match(option.level, /^(?:SOL|IPPROTO)_/u);
    assert.match(option.text, /^[A-Z“].*[.]$/u, name);
    assert.match(option.manual, /^[\w-]+\(\d\)$/u);
    assert.ok(option.isReadable || option.isWritable);
    assert.ok(name in socket, `${name} is no constant`);
    assert.ok(Object.isFrozen(option));
  }
});
