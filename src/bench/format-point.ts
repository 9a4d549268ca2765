import type { Point } from "./workload.ts";

/** Returns the data of a cell as text, such as `n=100 a=1`. */
export function formatPoint(point: Point): string {
  return Object.entries(point)
    .map(([letter, value]) => `${letter}=${value}`)
    .join(" ");
}
