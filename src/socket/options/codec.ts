/** Between an option's bytes and its value in TypeScript. */
export interface Codec<Read, Write> {
  /** How TypeScript writes the values. */
  readonly type: string;
  /** False when the system has no struct for it. */
  readonly isAvailable: boolean;
  /** The most bytes that the kernel may give. */
  readonly capacity: number;
  /** The value of the bytes that the kernel gave, which may be fewer. */
  decode(bytes: Buffer): Read;
  /**
   * The bytes of a value, or the number when the option is an int.
   *
   * @param name - what messages call the value
   * @throws TypeError, RangeError that say what was wanted
   */
  encode(value: Write, name: string): Buffer | number;
}

/** For a value that is only read, or only written. */
function neverUsed(): never {
  throw new Error("this codec has only one direction");
}

const INT_SIZE = 4;

/** A codec from what differs from that of an int. */
export function codec<Read, Write>(
  parts: Pick<Codec<Read, Write>, "type"> & Partial<Codec<Read, Write>>,
): Codec<Read, Write> {
  return {
    isAvailable: true,
    capacity: INT_SIZE,
    decode: neverUsed,
    encode: neverUsed,
    ...parts,
  };
}
