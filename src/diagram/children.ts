import type { ChildProcess } from "node:child_process";

import { exitOnSignals } from "../command/signals.ts";

/** The programs that run, and whether somebody pressed Ctrl-C. */
export interface Children {
  readonly running: ChildProcess[];
  isInterrupted: boolean;
}

/**
 * Passes Ctrl-C on to the programs, so that they end in their way and what they did is shown; a second
 * one kills them. Nothing that ends this process leaves them behind. Gives the function that stops it.
 */
export function signalChildren(children: Children): () => void {
  const kill = (signal: NodeJS.Signals): void => {
    for (const child of children.running) child.kill(signal);
  };
  const interrupt = (): void => {
    kill(children.isInterrupted ? "SIGKILL" : "SIGINT");
    children.isInterrupted = true;
  };
  const killAll = (): void => {
    kill("SIGKILL");
  };
  const ignoreOthers = exitOnSignals(["SIGTERM", "SIGHUP"]);
  process.on("SIGINT", interrupt).on("exit", killAll);
  return () => {
    killAll();
    ignoreOthers();
    process.off("SIGINT", interrupt).off("exit", killAll);
  };
}
