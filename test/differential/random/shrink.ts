/**
 * Makes a list shorter as long as it still fails: takes away ever smaller parts of it, and begins
 * again after each that could go. What is left has no item that could.
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
  // From the end: what comes later seldom carries what comes before it.
  for (let start = items.length - size; start > -size; start -= size) {
    const from = Math.max(start, 0);
    const rest = [...items.slice(0, from), ...items.slice(start + size)];
    if (await fails(rest)) return rest;
  }
  return undefined;
}
