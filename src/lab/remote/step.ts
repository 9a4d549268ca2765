import type { BlockingCall } from "../blocked.ts";
import type { Observed } from "../observed.ts";
import type { Failure } from "../protocol.ts";

/** The error of a call that failed in its process. */
export class CallError extends Error {
  /** The errno's name; missing unless the error is an OSError with an errno. */
  declare readonly code?: string;

  constructor(call: string, { name, message, code }: Failure) {
    super(`${call}: ${message}`);
    this.name = name;
    if (code !== undefined) this.code = code;
  }
}

/** A short name for an error: `"EPIPE"`, `"TimeoutError"`, `"KeyboardInterrupt"`. */
export function errorWord(error: Failure | CallError): string {
  return error.code ?? error.name;
}

/** Errors that come from the kernel. All others are bugs in the experiment. */
const answers = /(?:Error|Interrupt)$/u;
const mistakes = new Set(["Error", "TypeError", "RangeError", "ReferenceError", "SyntaxError"]);

function isAnswer(error: unknown): error is CallError {
  if (!(error instanceof CallError)) return false;
  return error.code !== undefined || (answers.test(error.name) && !mistakes.has(error.name));
}

/** A result as one value: `"OK"` for undefined, bytes as text, `"conn IN, other OUT"` for poll. */
function wordOf(value: unknown): Observed {
  if (value === undefined) return "OK";
  if (value instanceof Uint8Array) return Buffer.from(value).toString("latin1");
  if (["string", "number", "boolean"].includes(typeof value)) return value as Observed;
  if (Array.isArray(value)) return value.map(partWord).join(", ") || "nothing";
  // An object such as a new socket.
  if (Object.getPrototypeOf(value) !== Object.prototype) return "OK";
  return JSON.stringify(value);
}

function partWord(part: unknown): string {
  return Array.isArray(part) ? part.join(" ") : String(part);
}

/** The result of a call, or its error, as one value. */
async function outcomeOf(call: Promise<unknown>): Promise<Observed> {
  try {
    return wordOf(await call);
  } catch (error) {
    if (isAnswer(error)) return errorWord(error);
    throw error;
  }
}

/** A call that sleeps in its process. */
export class Blocked<Result> {
  readonly #step: Step<Result>;

  constructor(step: Step<Result>) {
    this.#step = step;
  }

  /** True if the call has returned or failed. */
  get hasReturned(): boolean {
    return this.#step.hasEnded;
  }

  /** The system call that its thread sleeps in: `poll` for a call with a timeout. */
  get sleepsIn(): BlockingCall {
    return this.#step.sleptIn;
  }

  /** True if its thread has not been woken since. Not shown as a step. */
  get stillSleeps(): boolean {
    return this.#step.stillSleeps();
  }

  /** Waits until the thread was woken and sleeps again; false if the call returns instead. */
  async sleepsAgain(): Promise<boolean> {
    return await this.#step.sleepsAgain();
  }

  /** Waits until the call returns. Returns its result, or throws its error. */
  async returns(): Promise<Result> {
    return await this.#step;
  }

  /** See {@link Step.outcome}. */
  async outcome(): Promise<Observed> {
    return await this.#step.outcome();
  }

  /** See {@link Step.timed}. */
  async timed(): Promise<{ outcome: Observed; seconds: number }> {
    return await this.#step.timed();
  }
}

/** The parts of a step. */
export interface StepParts<Result> {
  readonly result: Promise<Result>;
  /** Resolves with the system call that the call sleeps in, once it sleeps. */
  readonly asleep: () => Promise<BlockingCall>;
  /** Resolves when it was woken and sleeps again. */
  readonly asleepAgain: () => Promise<void>;
  /** True if it has not been woken since. */
  readonly stillSleeps: () => boolean;
  /** How long the call took; known once it has ended. */
  readonly seconds: () => number;
}

/**
 * A call that a process makes. It starts at once. Awaiting it returns the call's result, or throws a
 * {@link CallError}.
 */
export class Step<Result> extends Promise<Result> {
  #parts: StepParts<Result> | undefined;
  #hasEnded = false;
  #sleptIn: BlockingCall | undefined;

  // Makes then() and catch() return plain promises.
  static override get [Symbol.species](): PromiseConstructor {
    return Promise;
  }

  /** Makes a step of these parts. */
  static of<Result>(parts: StepParts<Result>): Step<Result> {
    const step: Step<Result> = new Step<Result>((resolve, reject) => {
      parts.result.then(resolve, reject).finally(() => (step.#hasEnded = true));
    });
    step.#parts = parts;
    return step;
  }

  /** True if the call has returned or failed. */
  get hasEnded(): boolean {
    return this.#hasEnded;
  }

  /** The system call that it slept in. */
  get sleptIn(): BlockingCall {
    return this.#sleptIn!;
  }

  /** See {@link Blocked.stillSleeps}. */
  stillSleeps(): boolean {
    return this.#parts!.stillSleeps();
  }

  /**
   * Returns the result of the call as one value to observe: `"OK"` if it returns nothing, bytes as text
   * (`""` at the end of a stream), or the error's name, such as `"EPIPE"`.
   */
  async outcome(): Promise<Observed> {
    return await outcomeOf(this);
  }

  /** Returns the outcome, and how many seconds the call took in its process. */
  async timed(): Promise<{ outcome: Observed; seconds: number }> {
    const outcome = await this.outcome();
    return { outcome, seconds: this.#parts!.seconds() };
  }

  /** Waits until the call sleeps in the kernel. Throws if it returns instead. */
  async blocks(): Promise<Blocked<Result>> {
    // A failure is reported through the Blocked that is returned.
    this.catch(() => undefined);
    this.#sleptIn = await Promise.race([this.#parts!.asleep(), this.#endsFirst()]);
    return new Blocked(this);
  }

  /** See {@link Blocked.sleepsAgain}. */
  async sleepsAgain(): Promise<boolean> {
    const again = this.#parts!.asleepAgain().then(() => true);
    return await Promise.race([again, this.outcome().then(() => false)]);
  }

  async #endsFirst(): Promise<never> {
    const outcome = await this.outcome();
    throw new Error(`the call does not block; its outcome is ${JSON.stringify(outcome)}`);
  }
}
