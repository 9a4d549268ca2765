/** What was sent and what came back; times are in milliseconds. */
export interface Statistics {
  readonly transmitted: number;
  readonly received: number;
  readonly duplicates: number;
  readonly errors: number;
  /** From the first echo that was sent to the last. */
  readonly duration: number;
  /** The round-trip times of the answers, without duplicates. */
  readonly times: readonly number[];
}

/** Minimum, mean, maximum and standard deviation of the round-trip times. */
export interface RoundTrip {
  readonly min: number;
  readonly avg: number;
  readonly max: number;
  readonly mdev: number;
}

/** Sums round-trip times up; null when there are none. */
export function roundTripOf(times: readonly number[]): RoundTrip | null {
  if (times.length === 0) return null;
  const avg = times.reduce((sum, time) => sum + time, 0) / times.length;
  const variance = times.reduce((sum, time) => sum + (time - avg) ** 2, 0) / times.length;
  const [min, max] = times.reduce(
    ([low, high], time) => [Math.min(low, time), Math.max(high, time)],
    [Infinity, 0],
  );
  return { min, avg, max, mdev: Math.sqrt(variance) };
}

/** The share of echoes without an answer, in percent. */
export function lossOf({ transmitted, received }: Statistics): number {
  return transmitted === 0 ? 0 : ((transmitted - received) * 100) / transmitted;
}

/** The lines that end the output, as `ping` prints them. */
export function statisticsLines(host: string, statistics: Statistics): string[] {
  const { transmitted, received, duplicates, errors, duration, times } = statistics;
  const counts = [
    `${transmitted} packets transmitted`,
    `${received} received`,
    ...(duplicates > 0 ? [`+${duplicates} duplicates`] : []),
    ...(errors > 0 ? [`+${errors} errors`] : []),
    `${Number(lossOf(statistics).toPrecision(6))}% packet loss`,
    `time ${Math.round(duration)}ms`,
  ];
  const trip = roundTripOf(times);
  const figures = trip && [trip.min, trip.avg, trip.max, trip.mdev].map((time) => time.toFixed(3));
  return [
    "",
    `--- ${host} ping statistics ---`,
    counts.join(", "),
    ...(figures === null ? [] : [`rtt min/avg/max/mdev = ${figures.join("/")} ms`]),
  ];
}
