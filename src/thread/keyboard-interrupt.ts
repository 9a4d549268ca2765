import { writeSync } from "node:fs";
import { isMainThread } from "node:worker_threads";

import { nativeFunction, stepAside } from "./introduce.ts";

/** Ends the process by SIGINT, whatever its action is. */
const endBySigint: () => void = nativeFunction("endBySigint");

/**
 * Ctrl-C during a blocking call; in a worker, `interrupt(threadId)`.
 *
 * Uncaught in the main thread it ends the process as SIGINT does, so that a shell sees it. In Python
 * it is no Exception; here it is an Error, and code that catches all errors should let it pass.
 *
 * A loop that never waits (timeout 0 only) is left to Node, which ends the process, or with a SIGINT
 * listener does nothing until the loop has ended.
 */
export class KeyboardInterrupt extends Error {
  static {
    Object.defineProperty(this.prototype, "name", { value: "KeyboardInterrupt" });
  }

  constructor() {
    super("");
  }
}

if (isMainThread) {
  process.on("uncaughtExceptionMonitor", (error) => {
    const isHandled = process.listenerCount("uncaughtException") > 0;
    if (error instanceof KeyboardInterrupt && !isHandled) endAsInterrupted(error);
  });
}

function endAsInterrupted(error: KeyboardInterrupt): void {
  try {
    writeSync(2, `${error.stack ?? error.name}\n`);
  } catch {
    // Nobody reads it; the end is what counts.
  }
  stepAside();
  process.removeAllListeners("SIGINT");
  process.kill(process.pid, "SIGINT");
  endBySigint();
}
