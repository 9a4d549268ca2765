import type { Judgement, Target } from "./judgement.ts";
import type { CellResults, WorkloadResults } from "./results.ts";
import { ratioOf } from "./statistics.ts";

const OWN = "bsd-sockets";
const RAW = "bsd-sockets syscalls";

type Limits = readonly (readonly [implementation: string, atMost: number])[];

/** Makes a target for each implementation that a cell is compared with. */
function against(limits: Limits, cell: Omit<Target, "against" | "atMost">): Target[] {
  return limits.map(([implementation, atMost]) => ({
    ...cell,
    against: { implementation },
    atMost,
  }));
}

const echoes = [100, 1000].flatMap((n) => {
  const place = `echo, ${n} connections, 64 bytes`;
  const cell = { workload: "echo", point: { n, s: 64 }, implementation: OWN };
  return [
    ...against(
      [
        ["C", 1.1],
        ["CPython", 0.75],
        ["Node net", 0.55],
        ["Bun", 1],
      ],
      { ...cell, what: `${place}: server CPU per echo`, metric: "cpu" },
    ),
    ...against(
      [
        ["Bun", 0.5],
        ["CPython", 0.3],
        ["Node net", 0.12],
      ],
      { ...cell, what: `${place}: user time per echo`, metric: "user" },
    ),
    ...against([["C", 1.05]], {
      ...cell,
      what: `${place}: server CPU per echo`,
      metric: "cpu",
      implementation: RAW,
    }),
  ];
});

const latency = against(
  [
    ["C", 1.05],
    ["CPython", 1],
    ["Node net", 1],
    ["Bun", 1],
    ["Bun net", 1],
  ],
  {
    what: "echo, 1 connection, 64 bytes: median latency",
    workload: "echo",
    metric: "p50",
    point: { n: 1, s: 64 },
    implementation: OWN,
  },
);

const blocking = against([["CPython", 1]], {
  what: "BlockingIOError thrown by recv() and caught",
  workload: "calls",
  metric: "blockingIOError",
  point: {},
  implementation: OWN,
});

const BACKEND = "bsd-sockets epoll";
const waiting: Limits = [
  ["C epoll", 1.3],
  ["CPython epoll", 0.6],
];
const oneOf9000 = { point: { n: 9000, a: 1, w: 2000 }, implementation: BACKEND, metric: "select" };

const selectors: Target[] = [
  ...against(waiting, {
    ...oneOf9000,
    what: "ring, 1 active of 9,000: one select() with its event",
    workload: "ring",
  }),
  ...against(waiting, {
    ...oneOf9000,
    what: "1 ready of 9,000: one select() alone",
    workload: "ready",
  }),
  {
    ...oneOf9000,
    what: "one select() alone with 9,000 pairs, compared with 10",
    workload: "ready",
    against: { point: { n: 10, a: 1, w: 2000 } },
    atMost: 1.1,
  },
  ...against(
    [
      ["C epoll", 1.3],
      ["CPython epoll", 0.5],
    ],
    {
      what: "register and unregister 9,000 descriptors",
      workload: "register",
      metric: "total",
      point: { n: 9000 },
      implementation: BACKEND,
    },
  ),
];

const idle: Target = {
  what: "CPU time with 5,000 idle connections, in percent",
  workload: "memory",
  metric: "idle",
  point: { n: 5000 },
  implementation: OWN,
  atMost: 0,
};

const app: Target = {
  what: "app: time per byte of 16 MiB requests, compared with 64 KiB",
  workload: "app",
  metric: "nsPerByte",
  point: { m: 2 ** 24 },
  implementation: OWN,
  against: { point: { m: 2 ** 16 } },
  atMost: 1,
};

/** The package's performance targets, as ratios of medians within one interleaved run. */
export const targets: readonly Target[] = [
  ...echoes,
  ...latency,
  ...blocking,
  ...selectors,
  idle,
  app,
];

type Place = Pick<Target, "workload" | "implementation" | "point">;

function findCell(
  results: readonly WorkloadResults[],
  { workload, implementation, point }: Place,
): CellResults | undefined {
  return results
    .find(({ name }) => name === workload)
    ?.cells.find(
      (cell) =>
        cell.implementation === implementation &&
        Object.entries(point).every(([letter, value]) => cell.point[letter] === value),
    );
}

function measure(target: Target, results: readonly WorkloadResults[]): number | undefined {
  const cell = findCell(results, target);
  if (target.against === undefined) return cell?.summary[target.metric]?.median;
  // Data that the target does not specify is the same on both sides.
  const point = { ...cell?.point, ...target.point, ...target.against.point };
  const other = findCell(results, { ...target, ...target.against, point });
  if (cell === undefined || other === undefined) return undefined;
  return ratioOf(cell.samples, other.samples, target.metric);
}

/** Adds the measured value, and whether it meets the target, to each target whose workload was run. */
export function judge(
  results: readonly WorkloadResults[],
  wanted: readonly Target[] = targets,
): Judgement[] {
  const run = wanted.filter((target) => results.some(({ name }) => name === target.workload));
  return run.map((target) => {
    const measured = measure(target, results);
    return measured === undefined
      ? target
      : { ...target, measured, isMet: measured <= target.atMost };
  });
}
