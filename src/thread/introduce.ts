/**
 * Introduces this thread to the addon.
 *
 * @module
 */

import { isMainThread, threadId } from "node:worker_threads";

import { nativeFunction } from "../addon/addon.ts";
import { traceByEnvironment } from "../trace/environment.ts";

export { nativeFunction, nativeFunctionIfPresent, nativeValue } from "../addon/addon.ts";

/** Tells the addon about this thread; it calls `whenSigintTaken` each time it takes SIGINT over. */
const introduceThread: (id: number, isMain: boolean, whenSigintTaken: () => void) => void =
  nativeFunction("introduceThread");

/** Gives SIGINT back, and with it a Ctrl-C that no call took. */
const giveSigintBack: () => void = nativeFunction("giveSigintBack");

/** Gives SIGINT back for now; the next blocking call takes it again. */
export const stepAside: () => void = nativeFunction("stepAside");

function giveBackWhenStackEnds(): void {
  process.nextTick(() => {
    giveSigintBack();
  });
}

introduceThread(threadId, isMainThread, giveBackWhenStackEnds);

if (isMainThread) {
  // Node sets its own action when a listener comes or goes; ours must not be in the way then.
  const stepAsideForSigint = (event: string | symbol): void => {
    if (event === "SIGINT") stepAside();
  };
  process.on("newListener", stepAsideForSigint);
  process.on("removeListener", stepAsideForSigint);
}

traceByEnvironment();
