import type { Command } from "#internal/bench/commands.js";
import { run } from "#internal/bench/processes.js";
import type { Implementation, Point, Settings, Workload } from "#internal/bench/workload.js";

/** A program that prints figures that only depend on its parameters. */
const PROGRAM = `
const [mode, base, n] = process.argv.slice(1);
if (mode === "fail") throw new Error("meant to fail");
if (mode === "hang") {
  if (process.env.FAKE_PID_FILE) require("fs").writeFileSync(process.env.FAKE_PID_FILE, String(process.pid));
  setInterval(() => {}, 1000);
}
else console.log("noise\\n" + JSON.stringify({
  wait: [1, 2, 3].map((factor) => factor * base * n),
  total: [base * n * 1000],
}));
`;

const program: Command = [process.execPath, "-e", PROGRAM];

/** The figures of each implementation are multiples of this. */
const bases: Readonly<Record<string, number>> = {
  "bsd-sockets epoll": 2,
  "bsd-sockets select": 6,
  "C epoll": 1,
  "CPython epoll": 8,
  "koffi epoll": 4,
};

function runtimeOf(name: string): Implementation["runtime"] {
  return name.slice(0, name.indexOf(" ")) as Implementation["runtime"];
}

const implementations = Object.keys(bases).map((name) => ({
  name,
  runtime: runtimeOf(name),
  method: name.slice(name.indexOf(" ") + 1),
}));

/** The behaviour of a fake workload. */
export interface Behaviour {
  /** The implementation that fails, and the one that hangs. */
  readonly fail?: string;
  readonly hang?: string;
  readonly mostRounds?: number;
  /** Called before each cell. */
  readonly onMeasure?: (implementation: Implementation, point: Point) => void;
}

/** A workload like the real ones, with processes that do no work. */
export function fakeWorkload({ fail, hang, mostRounds, onMeasure }: Behaviour = {}): Workload {
  return {
    ...(mostRounds === undefined ? {} : { mostRounds }),
    name: "fake",
    title: "A ring of <nothing>",
    description: "Shows how the benchmark shows what it measured.",
    metrics: [
      { name: "wait", title: "waiting", unit: "ns", better: "lower" },
      { name: "total", title: "all of it", unit: "ns", better: "lower" },
    ],
    charts: [
      { title: "Waiting & more", metric: "wait", x: "n", where: { a: 1 } },
      { title: "All of it with 100", metric: "total", where: { n: 100, a: 1 } },
    ],
    implementations,
    points({ isQuick, data }) {
      const sizes = data["n"] ?? (isQuick ? [10, 100] : [10, 100, 1000, 9000]);
      return sizes.flatMap((n) => (data["a"] ?? [1]).map((a) => ({ n, a })));
    },
    obstacle: ({ method }, point) =>
      method === "select" && (point["n"] ?? 0) > 500
        ? "select is limited to FD_SETSIZE (1024)"
        : undefined,
    async measure({ name, ...rest }, point) {
      onMeasure?.({ name, ...rest }, point);
      const mode = name === fail ? "fail" : name === hang ? "hang" : "work";
      return await run(program, [mode, bases[name] ?? 1, point["n"] ?? 1]);
    },
  };
}

/** The settings of a quick run without options. */
export const quickSettings: Settings = { isQuick: true, hasPeers: false, data: {}, methods: [] };
