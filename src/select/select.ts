import { outOfRange, typeName, wrongType } from "../arguments/errors.ts";
import { checkTimeout, TIMEOUT } from "../arguments/seconds.ts";
import { errorOf } from "../errors.ts";
import type { FileObject } from "../fileobjects/file-object.ts";
import * as syscalls from "../syscalls/index.ts";
import { descriptorOf } from "./arguments.ts";
import { FD_SETSIZE } from "./constants.ts";

/**
 * Waits until a descriptor is readable, writable, or in an exceptional condition: `select(2)`.
 * Unlike {@link poll} and {@link epoll}, it accepts no descriptor of FD_SETSIZE or above.
 *
 * @param rlist - descriptors, or objects that have one, to read from: an array or any iterable
 * @param wlist - the same, to write to
 * @param xlist - the same, to wait for exceptional conditions such as out-of-band data
 * @param timeout - seconds; 0 does not wait, null waits forever
 * @returns for each list, a new array of its ready elements; three empty arrays when the time is up
 * @throws TypeError, RangeError for an invalid argument, a negative timeout, a descriptor that is
 *   negative or too high; OSError EBADF for one that is not open; KeyboardInterrupt on Ctrl-C
 * @see https://man7.org/linux/man-pages/man2/select.2.html
 */
export function select<
  Reader extends FileObject,
  Writer extends FileObject,
  Exceptional extends FileObject,
>(
  rlist: Iterable<Reader>,
  wlist: Iterable<Writer>,
  xlist: Iterable<Exceptional>,
  timeout: number | null = null,
): [readers: Reader[], writers: Writer[], exceptional: Exceptional[]] {
  const seconds = checkTimeout(timeout, "select(): timeout", TIMEOUT) ?? -1;
  const readers = new List(rlist);
  const writers = new List(wlist);
  const exceptional = new List(xlist);
  const result = syscalls.select(readers.fds, writers.fds, exceptional.fds, seconds);
  if (result < 0) throw errorOf(result, { syscall: "select" });
  return [readers.ready(), writers.ready(), exceptional.ready()];
}

/** A copy of one of the three lists, because the call must not see later changes. */
class List<Fileobj extends FileObject> {
  readonly #fileobjs: Fileobj[];
  readonly fds: Int32Array;

  constructor(list: Iterable<Fileobj>) {
    if (!isIterable(list)) {
      throw wrongType(`arguments 1-3 must be sequences, not ${typeName(list)}`);
    }
    this.#fileobjs = [...list];
    if (this.#fileobjs.length > FD_SETSIZE) {
      throw outOfRange("too many file descriptors in select()");
    }
    this.fds = Int32Array.from(this.#fileobjs, selectableDescriptor);
  }

  ready(): Fileobj[] {
    return this.#fileobjs.filter((_fileobj, index) => this.fds[index] !== -1);
  }
}

function selectableDescriptor(fileobj: FileObject): number {
  const fd = descriptorOf(fileobj);
  if (fd >= FD_SETSIZE) throw outOfRange("filedescriptor out of range in select()");
  return fd;
}

function isIterable(value: unknown): boolean {
  return value !== null && value !== undefined && Symbol.iterator in Object(value);
}
