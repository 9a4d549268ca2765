// Runs each method under each fault, in one process with the shim preloaded, and prints a line of
// JSON for each. With a seed, only a random selection of the errnos.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { OSError } from "bsd-sockets/errors";

import { openDescriptors, openedSince } from "../../support/descriptors.ts";
import { randomFrom } from "../../support/random.ts";
import { faultsOf, someOf } from "../faults.ts";
import { type Fault, Shim } from "../shim.ts";
import type { Cell, Outcome } from "./cell.ts";
import { type Operation, operations } from "./operations.ts";
import { World } from "./world.ts";

const folder = mkdtempSync(join(tmpdir(), "bsd-sockets-"));
const shim = Shim.ofThisProcess();
const seed = process.argv[2];
const random = seed === undefined ? undefined : randomFrom(Number(seed));

type Result = Pick<Outcome, "value" | "error" | "errno" | "code" | "syscall">;

/** Prints a value the same way in both languages; a socket is only "made". */
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

interface Attempt {
  outcome: Outcome;
  calls: Map<string, number>;
}

/** Runs an operation under a fault, or without one. */
async function attempt(operation: Operation, fault: Fault | null): Promise<Attempt> {
  const before = openDescriptors();
  const world = new World(folder);
  const call = operation(world);
  shim.arm(fault);
  const result = resultOf(call);
  const { happened, vainCloses, counts } = shim;
  world[Symbol.dispose]();
  const leaked = await openedSince(before);
  return { outcome: { ...result, happened, vainCloses, leaked }, calls: counts };
}

function tell(cell: Cell): void {
  process.stdout.write(`${JSON.stringify(cell)}\n`);
}

for (const [name, operation] of Object.entries(operations)) {
  const { outcome, calls } = await attempt(operation, null);
  tell({ operation: name, fault: null, outcome });
  for (const [call, count] of calls) {
    const faults = faultsOf(call, count);
    for (const fault of random === undefined ? faults : someOf(faults, random)) {
      const { outcome: faulty } = await attempt(operation, fault);
      tell({ operation: name, fault, outcome: faulty });
    }
  }
}
rmSync(folder, { recursive: true });
