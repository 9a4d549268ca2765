import { OSError } from "../errors.ts";
import { numberText } from "./number.ts";

/**
 * Returns what Python's `repr` returns for a value.
 *
 * Bytes print as `b'…'`, strings in quotes, `null` and `undefined` as `None`, objects and Maps as
 * dictionaries, and an OSError with its errno and text. An array prints as a tuple, because arrays
 * stand for tuples in this package; inside a dictionary it prints as a list, like in JSON.
 */
export function repr(value: unknown): string {
  return format(value, "tuple");
}

function format(value: unknown, array: "tuple" | "list"): string {
  if (value === null || value === undefined) return "None";
  switch (typeof value) {
    case "string":
      return quoted(value);
    case "boolean":
      return value ? "True" : "False";
    case "number":
      return formatNumber(value);
    case "bigint":
      return value.toString();
    case "object":
      return formatObject(value, array);
    default:
      return String(value);
  }
}

function formatNumber(value: number): string {
  if (Number.isNaN(value)) return "nan";
  if (!Number.isFinite(value)) return value > 0 ? "inf" : "-inf";
  return numberText(value);
}

function formatObject(value: object, array: "tuple" | "list"): string {
  if (value instanceof Uint8Array) return formatBytes(value);
  if (Array.isArray(value)) return formatArray(value, array);
  if (value instanceof Map) return formatEntries([...value.entries()]);
  if (value instanceof Error) return formatError(value);
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === Object.prototype || prototype === null)
    return formatEntries(Object.entries(value));
  return String(value);
}

function formatArray(values: readonly unknown[], array: "tuple" | "list"): string {
  const items = values.map((item) => format(item, array)).join(", ");
  if (array === "list") return `[${items}]`;
  return values.length === 1 ? `(${items},)` : `(${items})`;
}

function formatEntries(entries: readonly (readonly [unknown, unknown])[]): string {
  const items = entries.map(([key, value]) => `${format(key, "tuple")}: ${format(value, "list")}`);
  return `{${items.join(", ")}}`;
}

function formatError(error: Error): string {
  if (error instanceof OSError && error.errno !== null) {
    return `${error.name}(${error.errno}, ${quoted(error.strerror)})`;
  }
  return `${error.name}(${error.message === "" ? "" : quoted(error.message)})`;
}

const BYTE_TEXT: readonly string[] = Array.from({ length: 256 }, (_, byte) => {
  const special: Readonly<Record<number, string>> = { 9: "\\t", 10: "\\n", 13: "\\r", 92: "\\\\" };
  const isPrintable = byte >= 0x20 && byte < 0x7f;
  return special[byte] ?? (isPrintable ? String.fromCharCode(byte) : hex("x", byte, 2));
});

function formatBytes(bytes: Uint8Array): string {
  const quote = bytes.includes(0x27) && !bytes.includes(0x22) ? '"' : "'";
  let text = "";
  for (const byte of bytes)
    text += byte === 0x27 && quote === "'" ? "\\'" : (BYTE_TEXT[byte] ?? "");
  return `b${quote}${text}${quote}`;
}

// Controls, formats, surrogates, private use, unassigned, and every separator but the space.
const NOT_PRINTABLE = /[\p{C}\p{Z}\\]/gu;
const SHORT: Readonly<Record<string, string>> = {
  " ": " ",
  "\\": "\\\\",
  "\t": "\\t",
  "\n": "\\n",
  "\r": "\\r",
};

function quoted(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  const escapedText = text.replace(
    NOT_PRINTABLE,
    (character) => SHORT[character] ?? escapeOf(character),
  );
  return quote + (quote === "'" ? escapedText.replaceAll("'", "\\'") : escapedText) + quote;
}

function escapeOf(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (code <= 0xff) return hex("x", code, 2);
  return code <= 0xffff ? hex("u", code, 4) : hex("U", code, 8);
}

function hex(letter: string, code: number, digits: number): string {
  return `\\${letter}${code.toString(16).padStart(digits, "0")}`;
}
