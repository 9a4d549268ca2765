import { randomInt } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { LabEvent } from "./events.ts";
import type { Observed } from "./observed.ts";
import { RemoteProcess } from "./remote/process.ts";
import type { Stage } from "./stage.ts";
import { until } from "./until.ts";

/** The surroundings of a process. */
export interface ProcessOptions {
  /** The most descriptors that it may have; it needs 256 to start. */
  readonly descriptors?: number;
  /** A network of its own, with a loopback interface that is up; or that of another process. */
  readonly network?: "own" | RemoteProcess;
}

/** What an experiment works with. */
export class Lab<Name extends string = string> {
  readonly #stage: Stage;
  readonly #module: string;
  readonly #tell: (event: LabEvent) => void;
  readonly #expected: Readonly<Record<string, Observed>>;
  readonly #observed = new Map<string, Observed>();
  /** An address of loopback, of the many, that nobody else is likely to bind ports of. */
  readonly host: string =
    process.platform === "linux" ? `127.${randomInt(1, 255)}.${randomInt(1, 255)}.1` : "127.0.0.1";
  #folder: string | undefined;

  /** For the runner. */
  constructor(
    stage: Stage,
    module: string,
    expected: Readonly<Record<string, Observed>>,
    tell: (event: LabEvent) => void,
  ) {
    this.#stage = stage;
    this.#module = module;
    this.#expected = expected;
    this.#tell = tell;
  }

  /** Starts a process. */
  async process(name: string, { network, ...rest }: ProcessOptions = {}): Promise<RemoteProcess> {
    const surroundings = {
      ...rest,
      ...(network !== undefined && { network: network === "own" ? network : network.pid }),
    };
    const agent = await this.#stage.start(name, surroundings);
    const process = new RemoteProcess(this.#stage, agent, this.#module);
    // A new network has a loopback interface that is down.
    if (network === "own") await process.setLoopback(true);
    return process;
  }

  /** Says what was seen, to be compared with what is expected; each name once. */
  observe(name: Name, value: Observed): void {
    if (this.#observed.has(name)) throw new Error(`“${name}” was observed already`);
    this.#observed.set(name, value);
    this.#tell({ type: "observation", name, value, expected: this.#expected[name] });
  }

  /** Tells something that is shown and not compared, such as a number that differs by machine. */
  note(text: string): void {
    this.#tell({ type: "note", text });
  }

  /** Waits until a condition holds; it is no step. */
  async until(what: string, condition: () => boolean | Promise<boolean>): Promise<void> {
    await until(what, condition);
  }

  /** A path that nothing is at; its folder goes at the end. */
  path(name: string): string {
    this.#folder ??= mkdtempSync(join(tmpdir(), "lab-"));
    return join(this.#folder, name);
  }

  /** What was observed. For the runner. */
  get observed(): Readonly<Record<string, Observed>> {
    return Object.fromEntries(this.#observed);
  }

  /** Removes what paths were given out for. For the runner. */
  close(): void {
    if (this.#folder !== undefined) rmSync(this.#folder, { recursive: true, force: true });
  }
}
