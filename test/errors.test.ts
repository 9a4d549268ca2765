import assert from "node:assert/strict";
import { inspect } from "node:util";

import * as errno from "bsd-sockets/errno";
import * as errors from "bsd-sockets/errors";
import * as socket from "bsd-sockets/socket";
import { test } from "vitest";
import { socketConstants } from "#internal/addon/constants.js";

import { askPython } from "./support/python.ts";

test("every errno has the same class, message and text as in Python", () => {
  const numbers = [...errno.errorcode.keys()];
  const ours = numbers.map((number) => {
    const error = errors.OSError.from(number);
    return [error.name, error.message, error.strerror, error.code];
  });
  const expected = askPython(
    `import errno, json, os, sys
def describe(number):
    error = OSError(number, os.strerror(number))
    return [type(error).__name__, str(error), error.strerror, errno.errorcode[number]]
print(json.dumps([describe(number) for number in json.load(sys.stdin)]))`,
    numbers,
  );
  assert.deepEqual(ours, expected);
});

test("every name of Python's errno is here, with the same number", () => {
  const expected = askPython(
    "import errno, json; print(json.dumps({n: getattr(errno, n) for n in dir(errno) if n[0] == 'E'}))",
  ) as Record<string, number>;
  const { errorcode, ...ours } = { ...errno } as unknown as Record<string, unknown>;
  assert.ok(errorcode instanceof Map);
  const known = Object.entries(ours).filter(([, number]) => number !== undefined);
  assert.deepEqual(Object.fromEntries(known), { ...expected });
});

test("every constant of the addon is exported, with Python's value where Python has it", () => {
  const ours = socket as unknown as Record<string, unknown>;
  for (const [name, value] of Object.entries(socketConstants))
    assert.equal(ours[name], value, name);
  const names = Object.keys(socketConstants);
  const expected = askPython(
    "import json, socket, sys; print(json.dumps({n: getattr(socket, n) for n in json.load(sys.stdin) if hasattr(socket, n)}))",
    names,
  ) as Record<string, number>;
  for (const [name, value] of Object.entries(expected)) assert.equal(ours[name], value, name);
  assert.ok(Object.keys(expected).length > 100);
});

test("the classes are related as in Python", () => {
  const { BrokenPipeError, ConnectionError, ConnectionResetError, gaierror, OSError } = errors;
  assert.ok(new BrokenPipeError(errno.EPIPE) instanceof ConnectionError);
  assert.ok(new ConnectionResetError(errno.ECONNRESET) instanceof OSError);
  assert.ok(new gaierror(socket.EAI_NONAME) instanceof OSError);
  assert.ok(new errors.ValueError("x") instanceof RangeError);
  assert.ok(!(new errors.KeyboardInterrupt() instanceof OSError));
  assert.equal(socket.error, OSError);
  assert.equal(socket.timeout, errors.TimeoutError);
});

test("only BlockingIOError has no stack trace, and the trace limit is unchanged", () => {
  const limit = Error.stackTraceLimit;
  assert.doesNotMatch(errors.OSError.from(errno.EAGAIN).stack ?? "", /\n {4}at /u);
  assert.equal(Error.stackTraceLimit, limit);
  assert.match(errors.OSError.from(errno.EPIPE).stack ?? "", /\n {4}at /u);
});

test("a BlockingIOError prints like other errors, and can capture a trace", () => {
  const error = new errors.BlockingIOError(errno.EAGAIN);
  assert.equal(String(error), `BlockingIOError: ${error.message}`);
  assert.match(inspect(error), /^\[?BlockingIOError: \[Errno \d+\] /u);
  assert.equal(error.stack, undefined);
  Error.captureStackTrace(error);
  assert.match(String(error.stack), /\n {4}at /u);
});

test("a failed lookup has its EAI code and text", () => {
  const error = new errors.gaierror(socket.EAI_NONAME);
  assert.deepEqual(
    [error.name, error.code, error.errno],
    ["gaierror", "EAI_NONAME", socket.EAI_NONAME],
  );
  assert.match(error.message, /^\[Errno -?\d+\] /u);
});
