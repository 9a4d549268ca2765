import { typeName, wrongType } from "../arguments/errors.ts";
import { checkInteger, INT_MAX } from "../arguments/integers.ts";
import { checkTimeout, TIMEOUT } from "../arguments/seconds.ts";
import { errorOf, OSError } from "../errors.ts";
import * as syscalls from "../syscalls/index.ts";
import { Closable } from "./closable.ts";
import { FIELD_COUNT, Kevent } from "./kevent.ts";

const LARGEST_BATCH = 65_536;

/**
 * A `kqueue(2)`. {@link kqueue} makes it; a call after {@link Kqueue.close} is a RangeError.
 * `using` closes it at the end of the block, and the garbage collector closes one that is not
 * closed before.
 */
export class Kqueue extends Closable {
  /** Takes over an open descriptor. */
  constructor(fd: number, isAdopted: boolean) {
    super("kqueue", fd, isAdopted);
  }

  /**
   * Applies changes to the filters, then waits for events: `kevent(2)`.
   *
   * @param changelist - kevent objects, an array or any iterable; or null
   * @param max_events - the maximum number of events; with 0 it does not wait
   * @param timeout - seconds; 0 does not wait, null waits forever
   * @returns the events; empty when the time is up. A failed change is an event with KQ_EV_ERROR in
   *   its flags and the errno in its data, if there is room for it
   * @throws OSError of a failed change if there is no room for its event: ENOENT for a filter that
   *   does not exist, EBADF, …; KeyboardInterrupt on Ctrl-C
   * @see https://man.freebsd.org/cgi/man.cgi?query=kevent
   */
  control(
    changelist: Iterable<Kevent> | null,
    max_events: number,
    timeout: number | null = null,
  ): Kevent[] {
    const kq = this.open();
    checkInteger(max_events, "control(): max_events", 0, INT_MAX);
    const seconds = checkTimeout(timeout, "control(): timeout", TIMEOUT) ?? -1;
    const changes = fieldsOf(changelist);
    const events = new Float64Array(FIELD_COUNT * Math.min(max_events, LARGEST_BATCH));
    const count = syscalls.kevent!(kq, changes, events, seconds);
    if (count < 0) throw errorOf(count, { syscall: "kevent" });
    return Array.from({ length: count }, (_, index) => eventAt(events, index));
  }
}

function fieldsOf(changelist: Iterable<Kevent> | null): Float64Array | null {
  if (changelist === null) return null;
  if (
    typeof (changelist as Partial<Iterable<Kevent>> | undefined)?.[Symbol.iterator] !== "function"
  ) {
    throw wrongType(`changelist must be an iterable or null, not ${typeName(changelist)}`);
  }
  const numbers: number[] = [];
  for (const change of changelist) {
    if (!((change as unknown) instanceof Kevent)) {
      throw wrongType("changelist must be an iterable of select.kevent objects");
    }
    numbers.push(...change.toArray());
  }
  return Float64Array.from(numbers);
}

function eventAt(events: Float64Array, index: number): Kevent {
  const start = FIELD_COUNT * index;
  const [ident, filter, flags, fflags, data, udata] = events.subarray(start, start + FIELD_COUNT);
  return new Kevent(ident!, filter!, flags!, fflags!, data!, udata!);
}

/** Makes kqueue objects. */
export interface KqueueFunction {
  /**
   * Makes a kernel event queue: `kqueue(2)`, close-on-exec.
   *
   * @throws OSError EMFILE, …
   * @see https://man.freebsd.org/cgi/man.cgi?query=kqueue
   */
  (): Kqueue;
  /**
   * Makes an object for the descriptor of an existing kqueue, which it shares. The garbage
   * collector does not close it, because another object may use it.
   */
  fromfd(fd: number): Kqueue;
}

function makeKqueue(): Kqueue {
  const fd = syscalls.kqueue!();
  if (fd < 0) throw OSError.from(-fd, { syscall: "kqueue" });
  return new Kqueue(fd, false);
}

function fromfd(fd: number): Kqueue {
  return new Kqueue(fd, true);
}

/**
 * Makes a `kqueue(2)`. It and `kqueue.fromfd` are undefined if the system has no kqueue, like
 * Linux.
 *
 * @throws OSError EMFILE, …
 * @see https://man.freebsd.org/cgi/man.cgi?query=kqueue
 */
export const kqueue: KqueueFunction | undefined =
  syscalls.kqueue === undefined ? undefined : Object.assign(makeKqueue, { fromfd });
