import assert from "node:assert/strict";

import { test } from "vitest";

import { jsonText, printable } from "#internal/command/printable.js";

// ESC, DEL, a one-character CSI, changes of direction, line separators, and one code point beyond
// 16 bits.
const DANGEROUS = "\0\t\n\r\x1b[2J\x7f\x9b\xad\u200b\u200e\u202e\u2028\u2029\ufeff\ud800\u{e0001}";
const HARMLESS = "a “b” 'c' \\ é ñ ß \xa0 漢 語 🐰 💍 العربية";

test("printable escapes what a terminal interprets, like repr, and keeps the rest", () => {
  assert.equal(
    printable(DANGEROUS),
    "\\x00\\t\\n\\r\\x1b[2J\\x7f\\x9b\\xad\\u200b\\u200e\\u202e\\u2028\\u2029\\ufeff\\ud800\\U000e0001",
  );
  assert.equal(printable(HARMLESS), HARMLESS);
});

test("jsonText is JSON of the same value, without what a terminal interprets", () => {
  const value = { [DANGEROUS]: [DANGEROUS, HARMLESS, 1, null] };
  const text = jsonText(value);
  assert.deepEqual(JSON.parse(text), value);
  assert.doesNotMatch(text, /[\p{C}\p{Zl}\p{Zp}]/u);
  assert.ok(text.includes(JSON.stringify(HARMLESS)));
});
