import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

/** What to start, and what to do with what it prints. */
export interface RunningOptions {
  /** How messages call it. */
  readonly name: string;
  readonly file: string;
  readonly parameters: readonly string[];
  readonly onLine: (line: string) => void;
  /** Variables beside those of this process. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Ends the waiting for it. */
  readonly signal?: AbortSignal;
  /** Whether a terminal's Ctrl-C goes past it, so that it gets only the signals that it is sent. */
  readonly isApart?: boolean;
}

/** Where a server listens, as it prints it. */
export interface Listening {
  readonly host: string;
  readonly port: string;
}

/** A program that runs as a process of its own. */
export class Running {
  readonly child: ChildProcess;
  readonly #name: string;
  readonly #ended: Promise<unknown[]>;
  readonly #listening: Promise<Listening>;

  constructor({ name, file, parameters, onLine, environment, signal, isApart }: RunningOptions) {
    this.#name = name;
    this.child = spawn(process.execPath, [file, ...parameters], {
      stdio: ["ignore", "pipe", "inherit"],
      env: { ...process.env, ...environment },
      detached: isApart === true,
    });
    this.#ended = once(this.child, "close", signal === undefined ? {} : { signal });
    this.#ended.catch(() => undefined);
    const lines = createInterface({ input: this.child.stdout as NodeJS.ReadableStream });
    this.#listening = new Promise((resolve) => {
      lines.on("line", (line) => {
        onLine(line);
        const [, host, port] = /^Listening on \('([^']*)', (\d+)(?:, \d+)*\)$/u.exec(line) ?? [];
        if (host !== undefined && port !== undefined) resolve({ host, port });
      });
    });
  }

  /** Waits until it prints that it listens; fails when it ends before. */
  async listening(): Promise<Listening> {
    const failed = this.#ended.then(() => {
      throw new Error(`${this.#name} ended before it listened`);
    });
    return await Promise.race([this.#listening, failed]);
  }

  /** Waits until it has ended; gives its exit code, or the signal that ended it. */
  async ended(): Promise<number | NodeJS.Signals> {
    const [code, signal] = (await this.#ended) as [number | null, NodeJS.Signals | null];
    return code ?? signal ?? 0;
  }

  /** Waits until it has ended; fails if it did not end well. */
  async succeeded(): Promise<void> {
    const status = await this.ended();
    if (status !== 0) throw new Error(`${this.#name} ended with ${status}`);
  }
}
