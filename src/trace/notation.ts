// How strace writes bytes and flags.

const shortEscapes = new Map(
  Object.entries({
    9: "\\t",
    10: "\\n",
    11: "\\v",
    12: "\\f",
    13: "\\r",
    34: '\\"',
    92: "\\\\",
  }).map(([code, text]) => [Number(code), text]),
);

function escape(byte: number, next: number | undefined): string {
  const short = shortEscapes.get(byte);
  if (short !== undefined) return short;
  if (byte >= 0x20 && byte < 0x7f) return String.fromCharCode(byte);
  // A digit behind it would be read as a part of the number.
  const isBeforeDigit = next !== undefined && next >= 0x30 && next <= 0x39;
  return `\\${byte.toString(8).padStart(isBeforeDigit ? 3 : 1, "0")}`;
}

/** Bytes as a string of C; with dots behind it where they are the beginning of `length` bytes. */
export function quote(bytes: Uint8Array, length: number = bytes.length): string {
  const text = Array.from(bytes, (byte, index) => escape(byte, bytes[index + 1])).join("");
  return `"${text}"${length > bytes.length ? "..." : ""}`;
}

/** As much as strace shows of bytes unasked. */
const USUAL_LENGTH = 32;

/** The beginning of bytes that belong to no stream: an option's value, or ancillary data. */
export function quoteBeginning(bytes: Uint8Array): string {
  return quote(bytes.subarray(0, USUAL_LENGTH), bytes.length);
}

/** A set of flags: `A|B|0x40`, and `0` for none. */
export function flags(value: number, names: ReadonlyMap<number, string>): string {
  const found: string[] = [];
  let rest = value >>> 0;
  for (const [bits, name] of names) {
    const mask = bits >>> 0;
    if (mask === 0 || (rest & mask) >>> 0 !== mask) continue;
    found.push(name);
    rest = (rest & ~mask) >>> 0;
  }
  if (rest !== 0) found.push(`0x${rest.toString(16)}`);
  return found.length === 0 ? "0" : found.join("|");
}

/** A value by its name, or as hexadecimal with a question, as strace has what it does not know. */
export function named(value: number, names: ReadonlyMap<number, string>, prefix: string): string {
  // As C's printf("%#x") writes it.
  const number = value === 0 ? "0" : `0x${(value >>> 0).toString(16)}`;
  return names.get(value) ?? `${number} /* ${prefix}??? */`;
}
