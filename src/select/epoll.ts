import { outOfRange } from "../arguments/errors.ts";
import { checkInt, checkInteger, INT_MIN, UINT_MAX } from "../arguments/integers.ts";
import { checkTimeout, EPOLL_TIMEOUT } from "../arguments/seconds.ts";
import { errorOf, OSError } from "../errors.ts";
import type { FileObject } from "../fileobjects/file-object.ts";
import * as syscalls from "../syscalls/index.ts";
import { descriptorOf } from "./arguments.ts";
import { Closable } from "./closable.ts";
import * as constants from "./constants.ts";

// CPython's default for maxevents.
const NO_ROOM = new Int32Array(0);
const USUAL_BATCH = constants.FD_SETSIZE - 1;
const LARGEST_BATCH = 65_536;

/**
 * An `epoll(7)`. {@link epoll} makes it; a call after {@link Epoll.close} is a RangeError. `using`
 * closes it at the end of the block, and the garbage collector closes one that is not closed
 * before.
 */
export class Epoll extends Closable {
  #ready: Int32Array = new Int32Array(0);

  /** Takes over an open descriptor. */
  constructor(fd: number, isAdopted: boolean) {
    super("epoll", fd, isAdopted);
  }

  /**
   * Watches a descriptor: `epoll_ctl(2)` ADD.
   *
   * @param fd - a descriptor, or an object that has one
   * @param eventmask - EPOLL constants; EPOLLERR and EPOLLHUP are always reported. It may be
   *   negative, because JavaScript's `|` makes a mask with EPOLLET negative
   * @throws OSError EEXIST if it is already watched, EPERM for a regular file, EBADF, EINVAL for
   *   the epoll itself, ELOOP for a cycle of epolls
   * @see https://man7.org/linux/man-pages/man2/epoll_ctl.2.html
   */
  register(fd: FileObject, eventmask: number = USUAL_EVENTS): void {
    this.#control(constants.EPOLL_CTL_ADD!, fd, eventmask);
  }

  /**
   * Changes the events of a descriptor: `epoll_ctl(2)` MOD.
   *
   * @throws OSError ENOENT if it is not watched, EBADF; EINVAL if it has EPOLLEXCLUSIVE
   * @see https://man7.org/linux/man-pages/man2/epoll_ctl.2.html
   */
  modify(fd: FileObject, eventmask: number): void {
    this.#control(constants.EPOLL_CTL_MOD!, fd, eventmask);
  }

  /**
   * Stops watching a descriptor: `epoll_ctl(2)` DEL.
   *
   * @throws OSError ENOENT if it is not watched; EBADF if it is closed
   * @see https://man7.org/linux/man-pages/man2/epoll_ctl.2.html
   */
  unregister(fd: FileObject): void {
    this.#control(constants.EPOLL_CTL_DEL!, fd, 0);
  }

  /**
   * Waits for events: `epoll_wait(2)`.
   *
   * @param timeout - seconds, rounded up to milliseconds; negative or null waits forever
   * @param maxevents - the maximum number of events; −1 means FD_SETSIZE − 1
   * @returns a pair for each descriptor with events: the descriptor and its EPOLL bits; empty when
   *   the time is up
   * @throws RangeError for maxevents below 1 and a timeout that is too large; KeyboardInterrupt on
   *   Ctrl-C
   * @see https://man7.org/linux/man-pages/man2/epoll_wait.2.html
   */
  poll(timeout: number | null = null, maxevents = -1): [fd: number, events: number][] {
    const fd = this.open();
    const seconds = checkTimeout(timeout, "poll(): timeout", EPOLL_TIMEOUT) ?? -1;
    const room = this.#room(checkInt(maxevents, "poll(): maxevents"));
    const count = syscalls.epoll_wait!(fd, room, seconds);
    if (this.#ready.length <= room.length) this.#ready = room;
    if (count < 0) throw errorOf(count, { syscall: "epoll_wait" });
    const ready: [number, number][] = [];
    for (let i = 0; i < 2 * count; i += 2) ready.push([room[i]!, room[i + 1]! >>> 0]);
    return ready;
  }

  #room(maxevents: number): Int32Array {
    const count = maxevents === -1 ? USUAL_BATCH : Math.min(maxevents, LARGEST_BATCH);
    if (count <= 0) throw outOfRange(`maxevents must be greater than 0, got ${maxevents}`);
    const room = this.#ready;
    // Reserved: a listener of a trace may call poll() too, before the result is read.
    this.#ready = NO_ROOM;
    return room.length === 2 * count ? room : new Int32Array(2 * count);
  }

  #control(operation: number, fileobj: FileObject, eventmask: number): void {
    const fd = this.open();
    const mask = checkMask(eventmask);
    const result = syscalls.epoll_ctl!(fd, operation, descriptorOf(fileobj), mask);
    if (result < 0) throw OSError.from(-result, { syscall: "epoll_ctl" });
  }
}

const USUAL_EVENTS =
  (constants.EPOLLIN ?? 0) | (constants.EPOLLPRI ?? 0) | (constants.EPOLLOUT ?? 0);

// It may be negative: JavaScript's | makes a mask with EPOLLET negative.
function checkMask(mask: number): number {
  return checkInteger(mask, "eventmask", INT_MIN, UINT_MAX);
}

/** Makes epoll objects. */
export interface EpollFunction {
  /**
   * Makes an epoll: `epoll_create1(2)`, close-on-exec.
   *
   * @param sizehint - has no effect; −1, or above 0
   * @param flags - has no effect; 0 or EPOLL_CLOEXEC
   * @throws RangeError for an invalid sizehint; OSError EMFILE, …
   * @see https://man7.org/linux/man-pages/man2/epoll_create.2.html
   */
  (sizehint?: number, flags?: number): Epoll;
  /**
   * Makes an object for the descriptor of an existing epoll, which it shares. The garbage collector
   * does not close it, because another object may use it.
   */
  fromfd(fd: number): Epoll;
}

function makeEpoll(sizehint = -1, flags = 0): Epoll {
  if (checkInt(sizehint, "epoll(): sizehint") <= 0 && sizehint !== -1) {
    throw outOfRange("negative sizehint");
  }
  if (checkInt(flags, "epoll(): flags") !== 0 && flags !== constants.EPOLL_CLOEXEC) {
    throw new OSError(null, "invalid flags", { syscall: "epoll_create1" });
  }
  const fd = syscalls.epoll_create1!(flags);
  if (fd < 0) throw OSError.from(-fd, { syscall: "epoll_create1" });
  return new Epoll(fd, false);
}

function fromfd(fd: number): Epoll {
  return new Epoll(fd, true);
}

/**
 * Makes an `epoll(7)`. It and `epoll.fromfd` are undefined if the system has no epoll.
 *
 * @throws RangeError for an invalid sizehint; OSError EMFILE, …
 * @see https://man7.org/linux/man-pages/man7/epoll.7.html
 */
export const epoll: EpollFunction | undefined =
  syscalls.epoll_create1 === undefined ? undefined : Object.assign(makeEpoll, { fromfd });
