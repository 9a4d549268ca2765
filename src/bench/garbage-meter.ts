import { getHeapStatistics } from "node:v8";

const ECHOES_OF_WINDOW = 200;
const WINDOWS = 25;
// Until the code is compiled, and allocates no more than it will.
const WARMUP_ECHOES = 20_000;

// As Node makes it with --expose-gc.
const collect = (globalThis as { gc?: () => void }).gc;

function allocated(): number {
  return getHeapStatistics().used_heap_size + process.memoryUsage().arrayBuffers;
}

function start(): number {
  collect?.();
  return allocated();
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;
}

/**
 * Measures the bytes that an echo allocates, on V8's heap and in array buffers. Garbage is collected
 * before each window of some echoes; a window that the collector interrupted all the same is an
 * outlier, which the median leaves out. Needs Node's option `--expose-gc`.
 */
export class GarbageMeter {
  readonly #windows: number[] = [];
  #echoes = -WARMUP_ECHOES;
  #before = 0;

  constructor() {
    if (collect === undefined) throw new Error("node must be run with --expose-gc");
  }

  /** To be called after each echo. False when there are windows enough. */
  turn(): boolean {
    this.#echoes += 1;
    if (this.#echoes === ECHOES_OF_WINDOW) {
      this.#windows.push(allocated() - this.#before);
      this.#echoes = 0;
    }
    if (this.#echoes === 0) this.#before = start();
    return this.#windows.length < WINDOWS;
  }

  /** Bytes for one echo. */
  get bytes(): number {
    // What reading the figures allocates is no garbage of the echoes.
    const own = median(Array.from({ length: WINDOWS }, () => -start() + allocated()));
    return Math.max(0, median(this.#windows) - own) / ECHOES_OF_WINDOW;
  }
}
