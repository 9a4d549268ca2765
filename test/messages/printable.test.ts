import assert from "node:assert/strict";
import { test } from "node:test";

import { printable, printableJson } from "#internal/messages/printable.js";

const ESCAPES = "\0\t\n\r\x1b[2J\x7f\x9b\u200e\u202e\u2028\u2029\ud800\u{e0001}";

test("what a terminal acts on is escaped, as repr escapes it", () => {
  assert.equal(
    printable(ESCAPES),
    "\\x00\\t\\n\\r\\x1b[2J\\x7f\\x9b\\u200e\\u202e\\u2028\\u2029\\ud800\\U000e0001",
  );
});

test("text that people read stays", () => {
  const text = "a “b” 'c' \\ ñ ß 語 💍 العربية";
  assert.equal(printable(text), text);
  assert.equal(printableJson(JSON.stringify(text)), JSON.stringify(text));
});

test("JSON stays the same JSON", () => {
  const json = printableJson(JSON.stringify({ [ESCAPES]: ESCAPES }));
  assert.deepEqual(JSON.parse(json), { [ESCAPES]: ESCAPES });
  assert.match(json, /^[ -~]*$/u);
});
