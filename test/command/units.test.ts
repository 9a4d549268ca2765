import assert from "node:assert/strict";

import { test } from "vitest";

import { formatRatio, formatTick, formatValue } from "#internal/command/units.js";

test("values have three digits and a suitable unit", () => {
  assert.equal(formatValue(0, "ns"), "0 ns");
  assert.equal(formatValue(0.25, "ns"), "0.250 ns");
  assert.equal(formatValue(1234, "ns"), "1.23 µs");
  assert.equal(formatValue(5e6, "ns"), "5.00 ms");
  assert.equal(formatValue(61e9, "ns"), "61.0 s");
  assert.equal(formatValue(1536, "bytes"), "1.50 KiB");
  assert.equal(formatValue(-(2 ** 21), "bytes"), "-2.00 MiB");
  assert.equal(formatValue(98_765, "per second"), "98.8 k/s");
  assert.equal(formatValue(12.5, "percent"), "12.5 %");
});

test("ticks have as few digits as possible", () => {
  assert.equal(formatTick(0, "ns"), "0");
  assert.equal(formatTick(20_000, "ns"), "20 µs");
  assert.equal(formatTick(4096, "bytes"), "4 KiB");
});

test("ratios", () => {
  assert.equal(formatRatio(1.0512), "1.05");
  assert.equal(formatRatio(219.3), "219");
  assert.equal(formatRatio(undefined), "");
});
