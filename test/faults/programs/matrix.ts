// All faults of all programs, several at a time.

import { faultsOf } from "../faults.ts";
import type { ShimFolder } from "../shim.ts";
import type { Answers } from "./answer.ts";
import type { Cell, Result } from "./cell.ts";
import { type Program } from "./program.ts";
import { Runner } from "./run-cell.ts";

/** Dependencies of a run. */
export interface Tools {
  readonly shims: ShimFolder;
  readonly answers: Answers;
}

/** Returns a program's cells: the faults of each call in each phase in which it makes the call. */
async function cellsOf(program: Program, runner: Runner): Promise<Cell[]> {
  const cells: Cell[] = [];
  for (const [phase, counts] of await runner.profile(program)) {
    for (const [call, count] of counts) {
      // The first wait belongs to the phase "serve".
      if (phase === "start" && call === "epoll_wait") continue;
      for (const fault of [...faultsOf(call, count), late(call)]) {
        cells.push({ program, phase, fault });
      }
    }
  }
  return cells;
}

function late(call: string): Cell["fault"] {
  return { call, action: "delay", value: 20, when: { first: 1, last: 3, step: 1 } };
}

/** Returns the cells of some programs. */
export async function allCells(programs: readonly Program[], tools: Tools): Promise<Cell[]> {
  await using runner = new Runner(tools.shims, tools.answers);
  const cells: Cell[] = [];
  for (const program of programs) cells.push(...(await cellsOf(program, runner)));
  return cells;
}

/** Runs cells in order, several at once, and reports each result. Many of them only wait. */
export async function runCells(
  cells: readonly Cell[],
  { shims, answers }: Tools,
  tell: (result: Result) => void,
  workers = 4,
): Promise<void> {
  const waiting = [...cells];
  const work = async (): Promise<void> => {
    await using runner = new Runner(shims, answers);
    for (let cell = waiting.shift(); cell !== undefined; cell = waiting.shift()) {
      tell(await runner.run(cell));
    }
  };
  await Promise.all(Array.from({ length: workers }, work));
}
