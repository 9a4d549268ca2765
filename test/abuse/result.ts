// The result of a scenario, and the problems in it.

export interface Result {
  readonly name: string;
  readonly title: string;
  readonly seconds: number;
  /** Maximum number of connections at a time. */
  readonly held: number;
  /** Responses that the well-behaved clients received. */
  readonly served: number;
  readonly wrong: number;
  /** Requests that never got a response. */
  readonly lost: number;
  /** Milliseconds. */
  readonly largestDelay: number;
  readonly peakMemory: number;
  readonly memoryBound: number;
  readonly descriptorsBefore: number;
  readonly descriptorsAfter: number;
  /** Notes on abusers and connections. */
  readonly notes: readonly string[];
  /** Violations of the requirements. */
  readonly problems: readonly string[];
}

/** The longest that a request may take, in milliseconds. It only checks that there is an end. */
const LONGEST_DELAY = 60_000;

/** Returns the problems that any scenario may have. */
export function problemsOf(result: Omit<Result, "problems">): string[] {
  const { wrong, lost, largestDelay, peakMemory, memoryBound } = result;
  const { descriptorsBefore, descriptorsAfter } = result;
  const checks: readonly [isGood: boolean, problem: string][] = [
    [result.served > 0, "nothing was served"],
    [wrong === 0, `${wrong} wrong responses`],
    [lost === 0, `${lost} requests lost`],
    [largestDelay <= LONGEST_DELAY, `a response took ${Math.round(largestDelay)} ms`],
    [
      peakMemory <= memoryBound,
      `${megabytes(peakMemory)} of memory instead of at most ${megabytes(memoryBound)}`,
    ],
    [
      descriptorsAfter === descriptorsBefore,
      `${descriptorsAfter} descriptors instead of ${descriptorsBefore}`,
    ],
  ];
  return checks.filter(([isGood]) => !isGood).map(([, problem]) => problem);
}

/** Formats bytes. */
export function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1_048_576)} MiB`;
}

/** Formats counts: `3 end, 2 ECONNRESET`. */
export function counted(counts: Readonly<Record<string, number>>): string {
  const parts = Object.entries(counts).map(([name, count]) => `${count} ${name}`);
  return parts.length === 0 ? "none" : parts.join(", ");
}
