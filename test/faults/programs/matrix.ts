// All faults of all programs, some at a time.

import { faultsOf } from "../faults.ts";
import type { ShimFolder } from "../shim.ts";
import type { Answers } from "./answer.ts";
import type { Cell, Result } from "./cell.ts";
import { type Program } from "./program.ts";
import { Runner } from "./run-cell.ts";

/** What runs need. */
export interface Tools {
  readonly shims: ShimFolder;
  readonly answers: Answers;
}

/** The cells of a program: the faults of each call that it makes, while it makes it. */
async function cellsOf(program: Program, runner: Runner): Promise<Cell[]> {
  const cells: Cell[] = [];
  for (const [phase, counts] of await runner.profile(program)) {
    for (const [call, count] of counts) {
      // The first wait belongs to serving.
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

/** The cells of some programs. */
export async function allCells(programs: readonly Program[], tools: Tools): Promise<Cell[]> {
  await using runner = new Runner(tools.shims, tools.answers);
  const cells: Cell[] = [];
  for (const program of programs) cells.push(...(await cellsOf(program, runner)));
  return cells;
}

/** Runs cells, so many at once, in their order; tells each result. Many of them only wait. */
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
