import type { SocketState } from "./events.ts";

/** A part of what is shown of a socket, and whether it is new. */
interface Part {
  readonly text: string;
  readonly isNew: boolean;
}

/** A socket that has changed, as it is shown: its name, and what is there to say. */
export interface Change {
  readonly name: string;
  readonly parts: readonly Part[];
}

const POLL = "poll ";

function keyOf({ process, name, local, remote, isOpen }: SocketState): string {
  return isOpen ? `${process}.${name}` : `${process}.${name} ${local} ${remote}`;
}

function nameOf({ process, name }: SocketState): string {
  return process === null ? name : `${process}.${name}`;
}

/** Whether somebody, or the kernel, has given the socket an address. */
function isNamed(local: string): boolean {
  return local !== "" && !/^(?:0\.0\.0\.0|\[::\]):0$/u.test(local);
}

/** What is shown of a socket; queues only when there is something in them. */
function textsOf(state: SocketState): string[] {
  const { receiveQueue, sendQueue, readiness, error, local } = state;
  const isListener = state.state === "LISTEN";
  return [
    state.state ?? state.kind,
    ...(isNamed(local) ? [local] : []),
    ...(receiveQueue === null || receiveQueue === 0 ? [] : [`Recv-Q ${receiveQueue}`]),
    // Of a listener it is the limit, which does not change.
    ...(sendQueue === null || sendQueue === 0 || isListener ? [] : [`Send-Q ${sendQueue}`]),
    ...(readiness === null ? [] : [`${POLL}${readiness === "" ? "—" : readiness}`]),
    ...(error === "" ? [] : [`SO_ERROR ${error}`]),
    ...(state.isOpen ? [] : ["kept by the kernel"]),
  ];
}

/** Keeps what was shown, to tell what is new. */
export class StateChanges {
  #before = new Map<string, readonly string[]>();
  #names = new Map<string, string>();

  /** The sockets that are not as they were at the last call. */
  of(sockets: readonly SocketState[]): Change[] {
    const now = new Map(sockets.map((state) => [keyOf(state), this.#textsOf(state)]));
    const changes = sockets.flatMap((state) => this.#changeOf(state, now.get(keyOf(state))!));
    const closed = [...this.#names]
      .filter(([key]) => !now.has(key))
      .map(([, name]) => ({ name, parts: [{ text: "closed", isNew: true }] }));
    this.#before = now;
    // A connection that is accepted has a line of its own then.
    const owned = sockets.filter(({ process }) => process !== null);
    this.#names = new Map(owned.map((state) => [keyOf(state), nameOf(state)]));
    return [...changes, ...closed.filter(({ name }) => !changes.some((one) => one.name === name))];
  }

  /** Of a process that sleeps nobody knows what poll would say: it stays as it was. */
  #textsOf(state: SocketState): readonly string[] {
    const before = this.#before.get(keyOf(state))?.filter((text) => text.startsWith(POLL)) ?? [];
    return state.isOpen && state.readiness === null
      ? [...textsOf(state), ...before]
      : textsOf(state);
  }

  #changeOf(state: SocketState, texts: readonly string[]): Change[] {
    const before = this.#before.get(keyOf(state)) ?? [];
    if (texts.join() === before.join()) return [];
    const parts = texts.map((text) => ({ text, isNew: !before.includes(text) }));
    const [past, [first, ...rest]] = [before[0], parts as [Part, ...Part[]]];
    const isMove = past !== undefined && first.isNew;
    const now = isMove ? { text: `${past} → ${first.text}`, isNew: true } : first;
    // An address stays what it is.
    const others = rest.filter(({ text, isNew }) => isNew || text !== state.local);
    return [{ name: nameOf(state), parts: [now, ...others] }];
  }
}
