/** Measures the time the client spends working, without the time the caller's code takes. */
export class Stopwatch {
  #counted = 0;
  #startedAt: number | null = null;

  /** The seconds measured so far. */
  get seconds(): number {
    const running = this.#startedAt === null ? 0 : performance.now() - this.#startedAt;
    return (this.#counted + running) / 1000;
  }

  /** Starts or continues measuring. */
  start(): void {
    this.#startedAt ??= performance.now();
  }

  /** Stops measuring until the next start. */
  stop(): void {
    if (this.#startedAt !== null) this.#counted += performance.now() - this.#startedAt;
    this.#startedAt = null;
  }
}
