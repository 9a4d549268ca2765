// Which faults there are for a call.

import { errnoOf, table } from "./errnos.ts";
import type { Fault, When } from "./shim.ts";

const EVERY: When = { first: 1, last: 0, step: 1 };
const EVERY_SECOND: When = { first: 1, last: 0, step: 2 };
const STORM: When = { first: 1, last: 40, step: 1 };

/** The calls that may give less than was asked for. */
const PARTIAL = [
  ...["recvfrom", "sendto", "recvmsg", "sendmsg", "read", "write", "sendfile", "epoll_wait"],
];

const RANDOM_ERRNOS = 4;

/** The faults of a call that is made so many times: at the first, the second and the last. */
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
