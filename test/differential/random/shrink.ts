/**
 * Shortens a list as long as it still fails: removes ever smaller parts, and starts over after each
 * success. No single item of the result can be removed.
 */
export async function shrink<Item>(
  items: readonly Item[],
  fails: (items: readonly Item[]) => Promise<boolean>,
): Promise<readonly Item[]> {
  let best = items;
  for (let size = Math.ceil(best.length / 2); size >= 1;) {
    const shorter = await shorterBy(size, best, fails);
    if (shorter === undefined) size = size === 1 ? 0 : Math.ceil(size / 2);
    else best = shorter;
  }
  return best;
}

async function shorterBy<Item>(
  size: number,
  items: readonly Item[],
  fails: (items: readonly Item[]) => Promise<boolean>,
): Promise<readonly Item[] | undefined> {
  // From the end: later commands seldom affect earlier ones.
  for (let start = items.length - size; start > -size; start -= size) {
    const from = Math.max(start, 0);
    const rest = [...items.slice(0, from), ...items.slice(start + size)];
    if (await fails(rest)) return rest;
  }
  return undefined;
}
