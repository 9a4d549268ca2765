import { inspect } from "node:util";

import { typeName, wrongType } from "../arguments/errors.ts";
import { checkInteger } from "../arguments/integers.ts";
import type { FileObject } from "../fileobjects/file-object.ts";
import * as syscalls from "../syscalls/index.ts";
import { descriptorOf } from "./arguments.ts";
import { KQ_EV_ADD, KQ_FILTER_READ } from "./constants.ts";

const FIELDS = ["ident", "filter", "flags", "fflags", "data", "udata"] as const;

/** The number of elements of an event in the raw layer. */
export const FIELD_COUNT: number = FIELDS.length;

/**
 * An event of `kevent(2)`, or a request for one. {@link kevent} makes it. Its fields are integers
 * up to 2⁵³ and can be changed.
 */
export class Kevent {
  /**
   * What to watch: usually a descriptor; for some filters a process, a signal or another number.
   */
  ident: number;
  /** Which events to watch for: a KQ_FILTER constant. */
  filter: number;
  /** The action on the filter, and its result: KQ_EV constants. */
  flags: number;
  /** Flags of the filter: KQ_NOTE constants. */
  fflags: number;
  /** A number from the filter: bytes to read, waiting connections, an errno with KQ_EV_ERROR. */
  data: number;
  /** A number of the program, which the event returns. */
  udata: number;

  constructor(
    ident: number,
    filter: number,
    flags: number,
    fflags: number,
    data: number,
    udata: number,
  ) {
    this.ident = ident;
    this.filter = filter;
    this.flags = flags;
    this.fflags = fflags;
    this.data = data;
    this.udata = udata;
  }

  /**
   * Compares two events field by field, in the order of the constructor. Returns a number below 0,
   * 0 or above 0, for `Array.sort`. Python's `<`, `==` and `>` do the same.
   */
  compare(other: Kevent): number {
    if (!((other as unknown) instanceof Kevent)) {
      throw wrongType(`cannot compare a kevent with ${typeName(other)}`);
    }
    for (const field of FIELDS) {
      if (this[field] !== other[field]) return this[field] < other[field] ? -1 : 1;
    }
    return 0;
  }

  /** Returns true if all fields are the same. */
  equals(other: unknown): boolean {
    return other instanceof Kevent && this.compare(other) === 0;
  }

  /** Returns the fields in order, for the raw layer. */
  toArray(): number[] {
    return FIELDS.map((field) => this[field]);
  }

  /** Returns what Python prints for it. */
  toString(): string {
    const hexadecimal = (field: "flags" | "fflags" | "data" | "udata"): string =>
      `${field}=0x${this[field].toString(16)}`;
    const numbers = `ident=${this.ident} filter=${this.filter} ${hexadecimal("flags")}`;
    const rest = `${hexadecimal("fflags")} ${hexadecimal("data")} ${hexadecimal("udata")}`;
    return `<select.kevent ${numbers} ${rest}>`;
  }

  [inspect.custom](): string {
    return this.toString();
  }
}

/** Makes kevent objects. */
export type KeventFunction = (
  ident: FileObject,
  filter?: number,
  flags?: number,
  fflags?: number,
  data?: number,
  udata?: number,
) => Kevent;

function makeKevent(
  ident: FileObject,
  filter: number = KQ_FILTER_READ!,
  flags: number = KQ_EV_ADD!,
  fflags = 0,
  data = 0,
  udata = 0,
): Kevent {
  const number = typeof ident === "number" ? ident : descriptorOf(ident);
  checkInteger(number, "kevent(): ident", 0);
  checkInteger(udata, "kevent(): udata", 0);
  const signed = { filter, flags, fflags, data };
  for (const [name, value] of Object.entries(signed)) checkInteger(value, `kevent(): ${name}`);
  return new Kevent(number, filter, flags, fflags, data, udata);
}

/**
 * Makes an event for {@link Kqueue.control}, by default one that adds the filter for reading.
 * `ident` is a number, or an object that has a descriptor. Undefined if the system has no kqueue.
 *
 * @throws TypeError, RangeError for a field that is not an integer, or out of bounds
 * @see https://man.freebsd.org/cgi/man.cgi?query=kevent
 */
export const kevent: KeventFunction | undefined =
  syscalls.kqueue === undefined ? undefined : makeKevent;
