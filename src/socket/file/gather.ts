/**
 * Puts together the parts that `next` gives, one after the other, until it gives null or an empty
 * one. When it fails, `putBack` gets the parts, so that nothing is lost.
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
