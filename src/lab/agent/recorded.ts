import { trace } from "../../trace/index.ts";
import type { Answer } from "../protocol.ts";
import { failureOf } from "./failure.ts";

/** Who sends until the buffers are full makes thousands of calls. */
const MOST_CALLS = 20;

/** Does something, and tells with its outcome what system calls it came to. */
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
