const QUOTE = 0x22;
const COLON = 0x3a;
const BACKSLASH = 0x5c;

/** The shape of JSON text, found without parsing it. */
export interface JsonShape {
  /** How deeply arrays and objects are nested: 0 for a plain value. */
  readonly nesting: number;
  /** The number of members of the outermost object; members with the same name all count. */
  readonly members: number;
}

/**
 * Scans JSON text for its shape. The result is meaningless for text that is not JSON; parsing it
 * will fail.
 *
 * This check comes before JSON.parse() because the parser accepts deep nesting, which overflows the
 * stack of recursive code later, and silently keeps one of two members with the same name.
 */
export function shapeOf(text: string): JsonShape {
  let depth = 0;
  let nesting = 0;
  let members = 0;
  for (let i = 0; i < text.length; i++) {
    const character = text.charCodeAt(i);
    if (character === QUOTE) i = endOfString(text, i);
    else if (isOpening(character)) nesting = Math.max(nesting, ++depth);
    else if (isClosing(character)) depth--;
    else if (character === COLON && depth === 1) members++;
  }
  return { nesting, members };
}

// "[" and "{" differ in one bit, and so do "]" and "}".
function isOpening(character: number): boolean {
  return (character & ~0x20) === 0x5b;
}

function isClosing(character: number): boolean {
  return (character & ~0x20) === 0x5d;
}

/**
 * Returns the index of the closing quote of the string that begins at `start`, or the text's end.
 */
function endOfString(text: string, start: number): number {
  let i = start + 1;
  while (i < text.length && text.charCodeAt(i) !== QUOTE) {
    i += text.charCodeAt(i) === BACKSLASH ? 2 : 1;
  }
  return i;
}
