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

/** Kills every program that runs, when the benchmark is interrupted or one of them hangs. */
export function killAll(): void {
  for (const child of running) child.kill("SIGKILL");
}

function textOf(stream: NodeJS.ReadableStream | null): () => string {
  let text = "";
  stream?.setEncoding("utf8").on("data", (part: string) => (text += part));
  return () => text;
}

/** Runs a program to its end; the last line that it prints is its measurement, as JSON. */
export async function run(
  command: Command,
  parameters: readonly (string | number)[],
): Promise<Measurement> {
  const child = start(command, parameters);
  const output = textOf(child.stdout);
  const complaint = textOf(child.stderr);
  const [code, signal] = (await once(child, "close")) as [number | null, string | null];
  if (code !== 0) {
    const line = [...command, ...parameters].join(" ");
    throw new Error(`${line} ended with ${signal ?? code}: ${complaint() || output()}`);
  }
  return JSON.parse(output().trim().split("\n").at(-1) ?? "") as Measurement;
}

/** A server under measurement. */
export interface Server {
  readonly pid: number;
  /** The port on loopback that it printed as its first line. */
  readonly port: number;
  /** Kills it, and waits until it is gone. */
  stop(): Promise<void>;
}

/** Starts a server, and waits until it says which port it listens on. */
export async function startServer(
  command: Command,
  parameters: readonly (string | number)[] = [],
): Promise<Server> {
  const child = start(command, parameters);
  const complaint = textOf(child.stderr);
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
    throw new Error(`${command.join(" ")} did not start: ${complaint()}`);
  }
  return { pid: child.pid!, port, stop };
}
