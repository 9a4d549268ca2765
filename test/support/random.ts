/**
 * Returns a generator of numbers from 0 to 1; the same seed gives the same numbers (mulberry32).
 */
export function randomFrom(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The seed on build machines, where a failure must come from the change and not from chance. */
const BUILD_SEED = 1983;

/**
 * Returns the seed of this run: BSD_SOCKETS_SEED if set, a constant if CI is set, otherwise a new
 * one.
 */
export function newSeed(): number {
  const { BSD_SOCKETS_SEED: given, CI: isBuild } = process.env;
  if (given !== undefined) return Number(given);
  return isBuild ? BUILD_SEED : Math.floor(Math.random() * 2 ** 31);
}

/** Returns random bytes. */
export function randomBytes(random: () => number, count: number): Buffer {
  return Buffer.from(Array.from({ length: count }, () => Math.floor(random() * 256)));
}
