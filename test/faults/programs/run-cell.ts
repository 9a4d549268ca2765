// Runs programs under faults. A server that survives is used for the next fault.

import { Running } from "../../support/programs.ts";
import type { ShimFolder } from "../shim.ts";
import type { Answers } from "./answer.ts";
import type { Cell, Phase, Result } from "./cell.ts";
import { endingOf, names } from "./ending.ts";
import type { ClientProgram, Program, ServerProgram } from "./program.ts";
import { Session } from "./session.ts";

type Counts = ReadonlyMap<string, number>;

/** Runs cells one after the other. */
export class Runner implements AsyncDisposable {
  readonly #shims: ShimFolder;
  readonly #answers: Answers;
  #session: Session | undefined;
  #served: ServerProgram | undefined;

  constructor(shims: ShimFolder, answers: Answers) {
    this.#shims = shims;
    this.#answers = answers;
  }

  async run(cell: Cell): Promise<Result> {
    const { program, phase } = cell;
    if (program.role === "client") return await this.#runClient(program, cell);
    if (phase === "start" || phase === "run") return await this.#start(program, cell);
    const session = await this.#sessionOf(program);
    if (phase === "serve") return await session.serve(cell);
    session.shim.arm(cell.fault);
    return await session.stop(cell);
  }

  /** Counts the calls that a program makes in each phase. */
  async profile(program: Program): Promise<Map<Phase, Counts>> {
    if (program.role === "client") return new Map([["run", await this.#profileClient(program)]]);
    await using session = new Session(program, this.#shims, null);
    if (!(await session.listens())) throw new Error(`${program.name} does not start`);
    const { shim } = session;
    if (program.servesOne) {
      await session.talks(1);
      return new Map([["run", shim.counts]]);
    }
    const start = shim.counts;
    await session.warmUp();
    shim.arm(null);
    await session.talks();
    return new Map([
      ["start", start],
      ["serve", shim.counts],
      ["stop", new Map([["close", 1]])],
    ]);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#session?.[Symbol.asyncDispose]();
  }

  async #sessionOf(program: ServerProgram): Promise<Session> {
    if (this.#session !== undefined && this.#served === program && !this.#session.isEnded) {
      return this.#session;
    }
    await this.#session?.[Symbol.asyncDispose]();
    this.#session = new Session(program, this.#shims, null);
    this.#served = program;
    if (!(await this.#session.listens())) throw new Error(`${program.name} does not start`);
    await this.#session.warmUp();
    return this.#session;
  }

  async #start(program: ServerProgram, cell: Cell): Promise<Result> {
    await using session = new Session(program, this.#shims, cell.fault);
    return await session.run(cell);
  }

  #startClient(program: ClientProgram, environment: Record<string, string>): Running {
    const port = this.#answers.port(program.talksTo);
    return new Running(process.execPath, program.command(port), {
      env: { ...process.env, ...environment },
    });
  }

  async #profileClient(program: ClientProgram): Promise<Counts> {
    using shim = this.#shims.make();
    await using running = this.#startClient(program, shim.environment());
    await running.ends();
    return shim.counts;
  }

  async #runClient(program: ClientProgram, cell: Cell): Promise<Result> {
    const { fault } = cell;
    using shim = this.#shims.make();
    shim.arm(fault);
    await using running = this.#startClient(program, shim.environment());
    const { kind, detail } = await endingOf(running, fault);
    const happened = shim.happened;
    const seen = program.seen(running.stdout);
    const result = (what: Result["kind"]): Result => ({ cell, kind: what, happened, detail });
    if (kind === "crash" || kind === "hang") return result(kind);
    if (seen === "wrong") return result("wrong bytes");
    if (kind === "the program ended") return result(kind);
    if (seen === "right" && kind === null)
      return result(happened === 0 ? "not reached" : "unharmed");
    // It prints the error and continues with its other connections.
    return result(names(running.stdout, fault) ? "a connection ended" : "unexplained");
  }
}
