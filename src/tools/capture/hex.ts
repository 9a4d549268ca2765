const ROW = 16;
const HALF = 8;
const INDENT = "      ";

/** The lines that show bytes: where they stand, each in hexadecimal, and what of it is ASCII. */
export function hexLines(bytes: Buffer): string[] {
  const rows = Math.ceil(bytes.length / ROW);
  return Array.from({ length: rows }, (_, row) => {
    const part = bytes.subarray(row * ROW, (row + 1) * ROW);
    const offset = (row * ROW).toString(16).padStart(4, "0");
    return `${INDENT}${offset}  ${hexadecimal(part)}  ${printable(part)}`;
  });
}

function hexadecimal(part: Buffer): string {
  const pairs = Array.from(part, (byte) => byte.toString(16).padStart(2, "0"));
  const halves = [pairs.slice(0, HALF), pairs.slice(HALF)].map((half) => half.join(" "));
  return halves.join("  ").padEnd(ROW * 3);
}

/** A dot for each byte that a terminal might obey instead of showing it. */
function printable(part: Buffer): string {
  return part.toString("latin1").replace(/[^ -~]/gu, ".");
}
