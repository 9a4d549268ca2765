import type { ChildProcess } from "node:child_process";
import { constants } from "node:os";

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
  const leave = (signal: NodeJS.Signals): void => {
    process.exit(128 + constants.signals[signal]);
  };
  process.on("SIGINT", interrupt).on("SIGTERM", leave).on("SIGHUP", leave).on("exit", killAll);
  return () => {
    killAll();
    process
      .off("SIGINT", interrupt)
      .off("SIGTERM", leave)
      .off("SIGHUP", leave)
      .off("exit", killAll);
  };
}
