import { BaseSelector } from "./base.ts";
import type { FileObject } from "./key.ts";

/** A selector over `poll(2)`. */
export class PollSelector<
  Data = unknown,
  Fileobj extends FileObject = FileObject,
> extends BaseSelector<Data, Fileobj> {
  constructor() {
    super("poll");
  }
}
