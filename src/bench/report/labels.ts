/** A label next to a line's end, at a height where there is room for it. */
export interface Placed<Item> {
  readonly item: Item;
  /** The height of the line's end. */
  readonly wanted: number;
  readonly y: number;
}

/** Places labels below each other, at least `gap` apart, as close to their wanted heights as possible. */
export function placeLabels<Item>(
  items: readonly Item[],
  wantedOf: (item: Item) => number,
  gap: number,
  [top, bottom]: readonly [number, number],
): Placed<Item>[] {
  const ordered = items
    .map((item) => ({ item, wanted: wantedOf(item), y: wantedOf(item) }))
    .sort((one, two) => one.wanted - two.wanted);
  let free = top;
  for (const label of ordered) {
    label.y = Math.max(label.wanted, free);
    free = label.y + gap;
  }
  let limit = bottom;
  for (const label of ordered.reverse()) {
    label.y = Math.min(label.y, limit);
    limit = label.y - gap;
  }
  return ordered.reverse();
}
