// Injects the same faults with strace, into the kernel's own calls, to check the shim. strace can
// only make calls fail, and cannot select the addon's. So this is limited to calls that Node does
// not make itself, and to faults from the start of a server.

import type { ShimFolder } from "../shim.ts";
import { errnoName, errnoOf } from "../errnos.ts";
import type { Cell, Kind } from "./cell.ts";
import { programs, type ServerProgram } from "./program.ts";
import { Session } from "./session.ts";

const FAULTS: readonly (readonly [call: string, errno: string, number: number])[] = [
  ["socket", "EMFILE", 1],
  ["bind", "EADDRINUSE", 1],
  ["listen", "EADDRINUSE", 1],
  ["accept4", "EINTR", 1],
  ["accept4", "ECONNABORTED", 1],
  ["accept4", "EMFILE", 2],
  ["recvfrom", "EAGAIN", 2],
  ["recvfrom", "EINTR", 1],
  ["recvfrom", "ECONNRESET", 2],
  ["sendto", "EINTR", 2],
  ["sendto", "EPIPE", 1],
];

/** Returns some faults of the servers that keep serving. */
export function straceCells(): Cell[] {
  const servers = programs.filter((program) => program.role === "server" && !program.servesOne);
  return servers.flatMap((program) =>
    FAULTS.map(([call, errno, number]): Cell => {
      const when = { first: number, last: number, step: 1 };
      return {
        program,
        phase: "start",
        fault: { call, action: "errno", value: errnoOf(errno), when },
      };
    }),
  );
}

/** The outcomes of one fault, under strace and under the shim. */
export interface Comparison {
  readonly cell: Cell;
  readonly strace: Kind;
  readonly shim: Kind;
}

/** Runs a cell both ways. */
export async function compare(cell: Cell, shims: ShimFolder): Promise<Comparison> {
  const { call, value, when } = cell.fault;
  const inject = `inject=${call}:error=${errnoName(value)}:when=${when.first}`;
  const words = [
    "strace",
    "-D",
    "-f",
    "-qq",
    "-o",
    "/dev/null",
    "-e",
    `trace=${call}`,
    "-e",
    inject,
  ];
  const [strace, shim] = await Promise.all([
    kindOf(cell, new Session(cell.program as ServerProgram, shims, null, words)),
    kindOf(cell, new Session(cell.program as ServerProgram, shims, cell.fault)),
  ]);
  return { cell, strace, shim };
}

// strace does not report whether the fault happened, so both outcomes count as unharmed.
async function kindOf(cell: Cell, made: Session): Promise<Kind> {
  await using session = made;
  const { kind } = await session.run(cell);
  return kind === "not reached" ? "unharmed" : kind;
}
