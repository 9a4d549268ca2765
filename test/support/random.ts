/** A generator of numbers from 0 to 1, the same ones for the same seed (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** What a build machine chooses by: there a failure has to come of the change, not of the dice. */
const BUILD_SEED = 1983;

/**
 * The seed of this run: the one that BSD_SOCKETS_SEED repeats, always the same where CI is set, and
 * otherwise a new one each time.
 */
export function newSeed(): number {
  const { BSD_SOCKETS_SEED: given, CI: isBuild } = process.env;
  if (given !== undefined) return Number(given);
  return isBuild ? BUILD_SEED : Math.floor(Math.random() * 2 ** 31);
}

/** Some bytes. */
export function randomBytes(random: () => number, count: number): Buffer {
  return Buffer.from(Array.from({ length: count }, () => Math.floor(random() * 256)));
}
