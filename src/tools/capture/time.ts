const NANOSECONDS = 1_000_000_000n;

/** Nanoseconds as seconds with nine decimals: `0.000017456`. */
export function decimalSeconds(nanoseconds: bigint): string {
  const sign = nanoseconds < 0n ? "-" : "";
  const absolute = nanoseconds < 0n ? -nanoseconds : nanoseconds;
  const fraction = String(absolute % NANOSECONDS).padStart(9, "0");
  return `${sign}${String(absolute / NANOSECONDS)}.${fraction}`;
}
