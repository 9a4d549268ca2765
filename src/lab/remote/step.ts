import type { BlockingCall } from "../blocked.ts";
import type { Observed } from "../observed.ts";
import type { Failure } from "../protocol.ts";

/** A call that failed in its process. */
export class CallError extends Error {
  /** The errno's name; missing for what is no OSError that has one. */
  declare readonly code?: string;

  constructor(call: string, { name, message, code }: Failure) {
    super(`${call}: ${message}`);
    this.name = name;
    if (code !== undefined) this.code = code;
  }
}

/** The word for an error: `"EPIPE"`, `"TimeoutError"`, `"KeyboardInterrupt"`. */
export function errorWord(error: Failure | CallError): string {
  return error.code ?? error.name;
}

/** Errors that are answers of the kernel's; all others are mistakes of the experiment's. */
const answers = /(?:Error|Interrupt)$/u;
const mistakes = new Set(["Error", "TypeError", "RangeError", "ReferenceError", "SyntaxError"]);

function isAnswer(error: unknown): error is CallError {
  if (!(error instanceof CallError)) return false;
  return error.code !== undefined || (answers.test(error.name) && !mistakes.has(error.name));
}

/** A result as one value: `"OK"` for none, bytes as text, `"conn IN, other OUT"` for what is ready. */
function wordOf(value: unknown): Observed {
  if (value === undefined) return "OK";
  if (value instanceof Uint8Array) return Buffer.from(value).toString("latin1");
  if (["string", "number", "boolean"].includes(typeof value)) return value as Observed;
  if (Array.isArray(value)) return value.map(partWord).join(", ") || "nothing";
  // A socket that was made, or the like.
  if (Object.getPrototypeOf(value) !== Object.prototype) return "OK";
  return JSON.stringify(value);
}

function partWord(part: unknown): string {
  return Array.isArray(part) ? part.join(" ") : String(part);
}

/** What a result, or the error of a call, reads as. */
async function outcomeOf(call: Promise<unknown>): Promise<Observed> {
  try {
    return wordOf(await call);
  } catch (error) {
    if (isAnswer(error)) return errorWord(error);
    throw error;
  }
}

/** A call that sleeps in its process, until something wakes it. */
export class Blocked<Result> {
  readonly #step: Step<Result>;

  constructor(step: Step<Result>) {
    this.#step = step;
  }

  /** Whether the call has returned, or failed. */
  get hasReturned(): boolean {
    return this.#step.hasEnded;
  }

  /** The system call that its thread slept in when it blocked: `poll` for a call with a timeout. */
  get sleepsIn(): BlockingCall {
    return this.#step.sleptIn;
  }

  /** Whether its thread has slept since then without being woken; this is no step. */
  get sleepsOn(): boolean {
    return this.#step.sleepsOn();
  }

  /** Waits until the thread has been woken, and sleeps in the call again; false when it returns. */
  async sleepsAgain(): Promise<boolean> {
    return await this.#step.sleepsAgain();
  }

  /** Waits until the call returns; gives its result, or throws its error. */
  async returns(): Promise<Result> {
    return await this.#step;
  }

  /** As {@link Step.outcome}. */
  async outcome(): Promise<Observed> {
    return await this.#step.outcome();
  }

  /** As {@link Step.timed}. */
  async timed(): Promise<{ outcome: Observed; seconds: number }> {
    return await this.#step.timed();
  }
}

/** What a step is made of. */
export interface StepParts<Result> {
  readonly result: Promise<Result>;
  /** Resolves when the call sleeps in the kernel, with the system call that it sleeps in. */
  readonly asleep: () => Promise<BlockingCall>;
  /** Resolves when it has been woken since then, and sleeps again. */
  readonly asleepAgain: () => Promise<void>;
  /** Whether it has slept on since then. */
  readonly sleepsOn: () => boolean;
  /** How long the call took; known when it has ended. */
  readonly seconds: () => number;
}

/**
 * A call that a process makes. Awaited, it gives the call's result, or throws a {@link CallError}.
 * It is made at once: who does not await it, does not know when it is over.
 */
export class Step<Result> extends Promise<Result> {
  #parts: StepParts<Result> | undefined;
  #hasEnded = false;
  #sleptIn: BlockingCall | undefined;

  // What then() and catch() make are plain promises.
  static override get [Symbol.species](): PromiseConstructor {
    return Promise;
  }

  /** A step of these parts. */
  static of<Result>(parts: StepParts<Result>): Step<Result> {
    const step: Step<Result> = new Step<Result>((resolve, reject) => {
      parts.result.then(resolve, reject).finally(() => (step.#hasEnded = true));
    });
    step.#parts = parts;
    return step;
  }

  /** Whether the call has returned, or failed. */
  get hasEnded(): boolean {
    return this.#hasEnded;
  }

  /** The system call that it slept in when it blocked. */
  get sleptIn(): BlockingCall {
    return this.#sleptIn!;
  }

  /** As {@link Blocked.sleepsOn}. */
  sleepsOn(): boolean {
    return this.#parts!.sleepsOn();
  }

  /**
   * What becomes of the call, as one value to observe: its result, `"OK"` when it has none, bytes as
   * text (`""` is the end of a stream), or the error's name, such as `"EPIPE"`.
   */
  async outcome(): Promise<Observed> {
    return await outcomeOf(this);
  }

  /** The outcome, and how many seconds the call took in its process. */
  async timed(): Promise<{ outcome: Observed; seconds: number }> {
    const outcome = await this.outcome();
    return { outcome, seconds: this.#parts!.seconds() };
  }

  /** Waits until the call really sleeps in the kernel, and leaves it there. */
  async blocks(): Promise<Blocked<Result>> {
    // How it ends is told to whoever asks the blocked call.
    this.catch(() => undefined);
    this.#sleptIn = await Promise.race([this.#parts!.asleep(), this.#endsFirst()]);
    return new Blocked(this);
  }

  /** As {@link Blocked.sleepsAgain}. */
  async sleepsAgain(): Promise<boolean> {
    const again = this.#parts!.asleepAgain().then(() => true);
    return await Promise.race([again, this.outcome().then(() => false)]);
  }

  async #endsFirst(): Promise<never> {
    const outcome = await this.outcome();
    throw new Error(`the call does not block; its outcome is ${JSON.stringify(outcome)}`);
  }
}
