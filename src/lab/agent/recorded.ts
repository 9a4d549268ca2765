import { trace } from "../../trace/index.ts";
import type { Answer } from "../protocol.ts";
import { failureOf } from "./failure.ts";

/** Filling the buffers takes thousands of calls; only the last are kept. */
const MOST_CALLS = 20;

/** Runs an action, and returns its outcome with the system calls that it made. */
export async function recorded(action: () => unknown): Promise<Answer> {
  using recording = trace(null, { capacity: MOST_CALLS });
  const outcome = await outcomeOf(action);
  const calls = recording.take();
  return { outcome, calls, lostCalls: recording.lost };
}

async function outcomeOf(action: () => unknown): Promise<Answer["outcome"]> {
  try {
    return { value: await action() };
  } catch (error) {
    return { failure: failureOf(error) };
  }
}
