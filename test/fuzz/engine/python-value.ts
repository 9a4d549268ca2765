// Converts values to and from the form that fuzz_peer.py uses.

/** Returns the bytes of a 64-bit number as text; the same text for every NaN. */
function float(value: number): string {
  if (Number.isNaN(value)) return "nan";
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleBE(value);
  return bytes.toString("hex");
}

/** A Python float whose value would otherwise be taken for an int. */
export class Float {
  readonly value: number;

  constructor(value: number) {
    this.value = value;
  }
}

/**
 * Converts a value for CPython: an integral number is an int; an array is a tuple, or a list inside
 * a dict.
 */
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

/**
 * Returns an object without its key order: in JavaScript, keys that look like an index come first.
 */
export function withoutOrder(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(withoutOrder);
  const [kind, content] = Object.entries(value)[0] as [string, unknown[]];
  if (kind !== "dict") return { [kind]: withoutOrder(content) };
  const pairs = (content as [string, unknown][]).map(([key, item]) => [key, withoutOrder(item)]);
  return { dict: Object.fromEntries(pairs) as unknown };
}
