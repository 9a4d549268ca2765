import assert from "node:assert/strict";

import * as socket from "bsd-sockets/socket";
import { test } from "vitest";

import { argumentsText, resultText, valueText } from "#internal/lab/call-text.js";

test("bytes are a template; zeros and long buffers are a length", () => {
  assert.equal(valueText(Buffer.from("a `$b\\\n\xe9", "latin1")), "b`a \\`\\$b\\\\\\x0a\\xe9`");
  assert.equal(valueText(Buffer.alloc(0)), "b``");
  assert.equal(valueText(Buffer.alloc(3)), "Buffer.alloc(3)");
  assert.equal(valueText(Buffer.alloc(100, "x")), "Buffer.alloc(100)");
});

test("named objects are names, lists stay on one line, long objects are cut", () => {
  assert.equal(valueText([{ $object: "conn" }, "a", 1, null]), '[conn, "a", 1, null]');
  assert.equal(valueText(undefined), "");
  const text = valueText(
    Object.fromEntries(Array.from({ length: 50 }, (_, n) => [`field${n}`, n])),
  );
  assert.match(text, /^\{ field0: 0, .*… \}$/u);
  assert.ok(text.length < 130);
});

test("constants have their names", () => {
  const { AF_UNIX, MSG_PEEK, MSG_TRUNC, SHUT_WR, SOCK_DGRAM } = socket;
  assert.equal(argumentsText("socket", [AF_UNIX, SOCK_DGRAM]), "AF_UNIX, SOCK_DGRAM");
  assert.equal(argumentsText("shutdown", [SHUT_WR]), "SHUT_WR");
  assert.equal(argumentsText("recv", [9, MSG_PEEK | MSG_TRUNC]), "9, MSG_PEEK | MSG_TRUNC");
  assert.equal(argumentsText("listen", [5]), "5");
});

test("an errno that is a result is written with its name", () => {
  assert.match(resultText("connect_ex", [], 111), /^111 \(E[A-Z]+\)$/u);
  assert.equal(resultText("getOption", ["SO_ERROR"], 0), "0");
  assert.equal(resultText("getOption", ["SO_SNDBUF"], 111), "111");
  const filled = { bytes: 100, sends: 4, error: "EAGAIN" };
  assert.equal(resultText("fill", [25], filled), "100 bytes in 4 sends, then EAGAIN");
});
