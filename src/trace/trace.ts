import { typeName, wrongType } from "../arguments/errors.ts";
import { checkInteger, INT_MAX } from "../arguments/integers.ts";
import type { Call } from "./call.ts";
import { countLost, drain, type Listener, start, stop } from "./recorder.ts";

/** How calls are recorded. */
export interface TraceOptions {
  /** The most calls that wait to be taken; the oldest are lost beyond it. 4096, if it is left out. */
  readonly capacity?: number;
  /** The most bytes that are shown of what is sent or received, as strace's `-s`. 32, if left out. */
  readonly stringLimit?: number;
  /** Whether each call comes with the TCP states of the thread's sockets (Linux). */
  readonly states?: boolean;
}

const DEFAULT_CAPACITY = 4096;
const DEFAULT_STRING_LIMIT = 32;
const MOST_CALLS = 10_000_000;

/**
 * The system calls that this thread makes through the package, from {@link trace} until
 * {@link Trace.stop} or the end of its `using`.
 */
export class Trace implements Disposable {
  readonly #listener: Listener;
  readonly #capacity: number;
  readonly #lostBefore: number;
  #kept: Call[] = [];
  #lost = 0;
  #isOver = false;

  /** What {@link trace} does. */
  constructor(listener: ((call: Call) => void) | null, options: TraceOptions) {
    const {
      capacity = DEFAULT_CAPACITY,
      stringLimit = DEFAULT_STRING_LIMIT,
      states = false,
    } = options;
    this.#capacity = checkInteger(capacity, "trace(): capacity", 1, MOST_CALLS);
    this.#listener = {
      capacity: this.#capacity,
      dataLimit: checkInteger(stringLimit, "trace(): stringLimit", 0, INT_MAX),
      hasStates: states,
      keep: (calls) => {
        this.#keep(calls);
      },
      ...(listener !== null && {
        tell: (calls: readonly Call[]) => {
          calls.forEach((call) => {
            listener(call);
          });
        },
      }),
    };
    start(this.#listener);
    this.#lostBefore = countLost();
  }

  /** The calls since the last time, the oldest first. With a listener there are none. */
  take(): Call[] {
    if (!this.#isOver) drain();
    return this.#kept.splice(0);
  }

  /** How many calls were lost, the oldest of more than `capacity`. */
  get lost(): number {
    return this.#lost + (this.#isOver ? 0 : countLost() - this.#lostBefore);
  }

  /** Stops recording. What was recorded can still be taken. */
  stop(): void {
    if (this.#isOver) return;
    this.#lost = this.lost;
    stop(this.#listener);
    this.#isOver = true;
  }

  [Symbol.dispose](): void {
    this.stop();
  }

  #keep(calls: readonly Call[]): void {
    for (const call of calls) this.#kept.push(call);
    const excess = this.#kept.length - this.#capacity;
    if (excess <= 0) return;
    this.#kept.splice(0, excess);
    this.#lost += excess;
  }
}

/**
 * Records the system calls that this thread makes through the package, as they are made: the name
 * that the kernel knows them by, their arguments in strace's notation, and the answer.
 *
 *     using t = trace();
 *     client.connect(["127.0.0.1", 65432]);
 *     for (const call of t.take()) print(formatCall(call));
 *
 * @param listener - is called for each call when the function that made it is done. What it calls
 *   itself is not recorded. An error that it throws is thrown after the running code, as an
 *   uncaught exception. Left out, the calls wait until {@link Trace.take}.
 * @throws TypeError for a listener that is no function
 * @see https://man7.org/linux/man-pages/man1/strace.1.html
 */
export function trace(
  listener: ((call: Call) => void) | null = null,
  options: TraceOptions = {},
): Trace {
  if (listener !== null && typeof listener !== "function") {
    throw wrongType(`trace(): listener must be a function, not ${typeName(listener)}`);
  }
  if (typeof options !== "object" || (options as TraceOptions | null) === null) {
    throw wrongType(`trace(): options must be an object, not ${typeName(options)}`);
  }
  return new Trace(listener, options);
}
