import { numberText } from "./number.ts";

/**
 * Returns a value as JSON text, like Python's `json.dumps(value, ensure_ascii=False)`, with `", "`
 * and `": "` between items.
 *
 * @throws TypeError for a value that JSON does not have, such as NaN
 */
export function dumps(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(dumps).join(", ")}]`;
  if (typeof value === "object" && value !== null) {
    const items = Object.entries(value).map(
      ([key, item]) => `${JSON.stringify(key)}: ${dumps(item)}`,
    );
    return `{${items.join(", ")}}`;
  }
  if (typeof value === "number" && Number.isFinite(value)) return numberText(value);
  if (typeof value === "number") throw new TypeError(`${value} is not JSON serializable`);
  const text = JSON.stringify(value) as string | undefined;
  if (text === undefined) throw new TypeError(`A ${typeof value} is not JSON serializable`);
  return text;
}

/**
 * Returns the value of JSON text.
 *
 * @throws SyntaxError for text that is not JSON
 */
export function loads(text: string): unknown {
  return JSON.parse(text);
}
