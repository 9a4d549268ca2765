import { type Command, cProgram, nodeProgram, peerPath, pythonProgram } from "../commands.ts";
import { compile } from "../compile.ts";
import { run } from "../processes.ts";
import type { Implementation, Metric, Workload } from "../workload.ts";

const titles = {
  recv: "recv of 64 bytes",
  send: "send of 64 bytes",
  blockingIOError: "recv without data: BlockingIOError caught, or EAGAIN",
  accept: "accept",
  setsockopt: "setsockopt SO_REUSEADDR",
  getsockopt: "getsockopt SO_ERROR",
  connectEx: "connect_ex that fails with EISCONN",
  epollNothing: "epoll: select, nothing ready",
  pollNothing: "poll: select, nothing ready",
  selectNothing: "select: select, nothing ready",
  register: "register",
  unregister: "unregister",
  modify: "modify to a different mask",
  modifySame: "modify to the same mask and data",
  modifyData: "modify only the data",
};

const metrics = Object.entries(titles).map(([name, title]): Metric => ({
  name,
  title,
  unit: "ns",
  better: "lower",
}));

const programs = new Map<string, Command>([
  ["C", cProgram("calls")],
  ["CPython", pythonProgram("calls")],
  ["bsd-sockets", nodeProgram("calls")],
  ["bsd-sockets syscalls", nodeProgram("calls-syscalls")],
  ["bsd-sockets traced", nodeProgram("calls-traced")],
  ["koffi", nodeProgram("calls-koffi")],
]);

const implementations: readonly Implementation[] = [
  { name: "C", runtime: "C" },
  { name: "CPython", runtime: "CPython" },
  { name: "bsd-sockets", runtime: "bsd-sockets" },
  { name: "bsd-sockets syscalls", runtime: "bsd-sockets" },
  { name: "bsd-sockets traced", runtime: "bsd-sockets" },
  { name: "koffi", runtime: "koffi" },
];

// The koffi program uses accept4, epoll and Linux's structure layouts.
function koffiObstacle(): string | undefined {
  if (process.platform !== "linux") return "the koffi program only runs on Linux";
  return peerPath("koffi") === undefined ? "koffi is not installed" : undefined;
}

/** The cost of single calls. */
export const calls: Workload = {
  name: "calls",
  title: "Single calls",
  description:
    "The time of one call in nanoseconds, including the kernel. Cases that an implementation does not have " +
    "are left out: the raw layer, C and koffi throw no errors and have no data to modify. " +
    "“Traced” is the raw layer while trace() records each call.",
  metrics,
  charts: metrics.map(({ name, title }) => ({ title, metric: name })),
  implementations,
  points: () => [{ m: 64 }],
  obstacle: ({ name }) => (name === "koffi" ? koffiObstacle() : undefined),
  async measure({ name }, _point, { isQuick }) {
    if (name === "C") compile("calls");
    return run(programs.get(name)!, isQuick ? ["-n", 512, "-r", 9] : ["-n", 1024, "-r", 25]);
  },
};
