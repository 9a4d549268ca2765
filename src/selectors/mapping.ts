import type { FileObject, SelectorKey } from "./key.ts";

/** Finds a key by file object or descriptor. */
export type Lookup<Data, Fileobj extends FileObject> = (
  fileobj: FileObject,
) => SelectorKey<Data, Fileobj> | undefined;

/** A live, read-only view of what a selector watches: from descriptors to keys. */
export class SelectorMapping<Data, Fileobj extends FileObject> implements ReadonlyMap<
  number,
  SelectorKey<Data, Fileobj>
> {
  readonly #keys: ReadonlyMap<number, SelectorKey<Data, Fileobj>>;
  readonly #lookUp: Lookup<Data, Fileobj>;

  constructor(
    keys: ReadonlyMap<number, SelectorKey<Data, Fileobj>>,
    lookUp: Lookup<Data, Fileobj>,
  ) {
    this.#keys = keys;
    this.#lookUp = lookUp;
  }

  /** The number of registered file objects. */
  get size(): number {
    return this.#keys.size;
  }

  /** Returns the key of a file object or descriptor. */
  get(fileobj: FileObject): SelectorKey<Data, Fileobj> | undefined {
    return this.#lookUp(fileobj);
  }

  /** Returns true if the file object or descriptor is registered. */
  has(fileobj: FileObject): boolean {
    return this.#lookUp(fileobj) !== undefined;
  }

  /** Calls a function with each key and its descriptor. */
  forEach(
    visit: (
      key: SelectorKey<Data, Fileobj>,
      fd: number,
      map: ReadonlyMap<number, SelectorKey<Data, Fileobj>>,
    ) => void,
  ): void {
    for (const [fd, key] of this.#keys) visit(key, fd, this);
  }

  /** Returns the pairs of descriptor and key. */
  entries(): MapIterator<[number, SelectorKey<Data, Fileobj>]> {
    return this.#keys.entries();
  }

  /** Returns the descriptors: keys in the sense of a Map. */
  keys(): MapIterator<number> {
    return this.#keys.keys();
  }

  /** Returns the keys of the selector: values in the sense of a Map. */
  values(): MapIterator<SelectorKey<Data, Fileobj>> {
    return this.#keys.values();
  }

  [Symbol.iterator](): MapIterator<[number, SelectorKey<Data, Fileobj>]> {
    return this.#keys.entries();
  }
}
