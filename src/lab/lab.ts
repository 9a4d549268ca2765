import { randomInt } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { LabEvent } from "./events.ts";
import type { Observed } from "./observed.ts";
import { RemoteProcess } from "./remote/process.ts";
import type { Stage } from "./stage.ts";
import { until } from "./until.ts";

/** How a process is started. */
export interface ProcessOptions {
  /** The limit on its open descriptors; Node needs 256 to start. */
  readonly descriptors?: number;
  /** A new network namespace with its loopback interface up, or the namespace of another process. */
  readonly network?: "own" | RemoteProcess;
}

/** What an experiment uses to start processes and record observations. */
export class Lab<Name extends string = string> {
  readonly #stage: Stage;
  readonly #module: string;
  readonly #report: (event: LabEvent) => void;
  readonly #expected: Readonly<Record<string, Observed>>;
  readonly #observed = new Map<string, Observed>();
  /** A loopback address that other programs are unlikely to use. */
  readonly host: string =
    process.platform === "linux" ? `127.${randomInt(1, 255)}.${randomInt(1, 255)}.1` : "127.0.0.1";
  #folder: string | undefined;

  /** For the runner. */
  constructor(
    stage: Stage,
    module: string,
    expected: Readonly<Record<string, Observed>>,
    report: (event: LabEvent) => void,
  ) {
    this.#stage = stage;
    this.#module = module;
    this.#expected = expected;
    this.#report = report;
  }

  /** Starts a process that makes calls on request. */
  async process(name: string, { network, ...rest }: ProcessOptions = {}): Promise<RemoteProcess> {
    const options = {
      ...rest,
      ...(network !== undefined && { network: network === "own" ? network : network.pid }),
    };
    const agent = await this.#stage.start(name, options);
    const process = new RemoteProcess(this.#stage, agent, this.#module);
    // In a new network namespace the loopback interface is down.
    if (network === "own") await process.setLoopback(true);
    return process;
  }

  /** Records an observation, to be compared with the expected value. Each name may be used once. */
  observe(name: Name, value: Observed): void {
    if (this.#observed.has(name)) throw new Error(`“${name}” has already been observed`);
    this.#observed.set(name, value);
    this.#report({ type: "observation", name, value, expected: this.#expected[name] });
  }

  /** Shows a text that is not compared, such as a number that depends on the machine. */
  note(text: string): void {
    this.#report({ type: "note", text });
  }

  /** Waits until a condition holds. Not shown as a step. */
  async until(what: string, condition: () => boolean | Promise<boolean>): Promise<void> {
    await until(what, condition);
  }

  /** Returns an unused path in a temporary folder, which is removed when the run ends. */
  path(name: string): string {
    this.#folder ??= mkdtempSync(join(tmpdir(), "lab-"));
    return join(this.#folder, name);
  }

  /** The observations so far. For the runner. */
  get observed(): Readonly<Record<string, Observed>> {
    return Object.fromEntries(this.#observed);
  }

  /** Removes the temporary folder. For the runner. */
  close(): void {
    if (this.#folder !== undefined) rmSync(this.#folder, { recursive: true, force: true });
  }
}
