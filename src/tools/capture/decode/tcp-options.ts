/** An option of a TCP header: RFC 9293, 7323, 2018, 7413, 8684, 5482, 2385. */
export type TcpOption =
  | { readonly kind: "MSS"; readonly bytes: number }
  | { readonly kind: "WS"; readonly shift: number }
  | { readonly kind: "SACK_PERM" }
  | { readonly kind: "SACK"; readonly blocks: readonly SackBlock[] }
  | { readonly kind: "timestamps"; readonly value: number; readonly echoed: number }
  | { readonly kind: "TFO"; readonly isRequest: boolean }
  | { readonly kind: "USER_TO"; readonly timeout: number }
  | { readonly kind: "MD5" }
  | { readonly kind: "MPTCP" };

/** Bytes that have come behind a gap: the first sequence number, and the one after the last. */
type SackBlock = readonly [left: number, right: number];

const END = 0;
const NO_OPERATION = 1;
const SACK_BLOCK = 8;

/** How the value of each kind that is shown is read; undefined for one of a wrong length. */
const readers: Readonly<Record<number, (value: Buffer) => TcpOption | undefined>> = {
  2: (value) => (value.length === 2 ? { kind: "MSS", bytes: value.readUInt16BE(0) } : undefined),
  3: (value) => (value.length === 1 ? { kind: "WS", shift: value.readUInt8(0) } : undefined),
  4: (value) => (value.length === 0 ? { kind: "SACK_PERM" } : undefined),
  5: readSack,
  8: (value) =>
    value.length === 8
      ? { kind: "timestamps", value: value.readUInt32BE(0), echoed: value.readUInt32BE(4) }
      : undefined,
  19: (value) => (value.length === 16 ? { kind: "MD5" } : undefined),
  28: (value) =>
    value.length === 2 ? { kind: "USER_TO", timeout: value.readUInt16BE(0) & 0x7fff } : undefined,
  30: (value) => (value.length > 0 ? { kind: "MPTCP" } : undefined),
  34: (value) => ({ kind: "TFO", isRequest: value.length === 0 }),
};

/** The options that are understood, in their order. An option that overruns the header ends it. */
export function readTcpOptions(bytes: Buffer): TcpOption[] {
  const found: TcpOption[] = [];
  let at = 0;
  while (at < bytes.length && bytes[at] !== END) {
    const length = bytes[at] === NO_OPERATION ? 1 : (bytes[at + 1] ?? 0);
    if (length === 0 || at + length > bytes.length) break;
    if (length === 1 && bytes[at] !== NO_OPERATION) break;
    const option = readers[bytes.readUInt8(at)]?.(bytes.subarray(at + 2, at + length));
    if (option !== undefined) found.push(option);
    at += length;
  }
  return found;
}

function readSack(value: Buffer): TcpOption | undefined {
  if (value.length === 0 || value.length % SACK_BLOCK !== 0) return undefined;
  const blocks: SackBlock[] = [];
  for (let at = 0; at < value.length; at += SACK_BLOCK) {
    blocks.push([value.readUInt32BE(at), value.readUInt32BE(at + 4)]);
  }
  return { kind: "SACK", blocks };
}
