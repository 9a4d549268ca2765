import { setTimeout as sleep } from "node:timers/promises";

const POLL_MILLISECONDS = 5;

/** Waits until a condition holds. The runner's timeout ends what never comes. */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await sleep(POLL_MILLISECONDS);
}
