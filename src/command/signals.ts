import { statusOfSignal } from "./status.ts";

const SIGNALS = ["SIGINT", "SIGTERM"] as const;

/** Ctrl-C or SIGTERM as an AbortSignal. The first one aborts it; a second one ends the process at once. */
export class Ending implements Disposable {
  readonly #controller = new AbortController();
  #status: number | undefined;

  constructor() {
    for (const signal of SIGNALS) process.on(signal, this.#end);
  }

  /** Aborted by the first signal. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** The exit status of the signal that came; undefined before one. */
  get status(): number | undefined {
    return this.#status;
  }

  /** Does what Ctrl-C does: for a KeyboardInterrupt, which is thrown in place of the signal. */
  interrupt(): void {
    this.#end("SIGINT");
  }

  [Symbol.dispose](): void {
    for (const signal of SIGNALS) process.off(signal, this.#end);
  }

  readonly #end = (signal: NodeJS.Signals): void => {
    this[Symbol.dispose]();
    this.#status ??= statusOfSignal(signal);
    this.#controller.abort();
  };
}

/**
 * Makes signals end the process by `process.exit`, so that its exit listeners run. Returns the function
 * that undoes it.
 */
export function exitOnSignals(signals: readonly NodeJS.Signals[] = SIGNALS): () => void {
  const exit = (signal: NodeJS.Signals): void => {
    process.exit(statusOfSignal(signal));
  };
  for (const signal of signals) process.on(signal, exit);
  return () => {
    for (const signal of signals) process.off(signal, exit);
  };
}
