/**
 * Collects the parts that `next` returns until it returns null or an empty one. If it throws,
 * `putBack` gets the parts, so that nothing is lost.
 */
export function gather<Part extends { readonly length: number }>(
  next: (last: Part | undefined) => Part | null,
  putBack: (parts: Part[]) => void,
): Part[] {
  const parts: Part[] = [];
  try {
    for (let part = next(undefined); part !== null && part.length > 0; part = next(part)) {
      parts.push(part);
    }
  } catch (error) {
    putBack(parts);
    throw error;
  }
  return parts;
}
