import type { SocketState } from "./events.ts";

/** One item of a socket's displayed state, and whether it is new. */
interface Part {
  readonly text: string;
  readonly isNew: boolean;
}

/** The displayed state of a socket that has changed. */
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

/** True if the socket has been bound, by the program or by the kernel. */
function isBound(local: string): boolean {
  return local !== "" && !/^(?:0\.0\.0\.0|\[::\]):0$/u.test(local);
}

/** What is shown for a socket. Queues are shown only when they are not empty. */
function textsOf(state: SocketState): string[] {
  const { receiveQueue, sendQueue, readiness, error, local } = state;
  const isListener = state.state === "LISTEN";
  return [
    state.state ?? state.kind,
    ...(isBound(local) ? [local] : []),
    ...(receiveQueue === null || receiveQueue === 0 ? [] : [`Recv-Q ${receiveQueue}`]),
    // A listener's Send-Q is its backlog, which rarely changes.
    ...(sendQueue === null || sendQueue === 0 || isListener ? [] : [`Send-Q ${sendQueue}`]),
    ...(readiness === null ? [] : [`${POLL}${readiness === "" ? "—" : readiness}`]),
    ...(error === "" ? [] : [`SO_ERROR ${error}`]),
    ...(state.isOpen ? [] : ["kept by the kernel"]),
  ];
}

/** Remembers what was shown, to find what is new. */
export class StateChanges {
  #before = new Map<string, readonly string[]>();
  #names = new Map<string, string>();

  /** Returns the sockets that have changed since the last call. */
  of(sockets: readonly SocketState[]): Change[] {
    const now = new Map(sockets.map((state) => [keyOf(state), this.#textsOf(state)]));
    const changes = sockets.flatMap((state) => this.#changeOf(state, now.get(keyOf(state))!));
    const closed = [...this.#names]
      .filter(([key]) => !now.has(key))
      .map(([, name]) => ({ name, parts: [{ text: "closed", isNew: true }] }));
    this.#before = now;
    // An accepted connection gets its own line, so the unaccepted one is not shown as closed.
    const owned = sockets.filter(({ process }) => process !== null);
    this.#names = new Map(owned.map((state) => [keyOf(state), nameOf(state)]));
    return [...changes, ...closed.filter(({ name }) => !changes.some((one) => one.name === name))];
  }

  /** While a process sleeps, poll cannot be called for its sockets: the last result is kept. */
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
    // An address rarely changes: it is shown once.
    const others = rest.filter(({ text, isNew }) => isNew || text !== state.local);
    return [{ name: nameOf(state), parts: [now, ...others] }];
  }
}
