import { echoObstacle, echoServers, loadOn } from "../echo-programs.ts";
import type { Metric, Point, Settings, Workload } from "../workload.ts";

const SHORTEST_WARMUP = { quick: 5000, full: 20_000 };

/** Echoes that take about a second of the server's time, or about a fifth of one. */
function echoesOf({ n = 1, s = 64 }: Point, { isQuick }: Settings): number {
  // One connection waits for each echo, and large messages are copied.
  const microseconds = (n === 1 ? 30 : 10) + s / 1000;
  return Math.round((isQuick ? 200_000 : 1_000_000) / microseconds);
}

function warmUpOf({ n = 1 }: Point, { isQuick }: Settings): number {
  return Math.max(n, isQuick ? SHORTEST_WARMUP.quick : SHORTEST_WARMUP.full);
}

// A quick run has too few ticks of the clock to tell user and system time apart.
function metricsOf({ isQuick }: Settings): readonly Metric[] {
  return isQuick ? metrics.filter(({ name }) => name !== "user" && name !== "system") : metrics;
}

function pointsOf({ isQuick, data }: Settings): Point[] {
  const connections = data["n"] ?? (isQuick ? [1, 100] : [1, 100, 1000, 5000]);
  const sizes = data["s"] ?? (isQuick ? [64] : [64, 4096, 65_536]);
  return sizes.flatMap((s) => connections.map((n) => ({ n, s })));
}

const metrics: readonly Metric[] = [
  { name: "cpu", title: "Processor time of an echo", unit: "ns", better: "lower" },
  { name: "user", title: "User time of an echo", unit: "ns", better: "lower" },
  { name: "system", title: "System time of an echo", unit: "ns", better: "lower" },
  { name: "echoesPerSecond", title: "Echoes", unit: "per second", better: "higher" },
  { name: "p50", title: "Latency, median", unit: "ns", better: "lower" },
  { name: "p99", title: "Latency, 99th percentile", unit: "ns", better: "lower" },
];

/** An echo server under load. */
export const echo: Workload = {
  name: "echo",
  title: "Echo server",
  description:
    "n connections, each with one message of s bytes in flight, to a server of one thread. What an" +
    " echo costs the server is read from the kernel's accounting; user and system time are told apart" +
    " by the ticks of its clock, which only full runs have enough of.",
  metrics,
  charts: [
    { title: "Processor time of an echo", metric: "cpu", x: "n", where: { s: 64 } },
    { title: "User time of an echo", metric: "user", x: "n", where: { s: 64 } },
    { title: "Echoes per second", metric: "echoesPerSecond", x: "n", where: { s: 64 } },
    { title: "Median latency", metric: "p50", x: "n", where: { s: 64 } },
    { title: "99th percentile of the latency", metric: "p99", x: "n", where: { s: 64 } },
    { title: "Processor time by size", metric: "cpu", x: "s", where: { n: 100 } },
  ],
  implementations: echoServers,
  points: pointsOf,
  obstacle: echoObstacle,
  measure: async (implementation, point, settings) => {
    const { n = 1, s = 64 } = point;
    const [echoes, warmUp] = [echoesOf(point, settings), warmUpOf(point, settings)];
    const parameters = ["-c", n, "-s", s, "-e", echoes, "-u", warmUp];
    const measured = await loadOn(implementation, parameters);
    return Object.fromEntries(metricsOf(settings).map(({ name }) => [name, measured[name] ?? []]));
  },
};
