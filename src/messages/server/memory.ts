/**
 * How much memory each of some holders has, and all of them together. It is kept for the sum; who has
 * most is looked for only when that is asked.
 */
export class Memory<Holder> {
  readonly #held = new Map<Holder, number>();
  #total = 0;

  /** What all have together, in bytes. */
  get total(): number {
    return this.#total;
  }

  /** Notes what a holder has now. */
  note(holder: Holder, bytes: number): void {
    const before = this.#held.get(holder) ?? 0;
    if (bytes === before) return;
    this.#total += bytes - before;
    if (bytes === 0) this.#held.delete(holder);
    else this.#held.set(holder, bytes);
  }

  /** The holder of most; undefined when nobody holds anything. */
  largest(): Holder | undefined {
    let most = 0;
    let found: Holder | undefined;
    for (const [holder, bytes] of this.#held) {
      if (bytes <= most) continue;
      most = bytes;
      found = holder;
    }
    return found;
  }
}
