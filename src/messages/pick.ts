/** Those of some numbers that have one of some names. What is undefined was left out. */
export function pick<Names extends object>(
  given: object,
  names: Names,
): Partial<Record<keyof Names, number>> {
  const chosen = Object.entries(given).filter(
    ([name, value]) => Object.hasOwn(names, name) && value !== undefined,
  );
  return Object.fromEntries(chosen) as Partial<Record<keyof Names, number>>;
}
