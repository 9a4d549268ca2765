/**
 * When what has begun must have ended, for one kind of timeout. All of a kind take equally long, so
 * the one that was started first ends first, and a Map keeps them in that order.
 */
export class Deadlines<Item> {
  readonly #milliseconds: number;
  readonly #ends = new Map<Item, number>();

  /** @param seconds - how long each may take; Infinity is for ever */
  constructor(seconds: number) {
    this.#milliseconds = seconds * 1000;
  }

  /** Starts an item's time, anew if it runs already. */
  start(item: Item, now: number): void {
    this.#ends.delete(item);
    this.#ends.set(item, now + this.#milliseconds);
  }

  /** Ends an item's time, if it runs. */
  stop(item: Item): void {
    this.#ends.delete(item);
  }

  /** True while an item's time runs. */
  has(item: Item): boolean {
    return this.#ends.has(item);
  }

  /** When the first one's time is up; Infinity when none runs. */
  get next(): number {
    for (const end of this.#ends.values()) return end;
    return Infinity;
  }

  /** Takes an item whose time is up; undefined when there is none. */
  takeExpired(now: number): Item | undefined {
    for (const [item, end] of this.#ends) {
      if (end > now) return undefined;
      this.#ends.delete(item);
      return item;
    }
    return undefined;
  }
}
