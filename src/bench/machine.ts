import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { cpus, machine, release, totalmem, type } from "node:os";

import { bunProgram, peerPath } from "./commands.ts";
import { compiler } from "./presence.ts";
import type { Settings } from "./workload.ts";

/** The machine that a benchmark ran on. */
export interface Machine {
  /** The kernel's name and release. */
  readonly kernel: string;
  readonly architecture: string;
  readonly cpu: string;
  readonly cores: number;
  readonly memoryBytes: number;
}

/** Describes this machine. */
export function describeMachine(): Machine {
  const processors = cpus();
  return {
    kernel: `${type()} ${release()}`,
    architecture: machine(),
    cpu: processors[0]?.model.trim() ?? "unknown",
    cores: processors.length,
    memoryBytes: totalmem(),
  };
}

function firstLine(program: string): string | undefined {
  try {
    const text = execFileSync(program, ["--version"], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    });
    return text.split("\n")[0]?.trim();
  } catch {
    return undefined;
  }
}

function versionIn(packageFile: string | URL): string {
  const { version } = JSON.parse(readFileSync(packageFile, "utf8")) as { version: string };
  return version;
}

/** Returns the versions of all runtimes and compilers that are installed. */
export function readVersions({ hasPeers }: Settings): Record<string, string> {
  const koffi = hasPeers ? peerPath("koffi") : undefined;
  const versions: Record<string, string | undefined> = {
    "bsd-sockets": versionIn(new URL("../../package.json", import.meta.url)),
    "Node.js": process.versions.node,
    V8: process.versions.v8,
    CPython: firstLine("python3")?.replace(/^Python /u, ""),
    "C compiler": firstLine(compiler),
    Bun: hasPeers ? firstLine(bunProgram("")[0]) : undefined,
    koffi: koffi && versionIn(`${koffi}/package.json`),
  };
  return Object.fromEntries(
    Object.entries(versions).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
