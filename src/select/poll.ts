import { checkInteger } from "../arguments/integers.ts";
import { checkTimeout, POLL_TIMEOUT } from "../arguments/seconds.ts";
import { ENOENT } from "../errno.ts";
import { errorOf, KeyError, OSError, RuntimeError } from "../errors.ts";
import type { FileObject } from "../fileobjects/file-object.ts";
import * as syscalls from "../syscalls/index.ts";
import { descriptorOf } from "./arguments.ts";
import { POLLIN, POLLOUT, POLLPRI } from "./constants.ts";

const FIRST_CAPACITY = 16;
// The structure of poll(2): fd, events, revents.
const INTS = 2;
const SHORTS = 4;
const EVENTS = 2;
const REVENTS = 3;

/** A list of descriptors with the events to wait for. {@link poll} makes it. */
export class Poll {
  readonly #masks = new Map<number, number>();
  #memory = new Int32Array(INTS * FIRST_CAPACITY);
  #isLaidOut = true;
  #isPolling = false;

  /**
   * Adds a descriptor to the list. A descriptor that is already in it gets the new events.
   *
   * @param fd - a descriptor, or an object that has one; {@link Poll.poll} reports if it is not
   *   open
   * @param eventmask - POLL constants, up to 0xFFFF; POLLERR, POLLHUP and POLLNVAL are always
   *   reported
   * @throws TypeError, RangeError for an invalid descriptor or mask
   * @see https://man7.org/linux/man-pages/man2/poll.2.html
   */
  register(fd: FileObject, eventmask: number = POLLIN | POLLPRI | POLLOUT): void {
    this.#set(descriptorOf(fd), checkMask(eventmask));
  }

  /**
   * Changes the events of a descriptor.
   *
   * @throws OSError ENOENT if it is not in the list; TypeError, RangeError like
   *   {@link Poll.register}
   */
  modify(fd: FileObject, eventmask: number): void {
    const number = descriptorOf(fd);
    const mask = checkMask(eventmask);
    if (!this.#masks.has(number)) throw OSError.from(ENOENT, { syscall: "poll" });
    this.#set(number, mask);
  }

  /**
   * Removes a descriptor from the list.
   *
   * @throws KeyError if it is not in the list
   */
  unregister(fd: FileObject): void {
    const number = descriptorOf(fd);
    if (!this.#masks.delete(number)) throw new KeyError(String(number));
    this.#isLaidOut = false;
  }

  /**
   * Waits for events: `poll(2)`.
   *
   * @param timeout - milliseconds, like in Python; a fraction is rounded up. Negative or null waits
   *   forever
   * @returns a pair for each descriptor with events: the descriptor and its POLL bits, in the order
   *   of the list; empty when the time is up. A descriptor that is not open has POLLNVAL
   * @throws RuntimeError if code that runs during the call polls the same object;
   *   TypeError, RangeError for an invalid timeout; KeyboardInterrupt on Ctrl-C
   * @see https://man7.org/linux/man-pages/man2/poll.2.html
   */
  poll(timeout: number | null = null): [fd: number, event: number][] {
    const milliseconds = checkTimeout(timeout, "poll(): timeout", POLL_TIMEOUT) ?? -1;
    if (this.#isPolling) throw new RuntimeError("concurrent poll() invocation");
    const fds = this.#laidOut();
    this.#isPolling = true;
    try {
      const count = syscalls.poll(fds, milliseconds / 1000);
      if (count < 0) throw errorOf(count, { syscall: "poll" });
      return readyOf(fds, count);
    } finally {
      this.#isPolling = false;
    }
  }

  #set(fd: number, mask: number): void {
    if (this.#masks.get(fd) !== mask) this.#isLaidOut = false;
    this.#masks.set(fd, mask);
  }

  /** Returns the structures of all descriptors; builds them again only after a change. */
  #laidOut(): Int32Array {
    const count = this.#masks.size;
    if (!this.#isLaidOut) {
      if (this.#memory.length < INTS * count) {
        this.#memory = new Int32Array(2 * INTS * count);
      }
      const shorts = new Int16Array(this.#memory.buffer);
      let index = 0;
      for (const [fd, mask] of this.#masks) {
        this.#memory[INTS * index] = fd;
        shorts[SHORTS * index + EVENTS] = mask;
        index++;
      }
      this.#isLaidOut = true;
    }
    return this.#memory.subarray(0, INTS * count);
  }
}

function readyOf(fds: Int32Array, count: number): [number, number][] {
  const ready: [number, number][] = [];
  const shorts = new Uint16Array(fds.buffer);
  for (let index = 0; ready.length < count; index++) {
    const events = shorts[SHORTS * index + REVENTS]!;
    if (events !== 0) ready.push([fds[INTS * index]!, events]);
  }
  return ready;
}

function checkMask(mask: number): number {
  return checkInteger(mask, "eventmask", 0, 0xffff);
}

/**
 * Makes an empty list of descriptors to wait for with `poll(2)`. It has no descriptor of its own,
 * so it need not be closed.
 *
 * @see https://man7.org/linux/man-pages/man2/poll.2.html
 */
export function poll(): Poll {
  return new Poll();
}
