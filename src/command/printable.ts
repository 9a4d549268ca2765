// What other users, other machines and programs have chosen: names that a terminal must not act on.

/**
 * Controls (C0, DEL and C1, among them the one-character CSI), formats (which turn the direction of
 * what follows, or hide), and the separators of lines and paragraphs.
 */
const DANGEROUS = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** A text with a question mark for each character that a terminal might obey instead of showing it. */
export function printable(text: string): string {
  return text.replace(DANGEROUS, "?");
}

/** JSON for a terminal too: the same value, with such characters escaped. */
export function jsonText(value: unknown): string {
  return JSON.stringify(value).replace(DANGEROUS, escaped);
}

// JSON has escapes for code units only.
function escaped(character: string): string {
  const units = Array.from({ length: character.length }, (_, i) => character.charCodeAt(i));
  return units.map((unit) => `\\u${unit.toString(16).padStart(4, "0")}`).join("");
}
