import { type Command, cProgram, nodeProgram, pythonProgram } from "../commands.ts";
import { compile } from "../compile.ts";
import { run } from "../processes.ts";
import { startQuietServer } from "../quiet-server.ts";
import type { Implementation, Metric, Point, Settings, Workload } from "../workload.ts";

const KIBIBYTE = 1024;
const MEBIBYTE = 1024 * KIBIBYTE;
/** Each recv copies everything received so far: a request of 16 MiB takes up to half a minute. */
const LARGEST_OF_CPYTHON = 4 * MEBIBYTE;

/** The total bytes of a batch of requests of one size, and the limit on its requests. */
const BYTES = 8 * MEBIBYTE;
const MOST_REQUESTS = 1024;
/** Unmeasured requests first, until V8 has compiled the server; fewer if they are large. */
const WARM_UP = 2000;
const WARM_UP_BYTES = 32 * MEBIBYTE;

const metrics: readonly Metric[] = [
  {
    name: "requestsPerSecond",
    title: "requests per second",
    unit: "per second",
    better: "higher",
  },
  { name: "cpu", title: "server CPU per request", unit: "ns", better: "lower" },
  { name: "user", title: "server user time per request", unit: "ns", better: "lower" },
  { name: "system", title: "server system time per request", unit: "ns", better: "lower" },
  { name: "nsPerByte", title: "time per byte of a request", unit: "ns", better: "lower" },
  { name: "cpuPerByte", title: "server CPU per byte of a request", unit: "ns", better: "lower" },
];

const servers = new Map<string, Command>([
  ["CPython", pythonProgram("app-server")],
  ["bsd-sockets", nodeProgram("../../tutorial/app-server")],
]);

const implementations: readonly Implementation[] = [
  { name: "CPython", runtime: "CPython" },
  { name: "bsd-sockets", runtime: "bsd-sockets" },
];

function points({ isQuick, data }: Settings): readonly Point[] {
  const widths = data["c"] ?? (isQuick ? [16] : [1, 16, 64]);
  const quick = [64 * KIBIBYTE, MEBIBYTE, 16 * MEBIBYTE];
  const full = [1, 4, 16, 64, 256].map((size) => size * KIBIBYTE);
  const sizes = data["m"] ?? (isQuick ? quick : [...full, MEBIBYTE, 4 * MEBIBYTE, 16 * MEBIBYTE]);
  return [...widths.map((c) => ({ c })), ...sizes.map((m) => ({ m }))];
}

function searches(width: number, isQuick: boolean): (string | number)[] {
  const parameters = ["-c", width, "-w", WARM_UP, "-r", 3];
  return [...parameters, "-n", isQuick ? 600 : 1500];
}

function messages(bytes: number, isQuick: boolean): (string | number)[] {
  const requests = Math.max(1, Math.min(MOST_REQUESTS, Math.floor(BYTES / bytes)));
  const before = Math.max(1, Math.min(WARM_UP, Math.floor(WARM_UP_BYTES / bytes)));
  return ["-m", bytes, "-n", requests, "-w", before, "-r", isQuick ? 2 : 3];
}

/** The tutorial's application server: requests, and the cost of their bytes. */
export const app: Workload = {
  name: "app",
  title: "Application server",
  description:
    "The tutorial's app-server, and a CPython server with the structure of the original. Their output is " +
    "discarded. First, a number of connections at a time (c) send one search request each; then requests " +
    "(of m bytes) are sent one at a time. Their cost per byte stays flat unless data is copied repeatedly.",
  metrics,
  charts: [
    { title: "Searches per second", metric: "requestsPerSecond", x: "c" },
    { title: "Server CPU per search", metric: "cpu", x: "c" },
    { title: "Time per byte of a request", metric: "nsPerByte", x: "m" },
    { title: "Server CPU per byte of a request", metric: "cpuPerByte", x: "m" },
  ],
  implementations,
  points,
  obstacle({ runtime }, { m = 0 }) {
    if (runtime !== "CPython" || m <= LARGEST_OF_CPYTHON) return undefined;
    return "it copies everything received so far at each recv, and would take minutes";
  },
  async measure({ name }, point, { isQuick }) {
    compile("app-load");
    const server = await startQuietServer(servers.get(name)!);
    try {
      const which = ["-p", server.port, "-P", server.pid];
      const { c, m = 0 } = point;
      const work = c === undefined ? messages(m, isQuick) : searches(c, isQuick);
      return await run(cProgram("app-load"), [...which, ...work]);
    } finally {
      await server.stop();
    }
  },
};
