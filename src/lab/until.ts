import { setTimeout as sleep } from "node:timers/promises";

const POLL_MILLISECONDS = 3;

/** Waits until a condition holds; rejects after `milliseconds`. */
export async function until(
  what: string,
  condition: () => boolean | Promise<boolean>,
  milliseconds = 25_000,
): Promise<void> {
  const end = performance.now() + milliseconds;
  while (!(await condition())) {
    if (performance.now() > end) throw new Error(`timed out waiting until ${what}`);
    await sleep(POLL_MILLISECONDS);
  }
}
