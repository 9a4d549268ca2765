import assert from "node:assert/strict";

import { DOMParser } from "linkedom";
import { describe, test } from "vitest";

import { layOut } from "#internal/diagram/layout.js";
import { drawSvg } from "#internal/diagram/svg/draw.js";

import { makeCall, makeLanes, recordedLanes, recordedPairs } from "../../support/calls.ts";
import { askPython } from "../../support/python.ts";

/** Parses XML strictly: returns the names of the elements, or throws. */
function elementsOf(svg: string): string[] {
  return askPython(
    `
import json, sys, xml.dom.minidom
document = xml.dom.minidom.parseString(json.load(sys.stdin).encode())
print(json.dumps([element.tagName for element in document.getElementsByTagName("*")]))
`,
    svg,
  ) as string[];
}

/** The parts of the DOM in use here; Node has no types for it. */
interface Element {
  readonly textContent: string;
  getAttribute(name: string): string | null;
  querySelectorAll(selector: string): Iterable<Element>;
}

function elementsBy(svg: string, selector: string): Element[] {
  const document = new DOMParser().parseFromString(svg, "image/svg+xml") as unknown as Element;
  return [...document.querySelectorAll(selector)];
}

function textsOf(svg: string, selector: string): string[] {
  return elementsBy(svg, selector).map(({ textContent }) => textContent);
}

describe("the diagram as SVG", () => {
  for (const pair of recordedPairs) {
    const lanes = recordedLanes(pair);
    const svg = drawSvg(layOut(lanes));

    test(`is well-formed for the recording of ${pair}`, () => {
      const elements = elementsOf(svg);
      assert.equal(elements[0], "svg");
      assert.deepEqual(elements.slice(1, 3), ["title", "desc"]);
      assert.ok(!/NaN|undefined|Infinity/u.test(svg));
    });

    test(`has each call of ${pair} once, with its full text as title`, () => {
      const drawn = elementsBy(svg, "g.call").map(
        (call) => `${call.getAttribute("data-side")} ${call.getAttribute("data-number")}`,
      );
      const made = lanes.flatMap(({ side, calls }) =>
        calls.map(({ number }) => `${side} ${number}`),
      );
      assert.deepEqual(drawn.sort(), made.sort());
      assert.equal(textsOf(svg, "g.call > title").length, made.length);
    });

    test(`stays inside the picture for ${pair}`, () => {
      const [, width, height] = /viewBox="0 0 (\d+) (\d+)/u.exec(svg)!.map(Number);
      for (const [, attribute, text] of svg.matchAll(/ (x|cx|y|cy)="([^"]+)"/gu)) {
        const most = attribute!.endsWith("x") ? width! : height!;
        assert.ok(Number(text) >= 0 && Number(text) <= most, `${attribute} ${text}`);
      }
    });
  }

  test("has a bar for a blocked call, and a point for any other", () => {
    const accept = makeCall("accept4(3)", { start: 1, duration: 0.25, result: 4 });
    const svg = drawSvg(layOut(makeLanes([accept], [makeCall("close(9)", { start: 1.2 })])));
    assert.equal(svg.match(/fill="url\(#waits-server\)"/gu)?.length, 2, "the bar and the legend");
    assert.match(textsOf(svg, 'g[data-side="server"]').join(), /= 4 <250 ms>/u);
    assert.match(svg, /<g class="call" data-side="client"[^>]*><title>[^<]*<\/title><circle/u);
  });

  test("has states as badges, with changes in bold", () => {
    const svg = drawSvg(layOut(recordedLanes("echo")));
    const badges = textsOf(svg, "g.badge text");
    assert.ok(badges.includes("fd 18 LISTEN"));
    assert.ok(textsOf(svg, "g.badge text.now").includes("fd 19 ESTABLISHED → CLOSE_WAIT"));
  });

  test("escapes whatever programs send", () => {
    const text = '"</text><script>&\u0001\ud800"';
    const lanes = makeLanes([makeCall(`sendto(3, ${text}, 9)`, { result: 9 })]);
    const svg = drawSvg(layOut([{ ...lanes[0]!, title: "<b>" }, lanes[1]!]));
    assert.ok(!elementsOf(svg).includes("script"));
    assert.match(textsOf(svg, "g.call > title").join(), /<\/text><script>&/u);
  });

  test("works without any calls", () => {
    assert.equal(elementsOf(drawSvg(layOut(makeLanes([]))))[0], "svg");
  });
});
