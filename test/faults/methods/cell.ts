// One fault on one method, and what came of it.

import { constants } from "node:os";

import { table } from "../errnos.ts";
import type { Fault, When } from "../shim.ts";

/** What came of a call: a text for what it gave, or its error. */
export interface Outcome {
  readonly value?: string;
  readonly error?: string;
  readonly errno?: number | null;
  readonly code?: string;
  readonly syscall?: string;
  /** How often the fault happened. */
  readonly happened: number;
  /** How often a descriptor was closed while the call ran. */
  readonly closes: number;
  /** Descriptors that are open afterwards and belong to nobody. */
  readonly leaked: readonly string[];
}

/** A fault on a method. */
export interface Cell {
  readonly operation: string;
  readonly fault: Fault;
  readonly outcome: Outcome;
}

const FIRST: When = { first: 1, last: 1, step: 1 };
const SECOND: When = { first: 2, last: 2, step: 1 };
const EVERY: When = { first: 1, last: 0, step: 1 };

const CUT = ["recvfrom", "sendto", "recvmsg", "sendmsg", "sendfile", "epoll_wait"];

/** The number of an errno's name. */
export function errnoOf(name: string): number {
  return (constants.errno as Record<string, number>)[name] ?? OTHER_ERRNOS[name]!;
}

// Those of Linux that Node has no names for.
const OTHER_ERRNOS: Record<string, number> = {
  ...{ ENOPKG: 65, ENONET: 64, ESOCKTNOSUPPORT: 94, EHOSTDOWN: 112, ETOOMANYREFS: 109 },
};

/** The faults of a call that a method makes so many times. */
export function faultsOf(call: string, count: number): Fault[] {
  const whens = [FIRST, ...(count > 1 ? [SECOND] : [])];
  const errnos = table.get(call)?.errnos ?? [];
  const faults: Fault[] = errnos.flatMap((name) =>
    whens.map((when) => ({ call, action: "errno", value: errnoOf(name), when })),
  );
  const isRetried = table.get(call)!.errnos.includes("EINTR");
  if (isRetried) {
    const storm = { first: 1, last: 40, step: 1 };
    const everySecond = { first: 1, last: 0, step: 2 };
    for (const when of [storm, everySecond]) {
      faults.push({ call, action: "errno", value: errnoOf("EINTR"), when });
    }
  }
  if (CUT.includes(call)) {
    faults.push({ call, action: "short", value: 1, when: EVERY });
    faults.push({ call, action: "short", value: 3, when: EVERY });
  }
  return faults;
}
