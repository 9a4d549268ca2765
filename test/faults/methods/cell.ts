// One fault on one method, and what came of it.

import { errnoOf, table } from "../errnos.ts";
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
  /** How often a descriptor was closed that was not open. */
  readonly vainCloses: number;
  /** Descriptors that are open afterwards and belong to nobody. */
  readonly leaked: readonly string[];
}

/** A fault on a method, or none. */
export interface Cell {
  readonly operation: string;
  readonly fault: Fault | null;
  readonly outcome: Outcome;
}

const FIRST: When = { first: 1, last: 1, step: 1 };
const SECOND: When = { first: 2, last: 2, step: 1 };
const EVERY: When = { first: 1, last: 0, step: 1 };
const EVERY_SECOND: When = { first: 1, last: 0, step: 2 };
const STORM: When = { first: 1, last: 40, step: 1 };

/** The calls that may give less than was asked for. */
export const PARTIAL = [
  ...["recvfrom", "sendto", "recvmsg", "sendmsg", "read", "write", "sendfile", "epoll_wait"],
];

const RANDOM_ERRNOS = 4;

/** The faults of a call that a method makes so many times. */
export function faultsOf(call: string, count: number): Fault[] {
  const errnos = table.get(call)?.errnos ?? [];
  const whens = count > 1 ? [FIRST, SECOND] : [FIRST];
  const single = errnos.flatMap((name) =>
    whens.map((when): Fault => ({ call, action: "errno", value: errnoOf(name), when })),
  );
  const storms = [STORM, EVERY_SECOND].map((when): Fault => ({
    call,
    action: "errno",
    value: errnoOf("EINTR"),
    when,
  }));
  const cuts = (PARTIAL.includes(call) ? [1, 3] : []).map((value): Fault => ({
    call,
    action: "short",
    value,
    when: EVERY,
  }));
  return [...single, ...storms, ...cuts];
}

/** Some of a call's faults: the signals and the cuts, and a few errnos. */
export function someOf(faults: readonly Fault[], random: () => number): Fault[] {
  const isAlways = ({ action, value }: Fault): boolean =>
    action !== "errno" || value === errnoOf("EINTR");
  const others = faults.filter((fault) => !isAlways(fault));
  const chosen = Array.from(
    { length: RANDOM_ERRNOS },
    () => others[Math.floor(random() * others.length)]!,
  );
  return [...faults.filter(isAlways), ...chosen];
}
