// Makes new inputs from old ones.

const EDGES = [0, 1, 2, 4, 7, 8, 15, 16, 31, 32, 63, 64, 127, 128, 254, 255];
const LONGEST = 4096;
const MOST_CHANGES = 6;

/** Returns numbers from 0 to 1. */
export type Random = () => number;

/** Returns an integer from 0 to below a limit. */
export function below(random: Random, limit: number): number {
  return Math.floor(random() * limit);
}

/** Chooses one of some values. */
export function pick<Thing>(random: Random, things: readonly Thing[]): Thing {
  return things[below(random, things.length)]!;
}

type Change = (bytes: Buffer, random: Random, others: readonly Buffer[]) => Buffer;

function at(bytes: Buffer, random: Random): number {
  return below(random, bytes.length + 1);
}

function spliced(bytes: Buffer, start: number, end: number, middle: Uint8Array): Buffer {
  return Buffer.concat([bytes.subarray(0, start), middle, bytes.subarray(end)]);
}

const changes: readonly Change[] = [
  // Change a bit, a byte, or a number near a limit.
  (bytes, random) => {
    const index = at(bytes, random);
    if (index < bytes.length) bytes[index]! ^= 1 << below(random, 8);
    return bytes;
  },
  (bytes, random) => {
    bytes[at(bytes, random)] = below(random, 256);
    return bytes;
  },
  (bytes, random) => {
    bytes[at(bytes, random)] = pick(random, EDGES);
    return bytes;
  },
  (bytes, random) => {
    const start = at(bytes, random);
    const length = 1 + below(random, 8);
    bytes.subarray(start, start + length).fill(pick(random, EDGES));
    return bytes;
  },
  // Remove, insert, repeat.
  (bytes, random) => bytes.subarray(0, at(bytes, random)),
  (bytes, random) => {
    const start = at(bytes, random);
    return spliced(bytes, start, start + 1 + below(random, 16), Buffer.alloc(0));
  },
  (bytes, random) => {
    const start = at(bytes, random);
    const added = Buffer.from(
      Array.from({ length: 1 + below(random, 16) }, () => below(random, 256)),
    );
    return spliced(bytes, start, start, added);
  },
  (bytes, random) => {
    const [start, end] = [at(bytes, random), at(bytes, random)].sort((a, b) => a - b);
    return spliced(bytes, end!, end!, bytes.subarray(start, end));
  },
  // Copy part of another input, or a word the target is known to look for.
  (bytes, random, others) => {
    const other = pick(random, others);
    const [start, end] = [at(other, random), at(other, random)].sort((a, b) => a - b);
    const to = at(bytes, random);
    return spliced(bytes, to, to + below(random, 8), other.subarray(start, end));
  },
  (bytes, random, others) => {
    const other = pick(random, others);
    return Buffer.concat([bytes.subarray(0, at(bytes, random)), other.subarray(at(other, random))]);
  },
];

/** Returns an input with a few changes; parts may come from `others`. */
export function mutate(input: Buffer, others: readonly Buffer[], random: Random): Buffer {
  let bytes: Buffer = Buffer.from(input);
  for (let count = 1 + below(random, MOST_CHANGES); count > 0; count--) {
    bytes = pick(random, changes)(bytes, random, others);
    // A copy, because the memory may be shared with another input.
    bytes = Buffer.from(bytes.subarray(0, LONGEST));
  }
  return bytes;
}
