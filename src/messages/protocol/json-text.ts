const QUOTE = 0x22;
const COLON = 0x3a;
const BACKSLASH = 0x5c;

/** What a look over JSON text finds, before anything is made of it. */
export interface JsonShape {
  /** How deep arrays and objects lie in each other: 0 for a plain value. */
  readonly nesting: number;
  /** The members of the outermost object, those of equal names counted each. */
  readonly members: number;
}

/**
 * Looks over JSON text. Of text that is not JSON it tells something or other; parsing it will fail.
 *
 * A parser may take a deep nesting without complaint; what walks over the value afterwards does not,
 * and of two members with one name a parser keeps one in silence.
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

// "[" and "{" differ in one bit, as "]" and "}" do.
function isOpening(character: number): boolean {
  return (character & ~0x20) === 0x5b;
}

function isClosing(character: number): boolean {
  return (character & ~0x20) === 0x5d;
}

/** Where the string ends that begins at a place: at its closing quote, or at the text's end. */
function endOfString(text: string, start: number): number {
  let i = start + 1;
  while (i < text.length && text.charCodeAt(i) !== QUOTE) {
    i += text.charCodeAt(i) === BACKSLASH ? 2 : 1;
  }
  return i;
}
