import leven from "leven";

const MOST = 3;

/** The names that a mistyped one may have meant, the nearest first. */
export function nearest(word: string, names: Iterable<string>): string[] {
  const farthest = Math.max(2, Math.floor(word.length / 3));
  const near = Array.from(names, (name) => [name, leven(word, name)] as const)
    .filter(([, distance]) => distance <= farthest)
    .sort((a, b) => a[1] - b[1]);
  const least = near[0]?.[1] ?? 0;
  return near
    .filter(([, distance]) => distance <= least + 1)
    .map(([name]) => name)
    .slice(0, MOST);
}
