import { setTimeout as sleep } from "node:timers/promises";

const POLL_MILLISECONDS = 5;
const GENEROUS_MILLISECONDS = 50_000;

/** Waits until a condition is true. It fails before the runner gives up, so that tests clean up. */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  const end = performance.now() + GENEROUS_MILLISECONDS;
  while (!(await condition())) {
    if (performance.now() > end) throw new Error(`still waiting for ${String(condition)}`);
    await sleep(POLL_MILLISECONDS);
  }
}
