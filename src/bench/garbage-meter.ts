import { getHeapStatistics } from "node:v8";

const ECHOES_OF_WINDOW = 200;
const WINDOWS = 25;
// By then the code is compiled and its allocations are stable.
const WARMUP_ECHOES = 20_000;

// Defined by Node's option --expose-gc.
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
 * Measures the bytes that an echo allocates, on V8's heap and in array buffers. Before each window of
 * echoes it collects garbage; if V8 also collects during a window, the median ignores that outlier. Needs
 * Node's option `--expose-gc`.
 */
export class GarbageMeter {
  readonly #windows: number[] = [];
  #echoes = -WARMUP_ECHOES;
  #before = 0;

  constructor() {
    if (collect === undefined) throw new Error("node must be run with --expose-gc");
  }

  /** Counts an echo; call it after each. Returns false when there are enough windows. */
  countEcho(): boolean {
    this.#echoes += 1;
    if (this.#echoes === ECHOES_OF_WINDOW) {
      this.#windows.push(allocated() - this.#before);
      this.#echoes = 0;
    }
    if (this.#echoes === 0) this.#before = start();
    return this.#windows.length < WINDOWS;
  }

  /** The median number of bytes allocated per echo. */
  get bytes(): number {
    // Reading the figures allocates too, which is not garbage of the echoes.
    const own = median(Array.from({ length: WINDOWS }, () => -start() + allocated()));
    return Math.max(0, median(this.#windows) - own) / ECHOES_OF_WINDOW;
  }
}
