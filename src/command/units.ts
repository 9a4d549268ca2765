/** What values for people are measured in. */
export type Unit = "ns" | "bytes" | "per second" | "percent";

/** The names of a unit's multiples, with how many of the unit each is, the largest first. */
const multiples: Readonly<Record<Unit, readonly (readonly [name: string, size: number])[]>> = {
  ns: [
    ["s", 1e9],
    ["ms", 1e6],
    ["µs", 1e3],
    ["ns", 1],
  ],
  bytes: [
    ["GiB", 2 ** 30],
    ["MiB", 2 ** 20],
    ["KiB", 2 ** 10],
    ["B", 1],
  ],
  "per second": [
    ["M/s", 1e6],
    ["k/s", 1e3],
    ["/s", 1],
  ],
  percent: [["%", 1]],
};

const threeDigits = new Intl.NumberFormat("en", {
  minimumSignificantDigits: 3,
  maximumSignificantDigits: 3,
});

function scaled(value: number, unit: Unit): [name: string, value: number] {
  const steps = multiples[unit];
  const [name, size] = steps.find(([, size]) => Math.abs(value) >= size) ?? steps.at(-1)!;
  return [name, value / size];
}

/** A value for people: three digits and a fitting unit, such as `1.23 µs`. */
export function formatValue(value: number, unit: Unit): string {
  const [name, size] = scaled(value, unit);
  return `${value === 0 ? "0" : threeDigits.format(size)} ${name}`;
}

/** A value at an axis: as few digits as say it, such as `10 µs`. */
export function formatTick(value: number, unit: Unit): string {
  if (value === 0) return "0";
  const [name, size] = scaled(value, unit);
  return `${Number(size.toPrecision(3)).toLocaleString("en")} ${name}`;
}

/** A ratio for people, such as `1.05`. */
export function formatRatio(ratio: number | undefined): string {
  return ratio === undefined ? "" : ratio >= 100 ? ratio.toFixed(0) : ratio.toFixed(2);
}
