import type { Epoll, Poll } from "../../select/index.ts";
import { Socket } from "../../socket/index.ts";

/** What an agent has under a name. */
export type Thing = Socket | Epoll | Poll;

/** The named things of a process. */
export class Things {
  readonly #things = new Map<string, Thing>();
  // A descriptor keeps its last name: an epoll may report it when it has long been closed.
  readonly #names = new Map<number, string>();

  /** Gives a thing its name, which nothing else that is open may have. */
  add<Named extends Thing>(name: string, thing: Named): Named {
    const before = this.#things.get(name);
    if (before instanceof Socket && before.fileno() !== -1)
      throw new Error(`there is a socket ${name} already`);
    this.#things.set(name, thing);
    if ("fileno" in thing) this.#names.set(thing.fileno(), name);
    return thing;
  }

  /** A thing by its name, open or closed. */
  get(name: string): Thing {
    const thing = this.#things.get(name);
    if (thing === undefined) throw new Error(`nothing here is named ${name}`);
    return thing;
  }

  /** A socket by its name. */
  socket(name: string): Socket {
    const thing = this.get(name);
    if (!(thing instanceof Socket)) throw new Error(`${name} is no socket`);
    return thing;
  }

  /** The name that a descriptor has, or had last. */
  nameOf(fd: number): string {
    return this.#names.get(fd) ?? `fd ${fd}`;
  }

  /** The sockets that are open. */
  *openSockets(): Iterable<[name: string, socket: Socket]> {
    for (const [name, thing] of this.#things) {
      if (thing instanceof Socket && thing.fileno() !== -1) yield [name, thing];
    }
  }
}
