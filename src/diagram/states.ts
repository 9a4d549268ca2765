import type { Call } from "../trace/call.ts";
import type { StateNote } from "./diagram.ts";
import { madeDescriptor } from "./descriptors.ts";

/** Follows the TCP states of a program's descriptors, from call to call. */
export class StateHistory {
  readonly #known = new Map<string, string>();

  /** What to tell beside a call: the states of its descriptors, and all that have changed. */
  notesOf(call: Call): StateNote[] {
    const own = [madeDescriptor(call), call.fd].filter((fd) => fd !== null);
    const first = own[0];
    const closed = call.name === "close" && call.result === 0 ? this.#close(call) : [];
    const notes = (call.states ?? [])
      .map(({ fd, state }) => this.#note(call, fd, state))
      .filter(({ fd, hasChanged }) => hasChanged || fd === first);
    return [...closed, ...notes].sort(
      (one, other) => Number(own.includes(other.fd)) - Number(own.includes(one.fd)),
    );
  }

  #note({ process }: Call, fd: number, state: string): StateNote {
    const key = `${process} ${fd}`;
    const before = this.#known.get(key);
    this.#known.set(key, state);
    if (before === state) return { fd, state, hasChanged: false };
    return { fd, state, hasChanged: true, ...(before === undefined ? {} : { before }) };
  }

  #close({ process, fd }: Call): StateNote[] {
    const before = this.#known.get(`${process} ${fd}`);
    if (before === undefined || fd === null) return [];
    this.#known.delete(`${process} ${fd}`);
    return [{ fd, state: "closed", before, hasChanged: true }];
  }
}
