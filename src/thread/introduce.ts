/**
 * Introduces this thread to the addon.
 *
 * @module
 */

import { isMainThread, threadId } from "node:worker_threads";

import { addon } from "../addon/addon.ts";
import { traceByEnvironment } from "../trace/environment.ts";

export { type Addon, addon, type Field, type Layout } from "../addon/addon.ts";

function giveBackWhenStackEnds(): void {
  process.nextTick(() => {
    addon.giveSigintBack();
  });
}

addon.introduceThread(threadId, isMainThread, giveBackWhenStackEnds);

if (isMainThread) {
  // Node sets its own action when a listener comes or goes; ours must not be in the way then.
  const stepAside = (event: string | symbol): void => {
    if (event === "SIGINT") addon.stepAside();
  };
  process.on("newListener", stepAside);
  process.on("removeListener", stepAside);
}

traceByEnvironment();
