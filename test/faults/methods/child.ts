// Runs each method under each fault, in one process that has the shim preloaded; prints a line of JSON
// for each.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { OSError } from "bsd-sockets/errors";

import { openDescriptors } from "../../support/descriptors.ts";
import { type Fault, Shim } from "../shim.ts";
import { type Cell, faultsOf, type Outcome } from "./cell.ts";
import { type Operation, operations } from "./operations.ts";
import { World } from "./world.ts";

const folder = mkdtempSync(join(tmpdir(), "bsd-sockets-"));
const shim = Shim.ofThisProcess();

type Result = Pick<Outcome, "value" | "error" | "errno" | "code" | "syscall">;

/** What both languages print alike; a socket is only "made". */
function textOf(value: unknown): string {
  if (Buffer.isBuffer(value)) return value.toString("latin1");
  if (Array.isArray(value)) return `[${value.map(textOf).join(", ")}]`;
  if (value === undefined || value === null) return "nothing";
  return typeof value === "object" ? "made" : String(value);
}

function resultOf(call: () => unknown): Result {
  try {
    const value = call();
    shim.lift();
    return { value: textOf(value) };
  } catch (error) {
    shim.lift();
    if (!(error instanceof Error)) throw error;
    if (!(error instanceof OSError)) return { error: error.constructor.name };
    const { errno, code, syscall } = error;
    return {
      error: error.constructor.name,
      errno,
      ...(code === undefined ? {} : { code }),
      ...(syscall === undefined ? {} : { syscall }),
    };
  }
}

/** Tries an operation under a fault, or under none. */
function attempt(
  operation: Operation,
  fault: Fault | null,
): { outcome: Outcome; calls: Map<string, number> } {
  const before = openDescriptors();
  const world = new World(folder);
  const call = operation(world);
  shim.arm(fault);
  const result = resultOf(call);
  const { happened, counts } = shim;
  world[Symbol.dispose]();
  const leaked = openDescriptors().filter((descriptor) => !before.includes(descriptor));
  return {
    outcome: { ...result, happened, closes: counts.get("close") ?? 0, leaked },
    calls: counts,
  };
}

for (const [name, operation] of Object.entries(operations)) {
  const { outcome, calls } = attempt(operation, null);
  process.stdout.write(`${JSON.stringify({ operation: name, outcome })}\n`);
  for (const [call, count] of calls) {
    for (const fault of faultsOf(call, count)) {
      const cell: Cell = { operation: name, fault, outcome: attempt(operation, fault).outcome };
      process.stdout.write(`${JSON.stringify(cell)}\n`);
    }
  }
}
rmSync(folder, { recursive: true });
