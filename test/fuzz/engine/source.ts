/** Makes values of bytes, from the first on; when they are over, of zeros. */
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

  /** Mostly small, sometimes of any size up to 64 bits. */
  integer(): number {
    const kind = this.byte();
    if (kind < 128) return kind;
    const bytes = this.take(8);
    if (kind < 192) return bytes.readInt32LE();
    return Number(kind < 224 ? bytes.readBigInt64LE() : bytes.readBigUint64LE());
  }

  /** One of some things. */
  pick<Thing>(things: readonly Thing[]): Thing {
    return things[this.byte() % things.length]!;
  }

  /** As many bytes as the next one says. */
  bytes(): Buffer {
    const length = this.byte();
    const found = this.#bytes.subarray(this.#at, this.#at + length);
    this.#at += length;
    return Buffer.from(found);
  }

  /** What is left. */
  rest(): Buffer {
    return Buffer.from(this.#bytes.subarray(this.#at));
  }

  /** So many bytes, behind the last of them zeros. */
  take(length: number): Buffer {
    const found = Buffer.alloc(length);
    found.set(this.#bytes.subarray(this.#at, this.#at + length));
    this.#at += length;
    return found;
  }
}
