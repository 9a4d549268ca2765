import type { Epoll, Poll } from "../../select/index.ts";
import { Socket } from "../../socket/index.ts";

/** An object that an agent keeps under a name. */
export type NamedObject = Socket | Epoll | Poll;

/** The named objects of a process. */
export class NamedObjects {
  readonly #objects = new Map<string, NamedObject>();
  // Kept after close, because an epoll may still report a closed descriptor.
  readonly #names = new Map<number, string>();

  /** Adds an object under a name that no open socket has. */
  add<Named extends NamedObject>(name: string, object: Named): Named {
    const before = this.#objects.get(name);
    if (before instanceof Socket && before.fileno() !== -1)
      throw new Error(`there is already a socket named ${name}`);
    this.#objects.set(name, object);
    if ("fileno" in object) this.#names.set(object.fileno(), name);
    return object;
  }

  /** Returns the object with this name, open or closed. */
  get(name: string): NamedObject {
    const object = this.#objects.get(name);
    if (object === undefined) throw new Error(`there is no object named ${name}`);
    return object;
  }

  /** Returns the socket with this name. */
  socket(name: string): Socket {
    const object = this.get(name);
    if (!(object instanceof Socket)) throw new Error(`${name} is not a socket`);
    return object;
  }

  /** Returns the last name of a descriptor. */
  nameOf(fd: number): string {
    return this.#names.get(fd) ?? `fd ${fd}`;
  }

  /** Iterates over the open sockets. */
  *openSockets(): Iterable<[name: string, socket: Socket]> {
    for (const [name, object] of this.#objects) {
      if (object instanceof Socket && object.fileno() !== -1) yield [name, object];
    }
  }
}
