// The faults of each call.

import { errnoOf, table } from "./errnos.ts";
import type { Fault, When } from "./shim.ts";

const EVERY: When = { first: 1, last: 0, step: 1 };
const EVERY_SECOND: When = { first: 1, last: 0, step: 2 };
const STORM: When = { first: 1, last: 40, step: 1 };

/** Calls that may transfer less than requested. */
const PARTIAL = [
  ...["recvfrom", "sendto", "recvmsg", "sendmsg", "read", "write", "sendfile", "epoll_wait"],
];

const RANDOM_ERRNOS = 4;

/** Returns the faults of a call that is made `count` times: at the first, second and last time. */
export function faultsOf(call: string, count: number): Fault[] {
  const errnos = table.get(call)?.errnos ?? [];
  const numbers = [...new Set([1, 2, count])].filter((number) => number <= count);
  const whens = numbers.map((number): When => ({ first: number, last: number, step: 1 }));
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

/** Returns some of a call's faults: the signals, the short transfers, and a few errnos. */
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
