// Values on their way to CPython and back, as fuzz_peer.py has them.

/** What stands for a number of 64 bits: its bytes, and one text for all that are no number. */
function float(value: number): string {
  if (Number.isNaN(value)) return "nan";
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleBE(value);
  return bytes.toString("hex");
}

/** A float of Python's, for a number that would else be taken for an int. */
export class Float {
  readonly value: number;

  constructor(value: number) {
    this.value = value;
  }
}

/** A value for CPython. A number that is an integer is an int; an array a tuple, within a dict a list. */
export function toPython(value: unknown, array: "tuple" | "list" = "tuple"): unknown {
  if (value instanceof Float) return { float: float(value.value) };
  if (typeof value === "bigint") return { int: String(value) };
  if (typeof value === "number") {
    const isInteger = Number.isInteger(value) && !Object.is(value, -0);
    return isInteger ? { int: String(BigInt(value)) } : { float: float(value) };
  }
  if (value instanceof Uint8Array) return { bytes: Buffer.from(value).toString("hex") };
  if (Array.isArray(value)) return { [array]: value.map((item) => toPython(item, array)) };
  if (typeof value !== "object" || value === null) return value ?? null;
  const entries = value instanceof Map ? [...value] : Object.entries(value);
  return { dict: entries.map(([key, item]) => [toPython(key), toPython(item, "list")]) };
}

/** An object without the places of its keys: those that look like an index are first in JavaScript. */
export function withoutOrder(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(withoutOrder);
  const [kind, content] = Object.entries(value)[0] as [string, unknown[]];
  if (kind !== "dict") return { [kind]: withoutOrder(content) };
  const pairs = (content as [string, unknown][]).map(([key, item]) => [key, withoutOrder(item)]);
  return { dict: Object.fromEntries(pairs) as unknown };
}
