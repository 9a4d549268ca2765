import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";

import * as socket from "../socket/index.ts";
import type { Command } from "./commands.ts";
import type { Server } from "./processes.ts";

const HOST = "127.0.0.1";

// Unbuffered output would slow down only the Python server.
const env = { ...process.env };
delete env["PYTHONUNBUFFERED"];

function freePort(): number {
  using probe = socket.socket(socket.AF_INET, socket.SOCK_STREAM);
  probe.bind([HOST, 0]);
  return probe.getsockname()[1];
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, "exit");
  child.kill("SIGKILL");
  await gone;
}

/**
 * Starts a server that takes its host and port as arguments, like the tutorial's. Its output is discarded,
 * because reading it would take CPU time during the measurement. Since the server cannot report that it
 * listens, clients must retry until they can connect.
 */
export async function startQuietServer(command: Command): Promise<Server> {
  const [program, ...first] = command;
  const port = freePort();
  const child = spawn(program, [...first, HOST, String(port)], { stdio: "ignore", env });
  await once(child, "spawn");
  return { pid: child.pid!, port, stop: () => end(child) };
}
