import assert from "node:assert/strict";

import { test } from "vitest";

import { drawGutter } from "#internal/diagram/text/gutter.js";

test("an arrow goes from its line to the line below, on its side", () => {
  const toServer = drawGutter([{ from: 0, to: 2, side: "client" }], 4);
  assert.deepEqual(toServer.lines, [" ┌─", " │ ", "◄┘ ", "   "]);
  const toClient = drawGutter([{ from: 1, to: 2, side: "server" }], 3);
  assert.deepEqual(toClient.lines, ["   ", "─┐ ", " └►"]);
});

test("arrows cross, and reuse a track one after the other", () => {
  const { lines, width } = drawGutter(
    [
      { from: 0, to: 2, side: "client" },
      { from: 1, to: 3, side: "server" },
      { from: 4, to: 5, side: "client" },
    ],
    6,
  );
  assert.equal(width, 5);
  assert.deepEqual(lines, [" ┌───", "─┼─┐ ", "◄┘ │ ", "   └►", " ┌───", "◄┘   "]);
});

test("arrows from one line branch", () => {
  const { lines } = drawGutter(
    [
      { from: 0, to: 1, side: "server" },
      { from: 0, to: 2, side: "server" },
    ],
    3,
  );
  assert.deepEqual(lines, ["─┬─┐ ", " └─┼►", "   └►"]);
});

test("arrows without room are counted", () => {
  const routes = Array.from({ length: 6 }, (_, from) => ({
    from,
    to: 10 + from,
    side: "client" as const,
  }));
  const { lines, omitted, width } = drawGutter(routes, 16);
  assert.equal(omitted, 2);
  assert.equal(width, 9);
  assert.equal(lines.filter((line) => line.startsWith("◄")).length, 4);
});
