/**
 * Memory that calls share because new memory for each would cost more than the call: a result is read
 * from it right after the native function. A listener of a trace runs in between.
 *
 * @module
 */

const shared: (Uint8Array | Int32Array)[] = [];

/** Memory that {@link preservingSharedMemory} keeps as it is. */
export function shareMemory<Memory extends Uint8Array | Int32Array>(memory: Memory): Memory {
  shared.push(memory);
  return memory;
}

/** Runs code of the program between a native function and the reading of its result. */
export function preservingSharedMemory(run: () => void): void {
  const kept = shared.map((memory) => memory.slice());
  try {
    run();
  } finally {
    shared.forEach((memory, index) => {
      memory.set(kept[index]!);
    });
  }
}
