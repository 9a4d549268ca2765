import { BaseSelector } from "./base.ts";
import type { FileObject } from "./key.ts";

/**
 * A selector over `select(2)`. It cannot watch a descriptor of FD_SETSIZE (1024) or above: registering
 * one is a RangeError.
 */
export class SelectSelector<
  Data = unknown,
  Fileobj extends FileObject = FileObject,
> extends BaseSelector<Data, Fileobj> {
  constructor() {
    super("select");
  }
}
