/**
 * Returns the bytes of a template, like Python's bytes literal: `` b`Hello, world` ``.
 *
 * Escapes are Python's: `\n`, `\\`, `\x00`, `\101` and so on. Text outside ASCII becomes UTF-8;
 * Python would refuse it. A substitution adds text, or the bytes of a Buffer unchanged.
 */
export function b(
  template: TemplateStringsArray,
  ...values: (string | number | Uint8Array)[]
): Buffer {
  const parts: Uint8Array[] = [];
  template.raw.forEach((text, index) => {
    parts.push(unescaped(text));
    const value = values[index];
    if (value !== undefined)
      parts.push(value instanceof Uint8Array ? value : Buffer.from(String(value)));
  });
  return Buffer.concat(parts);
}

const ESCAPE = /\\(?:x([0-9a-fA-F]{2})|([0-7]{1,3})|(\r?\n)|([^]))/gu;

const SIMPLE: Readonly<Record<string, string>> = {
  "\\": "\\",
  "'": "'",
  '"': '"',
  "`": "`",
  $: "$",
  a: "\x07",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
};

function unescaped(text: string): Buffer {
  const parts: Buffer[] = [];
  let end = 0;
  for (const match of text.matchAll(ESCAPE)) {
    parts.push(Buffer.from(text.slice(end, match.index)), escaped(match));
    end = match.index + match[0].length;
  }
  parts.push(Buffer.from(text.slice(end)));
  return Buffer.concat(parts);
}

function escaped([whole, hexadecimal, octal, lineBreak, character]: RegExpExecArray): Buffer {
  if (hexadecimal !== undefined) return Buffer.of(Number.parseInt(hexadecimal, 16));
  if (octal !== undefined) return Buffer.of(Number.parseInt(octal, 8));
  if (lineBreak !== undefined) return Buffer.alloc(0);
  // Python keeps an unknown escape, including its backslash.
  return Buffer.from(SIMPLE[character ?? ""] ?? whole);
}
