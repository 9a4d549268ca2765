// What came of a scenario, and whether that is good.

/** See above. */
export interface Result {
  readonly name: string;
  readonly title: string;
  readonly seconds: number;
  /** Connections at a time, at most. */
  readonly held: number;
  /** Answers that the well-behaved clients have got. */
  readonly served: number;
  readonly wrong: number;
  /** Requests that never got their answer. */
  readonly lost: number;
  /** Milliseconds. */
  readonly largestDelay: number;
  readonly peakMemory: number;
  readonly memoryBound: number;
  readonly descriptorsBefore: number;
  readonly descriptorsAfter: number;
  /** What became of abusers and connections, for people. */
  readonly notes: readonly string[];
  /** What is not as it has to be. */
  readonly problems: readonly string[];
}

/** The longest that a request may take, in milliseconds. It shows that there is an end, and no speed. */
const LONGEST_DELAY = 60_000;

/** The problems that any scenario may have. */
export function problemsOf(result: Omit<Result, "problems">): string[] {
  const { wrong, lost, largestDelay, peakMemory, memoryBound } = result;
  const { descriptorsBefore, descriptorsAfter } = result;
  const checks: readonly [isGood: boolean, problem: string][] = [
    [result.served > 0, "nothing was served"],
    [wrong === 0, `${wrong} wrong answers`],
    [lost === 0, `${lost} requests lost`],
    [largestDelay <= LONGEST_DELAY, `an answer took ${Math.round(largestDelay)} ms`],
    [
      peakMemory <= memoryBound,
      `${megabytes(peakMemory)} of memory, not ${megabytes(memoryBound)}`,
    ],
    [
      descriptorsAfter === descriptorsBefore,
      `${descriptorsAfter} descriptors, not ${descriptorsBefore}`,
    ],
  ];
  return checks.filter(([isGood]) => !isGood).map(([, problem]) => problem);
}

/** Bytes for people. */
export function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1_048_576)} MiB`;
}

/** Counts for people: `3 end, 2 ECONNRESET`. */
export function counted(counts: Readonly<Record<string, number>>): string {
  const parts = Object.entries(counts).map(([name, count]) => `${count} ${name}`);
  return parts.length === 0 ? "none" : parts.join(", ");
}
