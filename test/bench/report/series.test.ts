import assert from "node:assert/strict";

import { test } from "vitest";

import { picturesOf } from "#internal/bench/report/series.js";

import { fakeResults } from "../../support/bench/fake-results.ts";

const results = fakeResults();
const [fake] = results.workloads;

test("a line has a mark for each value of its letter, with the spread", () => {
  const [waiting] = picturesOf(fake!, results);
  assert.equal(waiting?.x, "n");
  const [epoll, select] = waiting.series;
  assert.deepEqual(
    epoll?.marks.map(({ x, median, min }) => [x, median, min]),
    [10, 100, 1000].map((n) => [n, 4 * n, 2 * n]),
  );
  assert.equal(epoll.end, undefined);
  assert.equal(select?.end, "select is limited to FD_SETSIZE (1024)");
  assert.equal(select.marks.at(-1)?.x, 100);
});

test("a chart without a letter has a bar for each implementation", () => {
  const [, total] = picturesOf(fake!, results);
  assert.equal(total?.x, undefined);
  assert.deepEqual(
    total?.series.map(({ implementation, marks }) => [implementation.name, marks[0]?.median]),
    [
      ["bsd-sockets epoll", 200_000],
      ["bsd-sockets select", 600_000],
      ["C epoll", 100_000],
    ],
  );
});

test("a line with one point becomes bars, and the title names the point", () => {
  const cells = fake!.cells.filter(({ point }) => point["n"] === 10);
  const [waiting] = picturesOf({ ...fake!, cells }, results);
  assert.equal(waiting?.x, undefined);
  assert.equal(waiting?.title, "Waiting & more (n = 10)");
});

test("data that a chart does not fix gets separate pictures", () => {
  const other = fake!.cells.map((cell) => ({ ...cell, point: { ...cell.point, a: 7 } }));
  const charts = [{ title: "Waiting", metric: "wait", x: "n" }];
  const pictures = picturesOf({ ...fake!, charts, cells: [...fake!.cells, ...other] }, results);
  assert.deepEqual(
    pictures.map(({ title }) => title),
    ["Waiting (a = 1)", "Waiting (a = 7)"],
  );
});

test("cells without the letter, and charts without cells, are omitted", () => {
  const charts = [{ title: "Waiting", metric: "wait", x: "c" }];
  assert.deepEqual(picturesOf({ ...fake!, charts }, results), []);
});
