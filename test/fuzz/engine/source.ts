/** Makes values from bytes, starting at the first; after the last byte come zeros. */
export class Source {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  get isOver(): boolean {
    return this.#at >= this.#bytes.length;
  }

  byte(): number {
    return this.#bytes[this.#at++] ?? 0;
  }

  boolean(): boolean {
    return (this.byte() & 1) === 1;
  }

  /** Mostly small, sometimes up to 64 bits. */
  integer(): number {
    const kind = this.byte();
    if (kind < 128) return kind;
    const bytes = this.take(8);
    if (kind < 192) return bytes.readInt32LE();
    return Number(kind < 224 ? bytes.readBigInt64LE() : bytes.readBigUint64LE());
  }

  /** Chooses one of some values. */
  pick<Thing>(things: readonly Thing[]): Thing {
    return things[this.byte() % things.length]!;
  }

  /** Returns as many bytes as the next byte says. */
  bytes(): Buffer {
    const length = this.byte();
    const found = this.#bytes.subarray(this.#at, this.#at + length);
    this.#at += length;
    return Buffer.from(found);
  }

  /** Returns the remaining bytes. */
  rest(): Buffer {
    return Buffer.from(this.#bytes.subarray(this.#at));
  }

  /** Returns `length` bytes, padded with zeros. */
  take(length: number): Buffer {
    const found = Buffer.alloc(length);
    found.set(this.#bytes.subarray(this.#at, this.#at + length));
    this.#at += length;
    return found;
  }
}
