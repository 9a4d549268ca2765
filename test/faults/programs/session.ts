// A server with the shim, which serves under one fault after the other.

import { readdirSync } from "node:fs";

import { Running } from "../../support/programs.ts";
import { until } from "../../support/until.ts";
import type { Fault, Shim, ShimFolder } from "../shim.ts";
import type { Cell, Result } from "./cell.ts";
import { type Talk, talk } from "./conversation.ts";
import { bounded, endingOf, names } from "./ending.ts";
import type { ServerProgram } from "./program.ts";

const CLIENTS = 3;

/** A running server. */
export class Session implements AsyncDisposable {
  readonly shim: Shim;
  readonly #program: ServerProgram;
  readonly #running: Running;
  #port = 0;
  #isEnded = false;
  #descriptors = 0;

  /** Starts a server, with or without a fault; `before` is a command to run it under. */
  constructor(
    program: ServerProgram,
    shims: ShimFolder,
    fault: Fault | null,
    before: readonly string[] = [],
  ) {
    this.#program = program;
    this.shim = shims.make();
    this.shim.arm(fault);
    const [command, ...words] = [...before, process.execPath, ...program.command] as [string];
    this.#running = new Running(command, words, {
      env: { ...process.env, ...this.shim.environment() },
    });
    void this.#running.ends().then(() => {
      this.#isEnded = true;
    });
  }

  /** True once the server has exited. */
  get isEnded(): boolean {
    return this.#isEnded;
  }

  /** Waits until it listens; returns false if it exits first. */
  async listens(): Promise<boolean> {
    const port = await bounded(this.#running.port().catch(() => 0));
    this.#port = port ?? 0;
    if (this.#port === 0 || this.#program.servesOne) return this.#port !== 0;
    // Without epoll, the default selector uses poll.
    const isWaiting = (): boolean =>
      ["epoll_wait", "poll"].some((call) => this.shim.counts.has(call));
    await until(() => isWaiting() || this.#isEnded);
    return !this.#isEnded;
  }

  /** Serves the first client; from then on its number of descriptors is constant. */
  async warmUp(): Promise<void> {
    this.shim.arm(null);
    const first = await this.#talk(0);
    if (first !== "right") throw new Error(`${this.#program.name}: the first client: ${first}`);
    this.#descriptors = -1;
    await until(() => {
      const before = this.#descriptors;
      this.#descriptors = this.#openDescriptors();
      return before === this.#descriptors;
    });
  }

  /** Runs some clients at once. */
  async talks(count = CLIENTS): Promise<Talk[]> {
    return await Promise.all(Array.from({ length: count }, (_, index) => this.#talk(index + 1)));
  }

  /** Serves some clients under a fault, and one after it. */
  async serve(cell: Cell): Promise<Result> {
    this.shim.arm(cell.fault);
    const talks = await this.talks();
    const happened = this.shim.happened;
    this.shim.lift();
    const result = (kind: Result["kind"], detail: string): Result => ({
      ...{ cell, kind, happened, detail: `${talks.join(", ")}; ${detail}` },
    });
    if (talks.includes("wrong")) return result("wrong bytes", "");
    const after = await this.#talk(CLIENTS + 1);
    if (after === "wrong") return result("wrong bytes", "after it");
    if (after !== "right") {
      const { kind, detail } = await endingOf(this.#running, cell.fault);
      return result(kind ?? "unexplained", detail);
    }
    const leaked = await this.#leaks();
    if (leaked > 0) return result("leak", `${leaked} descriptors more`);
    if (talks.includes("hung")) return result("hang", "");
    if (happened === 0) return result("not reached", "");
    return result(talks.every((each) => each === "right") ? "unharmed" : "a connection ended", "");
  }

  /** Serves some clients under the fault it was started with, and exits. */
  async run(cell: Cell): Promise<Result> {
    if (!(await this.listens())) return await this.end(cell, "");
    const { servesOne } = this.#program;
    const talks = await this.talks(servesOne ? 1 : CLIENTS);
    if (talks.includes("wrong")) {
      return { cell, kind: "wrong bytes", happened: this.shim.happened, detail: "" };
    }
    this.shim.lift();
    const talked = talks.every((talked) => talked === "right") ? "" : "cut";
    return servesOne ? await this.end(cell, talked) : await this.stop(cell, talked);
  }

  /** Stops it with Ctrl-C; returns how it ended. */
  async stop(cell: Cell, detail = ""): Promise<Result> {
    this.#running.child.kill("SIGINT");
    return await this.end(cell, detail);
  }

  /** Waits for its end; returns how it ended. */
  async end(cell: Cell, talked: string): Promise<Result> {
    const { kind, detail } = await endingOf(this.#running, cell.fault);
    const happened = this.shim.happened;
    // strace's faults are not counted here, but a connection does not end by itself.
    const good =
      talked === "cut" ? "a connection ended" : happened === 0 ? "not reached" : "unharmed";
    const isTold = names(this.#running.stdout + this.#running.stderr, cell.fault);
    const explained = kind ?? (talked === "cut" && !isTold ? "unexplained" : good);
    return { cell, kind: explained, happened, detail: `${talked}; ${detail}` };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#running[Symbol.asyncDispose]();
    this.shim[Symbol.dispose]();
  }

  async #talk(index: number): Promise<Talk> {
    return await talk(this.#port, this.#program.conversation, index);
  }

  #openDescriptors(): number {
    return readdirSync(`/proc/${this.#running.pid}/fd`).length;
  }

  /** Returns how many more descriptors it has than at first, once it has had time to close them. */
  async #leaks(): Promise<number> {
    const isBack = (): boolean => this.#openDescriptors() <= this.#descriptors;
    const end = performance.now() + 10_000;
    await until(() => isBack() || performance.now() > end);
    return Math.max(0, this.#openDescriptors() - this.#descriptors);
  }
}
