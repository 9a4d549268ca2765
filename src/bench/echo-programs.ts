import { bunProgram, type Command, cProgram, nodeProgram, pythonProgram } from "./commands.ts";
import { compile } from "./compile.ts";
import { run, type Server, startServer } from "./processes.ts";
import type { Implementation, Measurement } from "./workload.ts";

const commands: Readonly<Record<string, () => Command>> = {
  C: () => cProgram("echo-server"),
  "bsd-sockets": () => nodeProgram("echo-server"),
  "bsd-sockets syscalls": () => nodeProgram("echo-server-syscalls"),
  CPython: () => pythonProgram("echo-server"),
  "Node net": () => nodeProgram("echo-server-net"),
  Bun: () => bunProgram("echo-server-bun"),
  "Bun net": () => bunProgram("echo-server-net"),
};

/** The echo servers. The first is the reference for the ratios. */
export const echoServers: readonly Implementation[] = [
  { name: "C", runtime: "C" },
  { name: "bsd-sockets", runtime: "bsd-sockets" },
  { name: "bsd-sockets syscalls", runtime: "bsd-sockets" },
  { name: "CPython", runtime: "CPython" },
  { name: "Node net", runtime: "Node" },
  { name: "Bun", runtime: "Bun" },
  { name: "Bun net", runtime: "Bun" },
];

/** Returns why an echo server cannot run here; undefined if it can. */
export function echoObstacle({ name }: Implementation): string | undefined {
  if (name === "C" && process.platform !== "linux") return "its echo server needs epoll";
  return undefined;
}

/** Starts an echo server. */
export async function startEchoServer({ name }: Implementation): Promise<Server> {
  if (name === "C") compile("echo-server");
  return await startServer(commands[name]!());
}

/** Runs the load generator against a server. */
export async function load(
  { port, pid }: Server,
  parameters: readonly (string | number)[],
): Promise<Measurement> {
  compile("load");
  return await run(cProgram("load"), ["-p", port, "-P", pid, ...parameters]);
}

/** Starts an echo server, runs the load generator against it, and stops it. */
export async function loadOn(
  implementation: Implementation,
  parameters: readonly (string | number)[],
): Promise<Measurement> {
  const server = await startEchoServer(implementation);
  try {
    return await load(server, parameters);
  } finally {
    await server.stop();
  }
}

/** Returns by how many bytes the server's memory grew during a load. */
export function memoryGrowth(measured: Measurement): number {
  return (measured["memoryAfter"]?.[0] ?? NaN) - (measured["memoryBefore"]?.[0] ?? NaN);
}
