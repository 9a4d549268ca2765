import { nodeProgram } from "../commands.ts";
import { echoObstacle, echoServers, grown, loadOn } from "../echo-programs.ts";
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
  return { connection: [grown(measured) / n], idle: measured["idleCpu"] ?? [] };
}

async function garbage({ name }: Implementation): Promise<Measurement> {
  const program = garbagePrograms[name];
  if (program === undefined) return {};
  const [node, ...file] = nodeProgram(program);
  return await run([node, ...GARBAGE_FLAGS, ...file], [SIZE]);
}

/** The memory of echo servers. */
export const memory: Workload = {
  name: "memory",
  title: "Memory and idleness",
  description:
    "What n idle connections take of the server's resident memory (the kernel's own is not counted) and" +
    " of its processor time, and what an echo of 64 bytes allocates. Only V8 tells what is allocated in" +
    " a comparable way.",
  metrics: [
    { name: "connection", title: "Memory of a connection", unit: "bytes", better: "lower" },
    { name: "idle", title: "Processor time while idle", unit: "percent", better: "lower" },
    { name: "garbage", title: "Garbage of an echo", unit: "bytes", better: "lower" },
  ],
  charts: [
    { title: "Resident memory of an idle connection", metric: "connection" },
    { title: "Garbage of an echo", metric: "garbage" },
  ],
  implementations: echoServers,
  points: pointsOf,
  obstacle: echoObstacle,
  measure: async (implementation, point, settings) => ({
    ...(await idle(implementation, point, settings)),
    ...(await garbage(implementation)),
  }),
};
