import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { stripVTControlCharacters } from "node:util";

import stringWidth from "string-width";
import { describe, test } from "vitest";

import { layOut } from "#internal/diagram/layout.js";
import { drawText } from "#internal/diagram/text/draw.js";

import { makeCall, makeLanes, recordedLanes, recordedPairs } from "../../support/calls.ts";
import { root } from "../../support/programs.ts";

function draw(pair: string, width: number, hasColours = false): string[] {
  return drawText(layOut(recordedLanes(pair)), { width, hasColours });
}

describe("the diagram as text", () => {
  for (const width of [80, 100, 120]) {
    test(`is unchanged for the recording of echo, ${width} wide`, () => {
      const file = `${root}test/diagram/recordings/echo-${width}.txt`;
      assert.equal(`${draw("echo", width).join("\n")}\n`, readFileSync(file, "utf8"));
    });
  }

  for (const pair of recordedPairs) {
    test(`stays within the width, with each call of ${pair}`, () => {
      for (const width of [80, 100, 121, 200]) {
        const lines = draw(pair, width);
        for (const line of lines) {
          assert.ok(stringWidth(line) <= width, `${stringWidth(line)} of ${width}: ${line}`);
        }
        const names = recordedLanes(pair).flatMap(({ calls }) => calls.map(({ name }) => name));
        for (const name of new Set(names)) {
          const pattern = new RegExp(`\\b${name}\\(`, "gu");
          const count = names.filter((other) => other === name).length;
          assert.equal(lines.join("\n").match(pattern)?.length, count, name);
        }
      }
    });

    test(`is the same with colours, for ${pair}`, () => {
      const coloured = draw(pair, 100, true);
      assert.notDeepEqual(coloured, draw(pair, 100));
      assert.deepEqual(
        coloured.map((line) => stripVTControlCharacters(line).trimEnd()),
        draw(pair, 100),
      );
    });
  }

  test("keeps its columns aligned with wide characters", () => {
    const send = makeCall('sendto(3, "狗狗", 6)', { result: 6, start: 1 });
    const states = [{ fd: 3, state: "ESTABLISHED" }];
    const lanes = makeLanes([{ ...send, states }], [makeCall("close(3)", { start: 2 })]);
    const lines = drawText(layOut(lanes), { width: 100, hasColours: false }).slice(1, -2);
    const columns = lines
      .filter((line) => line.includes("●"))
      .map((line) => stringWidth(line.split(/[●┊]/u)[0]!));
    assert.equal(columns.length, 2);
    assert.equal(columns[0], columns[1]);
  });

  test("shows a blocked call as a bar with its duration, and the result at its end", () => {
    const accept = makeCall("accept4(3, NULL, NULL)", { start: 1, duration: 0.25, result: 4 });
    const lanes = makeLanes([accept], [makeCall("close(9)", { start: 1.2 })]);
    const lines = drawText(layOut(lanes), { width: 100, hasColours: false }).slice(1, -2);
    const bar = lines.map((line) => /[┏┃┗]/u.exec(line)?.[0] ?? "").join("");
    assert.match(bar, /^┏┃+┗$/u);
    assert.match(
      lines.find((line) => line.includes("┗"))!,
      /= 4 <250 ms>/u,
    );
    assert.match(
      lines.find((line) => line.includes("⋮"))!,
      /⋮ 200 ms/u,
    );
  });

  test("says so when there is nothing to show", () => {
    assert.deepEqual(drawText(layOut(makeLanes([])), { width: 100, hasColours: false }), [
      "No system calls were recorded.",
    ]);
  });
});
