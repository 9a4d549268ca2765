/** Counts the seconds in which the client is at work, and not those that the caller's code takes. */
export class Stopwatch {
  #counted = 0;
  #startedAt: number | null = null;

  /** The seconds so far. */
  get seconds(): number {
    const running = this.#startedAt === null ? 0 : performance.now() - this.#startedAt;
    return (this.#counted + running) / 1000;
  }

  /** Counts on. */
  start(): void {
    this.#startedAt ??= performance.now();
  }

  /** Counts no more until it is started again. */
  stop(): void {
    if (this.#startedAt !== null) this.#counted += performance.now() - this.#startedAt;
    this.#startedAt = null;
  }
}
