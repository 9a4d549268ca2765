import type { RawCall } from "../addon/raw-call.ts";

/** The arguments of a recorded call: their numbers, and what they pointed to. */
export class Arguments {
  readonly #call: RawCall;

  constructor(call: RawCall) {
    this.#call = call;
  }

  /** What the call gave, or -errno; null before it has returned. */
  get result(): number | null {
    return this.#call.result;
  }

  get isDone(): boolean {
    return this.#call.result !== null && this.#call.result >= 0;
  }

  has(index: number): boolean {
    return index < this.#call.numbers.length;
  }

  number(index: number): number {
    return this.#call.numbers[index] ?? 0;
  }

  /** What an argument pointed to before the call. */
  asked(slot: number): Buffer | undefined {
    return this.#find(slot, false);
  }

  /** What it pointed to after the call. */
  answered(slot: number): Buffer | undefined {
    return this.#find(slot, true);
  }

  /** A pointer to what is not shown. */
  pointer(index: number): string {
    return pointer(this.number(index));
  }

  #find(slot: number, isAnswer: boolean): Buffer | undefined {
    const { pieces } = this.#call;
    return pieces.find((piece) => piece.slot === slot && piece.isAnswer === isAnswer)?.bytes;
  }
}

/** An address in memory, as strace prints it. */
export function pointer(address: number): string {
  return address === 0 ? "NULL" : `0x${address.toString(16)}`;
}
