/** Returns the properties of `given` whose names are in `names` and whose values are defined. */
export function pick<Names extends object>(
  given: object,
  names: Names,
): Partial<Record<keyof Names, number>> {
  const chosen = Object.entries(given).filter(
    ([name, value]) => Object.hasOwn(names, name) && value !== undefined,
  );
  return Object.fromEntries(chosen) as Partial<Record<keyof Names, number>>;
}
