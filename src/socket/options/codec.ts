/** Converts between an option's bytes and its value in TypeScript. */
export interface Codec<Read, Write> {
  /** The type of the values in TypeScript. */
  readonly type: string;
  /** False when the system has no struct for it. */
  readonly isAvailable: boolean;
  /** The maximum number of bytes that the kernel returns. */
  readonly capacity: number;
  /** Returns the value of the bytes that the kernel returned, which may be fewer. */
  decode(bytes: Buffer): Read;
  /**
   * Returns the bytes of a value, or the number if the option is an int.
   *
   * @param name - the name of the value in messages
   * @throws TypeError, RangeError for an invalid value
   */
  encode(value: Write, name: string): Buffer | number;
}

/** The other direction of a value that is only read, or only written. */
function neverUsed(): never {
  throw new Error("this codec has only one direction");
}

const INT_SIZE = 4;

/** Makes a codec from the parts that differ from an int's. */
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
