// The package's side of the differential test, like runner.py for CPython.

import {
  fstatSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  unlinkSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

import { errno, selectors, socket, syscalls } from "bsd-sockets";
import * as everything from "bsd-sockets";

import { Encoder } from "./encode.ts";
import { evaluate, type Names, unassigned } from "./evaluate.ts";
import type { Outcome, Run } from "./outcome.ts";
import { readStep } from "./syntax.ts";
import { received, wait } from "./wait.ts";

const FIRST_DESCRIPTOR = 100;
// The value in /proc, on every architecture.
const CLOSE_ON_EXEC = 0o2000000;
const token = process.argv[2]!;
const encoder = new Encoder(token);

interface Owner {
  close(): unknown;
}

function fill(s: socket.Socket): string {
  for (;;) {
    try {
      s.send(Buffer.alloc(4096, "x"));
    } catch (error) {
      if ((error as { code?: string }).code === "EAGAIN") return "full";
      throw error;
    }
  }
}

function ready(selector: selectors.BaseSelector, timeout = 0): number[][] {
  const found = selector.select(timeout).map(([key, events]) => [key.fd, events]);
  return found.sort(([a], [b]) => a! - b!);
}

/** Returns an address that is free in every family, with a port outside the kernel's range. */
function ownAddress(): [string, number] {
  for (;;) {
    const port = 20_001 + 2 * Math.floor(Math.random() * 6000);
    try {
      for (const kind of [socket.SOCK_STREAM, socket.SOCK_DGRAM]) {
        using probe = socket.socket(socket.AF_INET6, kind);
        probe.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0);
        probe.bind(["::", port]);
      }
      return ["127.0.0.1", port];
    } catch (error) {
      if ((error as { code?: string }).code !== "EADDRINUSE") throw error;
    }
  }
}

function newNames(): Names {
  return new Map<string, unknown>([
    ...Object.entries(socket),
    // undefined if the package lacks the module; a step that needs it is then Missing.
    ["select", (everything as Record<string, unknown>)["select"]],
    ["selectors", selectors],
    ["errno", errno],
    ["nan", NaN],
    ["inf", Infinity],
    ["wait", wait],
    ["received", received],
    ["fill", fill],
    ["ready", ready],
    ["close_on_exec", closeOnExec],
    ["is_nonblocking", (s: socket.Socket) => syscalls.getBlocking(s.fileno()) === 0],
    ["write_file", writeFileSync],
    ["own_address", ownAddress],
    ["open_file", (name: string) => new BufferedReader(name)],
    ["abstract", (name: Buffer) => Buffer.concat([Buffer.from(`\0${token}`), name])],
    ["pid", process.pid],
    ["uid", process.getuid!()],
    ["gid", process.getgid!()],
    ["ints", (...numbers: number[]) => Buffer.from(new Int32Array(numbers).buffer)],
    ["numbers", (bytes: Buffer) => [...new Int32Array(Uint8Array.from(bytes).buffer)]],
    ["is_cpython", false],
    // Python built-ins
    ["bytearray", (size: number) => Buffer.alloc(size)],
    ["bytes", (view: Buffer) => Buffer.from(view)],
    ["memoryview", (view: Buffer) => view],
    ["len", (items: { length?: number; size?: number }) => items.length ?? items.size],
    ["str", String],
    ["repr", everything.repr],
    ["int", Number],
    ["type", (value: object) => ({ __name__: value.constructor.name })],
    ["sorted", (items: number[][]) => [...items].sort(([a], [b]) => a! - b!)],
    ["list", (items: Iterable<unknown>) => [...items]],
  ]);
}

/** A file to send; named like its class in CPython. */
class BufferedReader implements Owner {
  readonly fd: number;

  constructor(name: string) {
    this.fd = openSync(name, "r");
  }

  close(): void {
    syscalls.close(this.fd);
  }
}

function closeOnExec(s: number | socket.Socket): boolean {
  const fd = typeof s === "number" ? s : s.fileno();
  const flags = /^flags:\s+(\d+)$/mu.exec(readFileSync(`/proc/self/fdinfo/${fd}`, "utf8"))![1]!;
  return (parseInt(flags, 8) & CLOSE_ON_EXEC) !== 0;
}

function execute(text: string, names: Names, kept: Owner[]): Outcome {
  const { targets, expression } = readStep(text);
  try {
    const value = evaluate(expression, names);
    collect(value, kept);
    assign(targets, value, names);
    return { value: encoder.value(value) };
  } catch (error) {
    return encoder.error(error);
  }
}

function assign(targets: readonly string[], value: unknown, names: Names): void {
  if (targets.length === 1) names.set(targets[0]!, value);
  if (targets.length < 2) return;
  const values = [...(value as Iterable<unknown>)];
  if (values.length !== targets.length) throw new RangeError("wrong number of values to unpack");
  targets.forEach((target, index) => names.set(target, values[index]));
}

// Keeps every socket and similar object alive, so that nothing is closed before the end.
function collect(value: unknown, kept: Owner[]): void {
  if (Array.isArray(value)) for (const item of value) collect(item, kept);
  else if (typeof value === "object" && value !== null && "close" in value)
    kept.push(value as Owner);
}

function opened(): number[] {
  return readdirSync("/proc/self/fd")
    .map(Number)
    .filter((fd) => fd >= FIRST_DESCRIPTOR);
}

/** Closes everything the sequence opened; returns the descriptors that had no owner. */
function cleanUp(kept: Owner[], inherited: ReadonlySet<number>): number[] {
  for (const each of kept.reverse()) {
    try {
      each.close();
    } catch {
      // The sequence closed it by its number.
    }
  }
  const left = opened().filter((fd) => !inherited.has(fd) && isOpen(fd));
  left.forEach((fd) => syscalls.close(fd));
  socket.setdefaulttimeout(null);
  readdirSync(".", "buffer").forEach((name) => {
    unlinkSync(name);
  });
  return left;
}

// The listing's own descriptor is closed by now.
function isOpen(fd: number): boolean {
  try {
    fstatSync(fd);
    return true;
  } catch {
    return false;
  }
}

function run(steps: readonly string[], inherited: ReadonlySet<number>): Run {
  const names = newNames();
  const kept: Owner[] = [];
  for (const { targets } of steps.map(readStep)) {
    for (const target of targets) names.set(target, unassigned);
  }
  const outcomes = steps.map((step) => execute(step, names, kept));
  return { outcomes, left: cleanUp(kept, inherited) };
}

/** Makes new descriptors have the same numbers on both sides. */
function occupyLowDescriptors(): void {
  while (openSync("/dev/null", "r") < FIRST_DESCRIPTOR - 1);
}

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "differential-"));
  process.chdir(folder);
  try {
    const lines = createInterface({ input: process.stdin });
    occupyLowDescriptors();
    const inherited = new Set(opened());
    for await (const line of lines) {
      writeSync(1, `${JSON.stringify(run(JSON.parse(line) as string[], inherited))}\n`);
    }
  } finally {
    process.chdir("/");
    rmSync(folder, { recursive: true, force: true });
  }
}

await main();
