import assert from "node:assert/strict";
import { test } from "node:test";

import { jsonText, printable } from "#internal/command/printable.js";

// ESC, DEL, the CSI of one character, a turn of direction, line separators, and one beyond 16 bits.
const DANGEROUS = "\0\t\n\r\u001b\u007f\u009b\u00ad\u200b\u202e\u2028\u2029\ufeff\u{e0001}";
const HARMLESS = "é ß 漢 🐰 \u00a0 \u{1f48d}";

test("printable shows a question mark for what a terminal may obey, and the rest as it is", () => {
  assert.equal(printable(DANGEROUS), "?".repeat(Array.from(DANGEROUS).length));
  assert.equal(printable(HARMLESS), HARMLESS);
});

test("jsonText is JSON of the same value, without what a terminal may obey", () => {
  const value = { [DANGEROUS]: [DANGEROUS, HARMLESS, 1, null] };
  const text = jsonText(value);
  assert.deepEqual(JSON.parse(text), value);
  assert.doesNotMatch(text, /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
  assert.ok(text.includes(HARMLESS));
});
