/**
 * Tracks how many bytes each holder has, and their total. Finding the largest takes a scan, but it
 * is rarely needed.
 */
export class Memory<Holder> {
  readonly #held = new Map<Holder, number>();
  #total = 0;

  /** The total in bytes. */
  get total(): number {
    return this.#total;
  }

  /** Records how many bytes a holder has now. */
  note(holder: Holder, bytes: number): void {
    const before = this.#held.get(holder) ?? 0;
    if (bytes === before) return;
    this.#total += bytes - before;
    if (bytes === 0) this.#held.delete(holder);
    else this.#held.set(holder, bytes);
  }

  /** Returns the holder with the most bytes; undefined if there is none. */
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
