import { nodeProgram } from "../commands.ts";
import { echoObstacle, echoServers, memoryGrowth, loadOn } from "../echo-programs.ts";
import { run } from "../processes.ts";
import type { Implementation, Measurement, Point, Settings, Workload } from "../workload.ts";

const SIZE = 64;
const IDLE_SECONDS = { quick: 0.2, full: 1 };
const GARBAGE_FLAGS = ["--expose-gc", "--min-semi-space-size=64", "--max-semi-space-size=64"];

const garbagePrograms: Readonly<Record<string, string>> = {
  "bsd-sockets": "echo-garbage",
  "bsd-sockets syscalls": "echo-garbage-syscalls",
  "Node net": "echo-garbage-net",
};

function pointsOf({ isQuick, data }: Settings): Point[] {
  const connections = data["n"] ?? [isQuick ? 1000 : 5000];
  return connections.map((n) => ({ n }));
}

async function idle(
  implementation: Implementation,
  { n = 1 }: Point,
  { isQuick }: Settings,
): Promise<Measurement> {
  const seconds = isQuick ? IDLE_SECONDS.quick : IDLE_SECONDS.full;
  const measured = await loadOn(implementation, ["-c", n, "-s", SIZE, "-i", seconds]);
  return { connection: [memoryGrowth(measured) / n], idle: measured["idleCpu"] ?? [] };
}

async function garbage({ name }: Implementation): Promise<Measurement> {
  const program = garbagePrograms[name];
  if (program === undefined) return {};
  const [node, ...file] = nodeProgram(program);
  return await run([node, ...GARBAGE_FLAGS, ...file], [SIZE]);
}

/** The memory use of echo servers. */
export const memory: Workload = {
  name: "memory",
  title: "Memory and idle CPU time",
  description:
    "The resident memory (without kernel memory) and the CPU time that idle connections (n) cost the" +
    " server, and the bytes that an echo of 64 bytes allocates. Only V8 reports allocations in a comparable way.",
  metrics: [
    { name: "connection", title: "Memory per connection", unit: "bytes", better: "lower" },
    { name: "idle", title: "CPU time while idle", unit: "percent", better: "lower" },
    { name: "garbage", title: "Garbage per echo", unit: "bytes", better: "lower" },
  ],
  charts: [
    { title: "Resident memory per idle connection", metric: "connection" },
    { title: "Garbage per echo", metric: "garbage" },
  ],
  implementations: echoServers,
  points: pointsOf,
  obstacle: echoObstacle,
  measure: async (implementation, point, settings) => ({
    ...(await idle(implementation, point, settings)),
    ...(await garbage(implementation)),
  }),
};
