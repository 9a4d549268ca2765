import { outOfRange } from "../arguments/errors.ts";
import { checkTimeout, SELECTOR_TIMEOUT } from "../arguments/seconds.ts";
import { nameOf } from "../fileobjects/file-object.ts";
import { errorOf, KeyError, OSError, RuntimeError } from "../errors.ts";
import * as syscalls from "../syscalls/index.ts";
import { checkEvents, filenoOf, type FileObject, SelectorKey } from "./key.ts";
import { SelectorMapping } from "./mapping.ts";

const FIRST_CAPACITY = 64;
const NO_ROOM = new Int32Array(0);

/** The system calls of a backend, which its errors name. */
interface Calls {
  readonly open: string;
  readonly change: string;
  readonly wait: string;
}

const callsOf: Readonly<Record<string, Calls>> = {
  epoll: { open: "epoll_create1", change: "epoll_ctl", wait: "epoll_wait" },
  kqueue: { open: "kqueue", change: "kevent", wait: "kevent" },
  poll: { open: "poll", change: "poll", wait: "poll" },
  select: { open: "select", change: "select", wait: "select" },
};

// Closes the multiplexers of selectors that are garbage-collected unclosed.
const unclosed = new FinalizationRegistry<number>((multiplexer) => {
  syscalls.multiplexerClose(multiplexer);
});

/**
 * The base of all selectors: a registry over the multiplexer of one backend.
 *
 * `Data` is the type of the data of a key, `Fileobj` that of the registered objects.
 */
export abstract class BaseSelector<
  Data = unknown,
  Fileobj extends FileObject = FileObject,
> implements Disposable {
  readonly #multiplexer: number;
  readonly #calls: Calls;
  readonly #keys = new Map<number, SelectorKey<Data, Fileobj>>();
  readonly #map = new SelectorMapping<Data, Fileobj>(this.#keys, (fileobj) => this.#find(fileobj));
  #ready: Int32Array = new Int32Array(2 * FIRST_CAPACITY);
  #isClosed = false;

  protected constructor(backend: string) {
    const multiplexer = syscalls.multiplexerOpen(backend);
    this.#calls = callsOf[backend]!;
    if (multiplexer < 0) throw OSError.from(-multiplexer, { syscall: this.#calls.open });
    this.#multiplexer = multiplexer;
    unclosed.register(this, multiplexer, this);
  }

  /**
   * Watches a file object: `epoll_ctl(2)` ADD, or its equivalent. That is anything with a
   * descriptor: a socket, a pipe, a terminal, another epoll, a handle of Node's.
   *
   * @param fileobj - a descriptor, or an object with `fileno()` or `fd`
   * @param events - EVENT_READ, EVENT_WRITE or both
   * @param data - kept in the key. Default null
   * @throws KeyError if it is already registered; TypeError, RangeError for invalid events or an
   *   invalid descriptor; OSError EBADF, or EPERM for a file that epoll does not support
   * @see https://man7.org/linux/man-pages/man2/epoll_ctl.2.html
   */
  register(
    fileobj: Fileobj,
    events: number,
    data: Data = null as Data,
  ): SelectorKey<Data, Fileobj> {
    this.#checkOpen();
    checkEvents(events);
    const registered = this.#find(fileobj);
    if (registered !== undefined) {
      throw new KeyError(`${nameOf(fileobj)} (FD ${registered.fd}) is already registered`);
    }
    const fd = openDescriptorOf(fileobj);
    const result = syscalls.multiplexerAdd(this.#multiplexer, fd, events);
    if (result < 0) throw OSError.from(-result, { syscall: this.#calls.change });
    const key = new SelectorKey(fileobj, fd, events, data);
    this.#keys.set(fd, key);
    if (this.#keys.size * 2 > this.#ready.length) this.#ready = new Int32Array(this.#keys.size * 4);
    return key;
  }

  /**
   * Stops watching a file object: `epoll_ctl(2)` DEL, or its equivalent. It may be closed already.
   *
   * @throws KeyError if it is not registered; RangeError if it is neither registered nor open
   * @see https://man7.org/linux/man-pages/man2/epoll_ctl.2.html
   */
  unregister(fileobj: FileObject): SelectorKey<Data, Fileobj> {
    const key = this.#registered(fileobj);
    this.#keys.delete(key.fd);
    // A failure is no problem: the kernel has removed a closed descriptor already.
    syscalls.multiplexerRemove(this.#multiplexer, key.fd);
    return key;
  }

  /**
   * Changes the events or the data of a registered file object: `epoll_ctl(2)` MOD, or its
   * equivalent. Without new events it makes no system call; without any change the key stays the
   * same.
   *
   * @throws KeyError if it is not registered; TypeError, RangeError for invalid events; an OSError,
   *   which also unregisters it
   * @see https://man7.org/linux/man-pages/man2/epoll_ctl.2.html
   */
  modify(
    fileobj: FileObject,
    events: number,
    data: Data = null as Data,
  ): SelectorKey<Data, Fileobj> {
    const old = this.#registered(fileobj);
    checkEvents(events);
    if (events === old.events && data === old.data) return old;
    if (events !== old.events) {
      const result = syscalls.multiplexerModify(this.#multiplexer, old.fd, events);
      if (result < 0) {
        this.unregister(old.fileobj);
        throw OSError.from(-result, { syscall: this.#calls.change });
      }
    }
    const key = new SelectorKey(old.fileobj, old.fd, events, data);
    this.#keys.set(old.fd, key);
    return key;
  }

  /**
   * Waits until a registered file object is ready: `epoll_wait(2)`, or its equivalent.
   *
   * @param timeout - seconds; 0 or less does not wait, null and Infinity wait forever
   * @returns a pair for each that is ready: its key, and those of its events that are ready. Empty
   *   when the time is up.
   * @throws TypeError, RangeError for an invalid timeout; KeyboardInterrupt on Ctrl-C; OSError
   *   EBADF from `select(2)` if a descriptor was closed without {@link BaseSelector.unregister},
   *   which epoll and kqueue do not notice
   * @see https://man7.org/linux/man-pages/man2/epoll_wait.2.html
   * @see https://man7.org/linux/man-pages/man2/poll.2.html
   * @see https://man7.org/linux/man-pages/man2/select.2.html
   */
  select(timeout: number | null = null): [key: SelectorKey<Data, Fileobj>, events: number][] {
    this.#checkOpen();
    const checked = checkTimeout(timeout, "select(): timeout", SELECTOR_TIMEOUT);
    const seconds = checked === null ? -1 : Math.max(checked, 0);
    const ready = this.#takeRoom();
    const count = syscalls.multiplexerWait(this.#multiplexer, ready, seconds);
    if (this.#ready.length <= ready.length) this.#ready = ready;
    if (count < 0) throw errorOf(count, { syscall: this.#calls.wait });
    const found: [SelectorKey<Data, Fileobj>, number][] = [];
    for (let i = 0; i < 2 * count; i += 2) {
      const key = this.#keys.get(ready[i]!);
      if (key === undefined) continue;
      const events = ready[i + 1]! & key.events;
      if (events !== 0) found.push([key, events]);
    }
    return found;
  }

  /** Reserved: a listener of a trace may call select() too, before the result is read. */
  #takeRoom(): Int32Array {
    const room = this.#ready;
    this.#ready = NO_ROOM;
    if (room.length >= 2 * Math.max(this.#keys.size, 1)) return room;
    return new Int32Array(Math.max(2 * FIRST_CAPACITY, 4 * this.#keys.size));
  }

  /**
   * Closes the selector, but not what it watches: `close(2)`, if it has a descriptor. Closing twice
   * does nothing.
   *
   * @see https://man7.org/linux/man-pages/man2/close.2.html
   */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#keys.clear();
    unclosed.unregister(this);
    syscalls.multiplexerClose(this.#multiplexer);
  }

  [Symbol.dispose](): void {
    this.close();
  }

  /**
   * Returns the key of a registered file object.
   *
   * @throws KeyError if it is not registered; RuntimeError if the selector is closed
   */
  get_key(fileobj: FileObject): SelectorKey<Data, Fileobj> {
    if (this.#isClosed) throw new RuntimeError("Selector is closed");
    return this.#registered(fileobj);
  }

  /** Returns a live, read-only view of the keys by descriptor; null if the selector is closed. */
  get_map(): SelectorMapping<Data, Fileobj> | null {
    return this.#isClosed ? null : this.#map;
  }

  /** Returns the descriptor of the multiplexer, for the backends that have one. */
  protected multiplexerFileno(): number {
    this.#checkOpen();
    return syscalls.multiplexerFileno(this.#multiplexer);
  }

  #registered(fileobj: FileObject): SelectorKey<Data, Fileobj> {
    const key = this.#find(fileobj);
    if (key !== undefined) return key;
    openDescriptorOf(fileobj);
    throw new KeyError(`${nameOf(fileobj)} is not registered`);
  }

  #find(fileobj: FileObject): SelectorKey<Data, Fileobj> | undefined {
    const fd = filenoIfAny(fileobj);
    if (fd >= 0) return this.#keys.get(fd);
    // It was closed while it was registered, and no longer has a number.
    for (const key of this.#keys.values()) if (key.fileobj === fileobj) return key;
    return undefined;
  }

  #checkOpen(): void {
    if (this.#isClosed) throw outOfRange("I/O operation on closed selector");
  }
}

function openDescriptorOf(fileobj: FileObject): number {
  const fd = filenoOf(fileobj);
  if (fd < 0) throw outOfRange(`Invalid file descriptor: ${fd}`);
  return fd;
}

// An object can still be found in the registry if its fileno() throws.
function filenoIfAny(fileobj: FileObject): number {
  try {
    return filenoOf(fileobj);
  } catch (error) {
    if (typeof fileobj === "object" && (fileobj as unknown) !== null) return -1;
    throw error;
  }
}

/** The class of a backend's selectors. */
export type SelectorClass = new <
  Data = unknown,
  Fileobj extends FileObject = FileObject,
>() => BaseSelector<Data, Fileobj>;

/** Returns true if the system has the backend. */
export function isAvailable(backend: string): boolean {
  return syscalls.multiplexerBackends.includes(backend);
}
