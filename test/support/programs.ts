import { type ChildProcess, spawn, type SpawnOptions } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

/** The package's root. */
export const root = fileURLToPath(new URL("../../../", import.meta.url));

/** Returns the compiled file of a tutorial program. */
export function fileOf(name: string): string {
  return `${root}dist/tutorial/${name}.js`;
}

/** Returns the compiled file of a program in `test/support/children`. */
export function childFile(name: string): string {
  return fileURLToPath(new URL(`./children/${name}.js`, import.meta.url));
}

/** A child process whose output you can wait for. Disposing kills it. */
export class Running implements AsyncDisposable {
  readonly child: ChildProcess;
  stdout = "";
  stderr = "";
  readonly #closed: Promise<unknown[]>;
  /** True once all output has been read, which may be later than the exit. */
  #isClosed = false;
  #watchers: (() => void)[] = [];

  constructor(command: string, parameters: readonly string[], options: SpawnOptions = {}) {
    this.child = spawn(command, parameters, { stdio: ["ignore", "pipe", "pipe"], ...options });
    this.child.stdout?.setEncoding("utf8").on("data", (text: string) => {
      this.stdout += text;
      this.#look();
    });
    this.child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      this.stderr += text;
      this.#look();
    });
    this.#closed = once(this.child, "close");
    void this.#closed.finally(() => {
      this.#isClosed = true;
      this.#look();
    });
  }

  /** The process id. */
  get pid(): number {
    return this.child.pid!;
  }

  /** The lines of standard output so far. */
  get lines(): string[] {
    return this.stdout.split("\n").slice(0, -1);
  }

  /** Waits until standard output matches; fails if the process ends first. */
  async prints(pattern: RegExp): Promise<RegExpExecArray> {
    return await new Promise((resolve, reject) => {
      const look = (): boolean => {
        const match = pattern.exec(this.stdout);
        if (match !== null) {
          resolve(match);
        } else if (this.#isClosed) {
          reject(new Error(`ended without ${String(pattern)}:\n${this.stdout}\n${this.stderr}`));
        } else {
          return false;
        }
        return true;
      };
      const watcher = (): void => {
        if (look()) this.#watchers = this.#watchers.filter((other) => other !== watcher);
      };
      this.#watchers.push(watcher);
      watcher();
    });
  }

  /** Waits until a server prints that it listens; returns its port. */
  async port(): Promise<number> {
    return Number((await this.prints(/^Listening on \('.*', (\d+)\)$/mu))[1]);
  }

  /** Waits for the end; returns the exit status, or the signal's name. */
  async ends(): Promise<number | string> {
    const [code, signal] = (await this.#closed) as [number | null, string | null];
    return code ?? signal ?? "";
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.child.kill("SIGKILL");
    await this.#closed;
  }

  #look(): void {
    for (const watcher of [...this.#watchers]) watcher();
  }
}

/** Starts a tutorial program. */
export function start(name: string, ...parameters: (string | number)[]): Running {
  return new Running(process.execPath, [fileOf(name), ...parameters.map(String)]);
}

/** Starts a Python program, given as text. */
export function startPython(code: string, ...parameters: (string | number)[]): Running {
  return new Running("python3", ["-u", "-c", code, ...parameters.map(String)]);
}
