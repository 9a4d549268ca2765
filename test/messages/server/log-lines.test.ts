import assert from "node:assert/strict";

import { test } from "vitest";

import { logLines } from "#internal/messages/server/log-lines.js";

import { replaceMethod } from "../../support/replaced.ts";

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z /u;

test("a line has the time, event, peer and details", () => {
  const lines: string[] = [];
  const log = logLines({ write: (line) => lines.push(line), isVerbose: true });
  log({ level: "warning", event: "refused", peer: "('127.0.0.1', 1)", detail: "'a\\n'" });
  log({ level: "info", event: "full" });
  assert.ok(lines.every((line) => TIME.test(line)));
  const rest = lines.map((line) => line.replace(TIME, ""));
  assert.deepEqual(rest, ["warning refused ('127.0.0.1', 1): 'a\\n'", "info full"]);
});

test("routine events are logged only when verbose", () => {
  const lines: string[] = [];
  const log = logLines({ write: (line) => lines.push(line), isVerbose: false });
  log({ level: "info", event: "accepted" });
  assert.deepEqual(lines, []);
});

test("lines over the limit in a second are counted", () => {
  const lines: string[] = [];
  const log = logLines({ write: (line) => lines.push(line), isVerbose: false });
  let now = 5000;
  using _clock = replaceMethod(performance, "now", () => now);
  for (let i = 0; i < 150; i++) log({ level: "warning", event: String(i) });
  assert.equal(lines.length, 100);
  now += 1000;
  log({ level: "warning", event: "later" });
  assert.deepEqual(
    lines.slice(100).map((line) => line.replace(TIME, "")),
    ["… and 50 more", "warning later"],
  );
});
