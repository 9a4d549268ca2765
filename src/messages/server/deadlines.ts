/**
 * The deadlines of one kind of timeout. All have the same duration, so they expire in the order
 * they were started, which a Map preserves.
 */
export class Deadlines<Item> {
  readonly #milliseconds: number;
  readonly #ends = new Map<Item, number>();

  /** @param seconds - the duration; Infinity means no timeout */
  constructor(seconds: number) {
    this.#milliseconds = seconds * 1000;
  }

  /** Starts the item's timeout, or restarts it. */
  start(item: Item, now: number): void {
    this.#ends.delete(item);
    this.#ends.set(item, now + this.#milliseconds);
  }

  /** Stops the item's timeout, if it is running. */
  stop(item: Item): void {
    this.#ends.delete(item);
  }

  /** True while the item's timeout is running. */
  has(item: Item): boolean {
    return this.#ends.has(item);
  }

  /** When the earliest deadline expires; Infinity if there is none. */
  get next(): number {
    for (const end of this.#ends.values()) return end;
    return Infinity;
  }

  /** Removes and returns an expired item; undefined if there is none. */
  takeExpired(now: number): Item | undefined {
    for (const [item, end] of this.#ends) {
      if (end > now) return undefined;
      this.#ends.delete(item);
      return item;
    }
    return undefined;
  }
}
