import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

import type { Command } from "./commands.ts";
import type { Measurement } from "./workload.ts";

const running = new Set<ChildProcess>();

function start(command: Command, parameters: readonly (string | number)[]): ChildProcess {
  const [program, ...first] = command;
  const child = spawn(program, [...first, ...parameters.map(String)], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  running.add(child);
  child.once("close", () => running.delete(child));
  return child;
}

/** Kills every running program, for when the benchmark is interrupted or a program hangs. */
export function killAll(): void {
  for (const child of running) child.kill("SIGKILL");
}

function textOf(stream: NodeJS.ReadableStream | null): () => string {
  let text = "";
  stream?.setEncoding("utf8").on("data", (part: string) => (text += part));
  return () => text;
}

/** Runs a program to its end. The last line of its output is the measurement, as JSON. */
export async function run(
  command: Command,
  parameters: readonly (string | number)[],
): Promise<Measurement> {
  const child = start(command, parameters);
  const output = textOf(child.stdout);
  const errors = textOf(child.stderr);
  const [code, signal] = (await once(child, "close")) as [number | null, string | null];
  if (code !== 0) {
    const line = [...command, ...parameters].join(" ");
    throw new Error(`${line} ended with ${signal ?? code}: ${errors() || output()}`);
  }
  return JSON.parse(output().trim().split("\n").at(-1) ?? "") as Measurement;
}

/** A running server. */
export interface Server {
  readonly pid: number;
  /** Its port on loopback. */
  readonly port: number;
  /** Kills it, and waits until it has ended. */
  stop(): Promise<void>;
}

/** Starts a server that prints its port as its first line, and waits for that line. */
export async function startServer(
  command: Command,
  parameters: readonly (string | number)[] = [],
): Promise<Server> {
  const child = start(command, parameters);
  const errors = textOf(child.stderr);
  const closed = once(child, "close");
  const lines = createInterface({ input: child.stdout! });
  const [line] = (await Promise.race([once(lines, "line"), closed])) as [unknown];
  const port = Number(line);
  const stop = async (): Promise<void> => {
    child.kill("SIGKILL");
    await closed;
  };
  if (typeof line !== "string" || !(port > 0)) {
    await stop();
    throw new Error(`${command.join(" ")} did not start: ${errors()}`);
  }
  return { pid: child.pid!, port, stop };
}
