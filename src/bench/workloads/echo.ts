import { echoObstacle, echoServers, loadOn } from "../echo-programs.ts";
import type { Metric, Point, Settings, Workload } from "../workload.ts";

const SHORTEST_WARMUP = { quick: 5000, full: 20_000 };

/** The number of echoes that take the server about a second, or a fifth of a second in a quick run. */
function echoesOf({ n = 1, s = 64 }: Point, { isQuick }: Settings): number {
  // A single connection waits for each echo, and copying large messages takes time.
  const microseconds = (n === 1 ? 30 : 10) + s / 1000;
  return Math.round((isQuick ? 200_000 : 1_000_000) / microseconds);
}

function warmUpOf({ n = 1 }: Point, { isQuick }: Settings): number {
  return Math.max(n, isQuick ? SHORTEST_WARMUP.quick : SHORTEST_WARMUP.full);
}

// A quick run has too few clock ticks to separate user and system time.
function metricsOf({ isQuick }: Settings): readonly Metric[] {
  return isQuick ? metrics.filter(({ name }) => name !== "user" && name !== "system") : metrics;
}

function pointsOf({ isQuick, data }: Settings): Point[] {
  const connections = data["n"] ?? (isQuick ? [1, 100] : [1, 100, 1000, 5000]);
  const sizes = data["s"] ?? (isQuick ? [64] : [64, 4096, 65_536]);
  return sizes.flatMap((s) => connections.map((n) => ({ n, s })));
}

const metrics: readonly Metric[] = [
  { name: "cpu", title: "CPU time per echo", unit: "ns", better: "lower" },
  { name: "user", title: "User time per echo", unit: "ns", better: "lower" },
  { name: "system", title: "System time per echo", unit: "ns", better: "lower" },
  { name: "echoesPerSecond", title: "Echoes", unit: "per second", better: "higher" },
  { name: "p50", title: "Latency, median", unit: "ns", better: "lower" },
  { name: "p99", title: "Latency, 99th percentile", unit: "ns", better: "lower" },
];

/** An echo server under load. */
export const echo: Workload = {
  name: "echo",
  title: "Echo server",
  description:
    "Connections (n) to a server with one thread, each with one message in flight (of s bytes). The CPU" +
    " time of the server comes from the kernel's accounting. User and system time are separated by clock" +
    " ticks, and only full runs have enough of them.",
  metrics,
  charts: [
    { title: "CPU time per echo", metric: "cpu", x: "n", where: { s: 64 } },
    { title: "User time per echo", metric: "user", x: "n", where: { s: 64 } },
    { title: "Echoes per second", metric: "echoesPerSecond", x: "n", where: { s: 64 } },
    { title: "Median latency", metric: "p50", x: "n", where: { s: 64 } },
    { title: "99th percentile latency", metric: "p99", x: "n", where: { s: 64 } },
    { title: "CPU time by message size", metric: "cpu", x: "s", where: { n: 100 } },
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
