import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { parseHTML } from "linkedom";
import { afterAll, describe, test } from "vitest";

import { loadPlotLibrary } from "#internal/bench/report/plot-library.js";
import { writeReport } from "#internal/bench/report/write.js";

import { fakeResults } from "../../support/bench/fake-results.ts";

/** The part of the DOM that is used here; Node has no types for it. */
interface Element {
  readonly textContent: string;
  querySelectorAll(selector: string): Iterable<Element>;
}

const folder = mkdtempSync(join(tmpdir(), "bsd-sockets-report-"));
writeReport(folder, fakeResults(), await loadPlotLibrary());
const read = (file: string): string => readFileSync(join(folder, file), "utf8");
const page = read("index.html");
const { document } = parseHTML(page) as unknown as { document: Element };
const textsOf = (selector: string): string[] =>
  [...document.querySelectorAll(selector)].map(({ textContent }) => textContent.trim());

afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe("the report", () => {
  test("has a file for each picture next to the pages", () => {
    assert.deepEqual(readdirSync(folder).sort(), [
      "README.md",
      "fake-all-of-it-with-100.svg",
      "fake-waiting-more.svg",
      "fake.md",
      "index.html",
    ]);
  });

  test("loads no other files", () => {
    for (const file of readdirSync(folder)) {
      const text = read(file).replaceAll("http://www.w3.org/2000/svg", "");
      assert.doesNotMatch(text, /https?:\/\/|@import|<script|<link|url\(/u, file);
    }
    assert.doesNotMatch(page, /\ssrc=/u);
  });

  test("describes the run, and escapes its values", () => {
    assert.deepEqual(textsOf("dd code"), ["bsd-sockets bench 'a < b'"]);
    assert.ok(textsOf("dd").includes("2026-01-02 03:04 UTC"));
    assert.ok(textsOf("dd").includes("A processor, 2 cores, 8.00 GiB, x86_64"));
    assert.match(page, /A ring of &lt;nothing&gt;/u);
  });

  test("has each cell in its table, with each metric", () => {
    const rows = [...document.querySelectorAll("tbody tr")].map((row) =>
      [...row.querySelectorAll("td")].map(({ textContent }) => textContent.trim()),
    );
    const cells = fakeResults().workloads.flatMap((workload) => workload.cells);
    assert.equal(rows.length, 2 * cells.length);
    for (const { point, implementation } of cells) {
      const own = rows.filter((row) => row[0] === String(point["n"]) && row[2] === implementation);
      assert.equal(own.length, 2, `${point["n"]} ${implementation}`);
    }
    assert.deepEqual(rows[1], [
      "10",
      "1",
      "bsd-sockets select",
      "120 ns",
      "60.0 ns",
      "180 ns",
      "3.00",
      "6",
    ]);
  });

  test("draws each implementation, and shows where select reaches its limit", () => {
    const [lines, bars] = document.querySelectorAll("figure svg");
    const texts = (drawing: Element | undefined): string[] =>
      [...(drawing?.querySelectorAll("text") ?? [])].map(({ textContent }) => textContent);
    for (const name of ["bsd-sockets epoll", "bsd-sockets select", "C epoll"]) {
      assert.ok(texts(lines).includes(name), name);
      assert.ok(texts(bars).includes(name), name);
    }
    assert.ok(texts(lines).some((text) => text.includes("FD_SETSIZE (1024)")));
    assert.ok(texts(bars).includes("200 µs"));
    for (const tick of ["10", "100", "1,000"]) assert.ok(texts(lines).includes(tick), tick);
  });

  test("has pictures that stand alone, in both colour schemes", () => {
    const svg = read("fake-waiting-more.svg");
    assert.match(svg, /^<svg[^>]* xmlns="http:\/\/www\.w3\.org\/2000\/svg"/u);
    assert.match(svg, /prefers-color-scheme: dark/u);
    for (const [, name] of svg.matchAll(/var\((--[\w-]+)\)/gu))
      assert.ok(svg.includes(`${name}: #`));
  });

  test("has a Markdown page for the workload, with its pictures and tables", () => {
    const summary = read("fake.md");
    for (const [, file] of summary.matchAll(/!\[[^\]]*\]\(([^)]+)\)/gu)) assert.ok(read(file!));
    assert.equal(summary.match(/!\[/gu)?.length, 2);
    assert.match(summary, /\| +10 \| +1 \| bsd-sockets select \| +120 ns \|/u);
  });

  test("has a Markdown index with the run and a link to the workload's page", () => {
    const index = read("README.md");
    assert.match(index, /^- Date: 2026-01-02 03:04 UTC$/mu);
    assert.match(index, /^- \[A ring of .+\]\(fake\.md\): Shows how/mu);
    assert.doesNotMatch(index, /!\[/u);
  });
});
