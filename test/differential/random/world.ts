import {
  addUnread,
  hasNothingToRead,
  isTcp,
  join,
  type Kind,
  type Modelled,
  newModel,
  takeUnread,
} from "./model.ts";

/** A call of a random sequence. Without the commands before it, it may turn out to be left out. */
export interface Command {
  readonly method: string;
  /** The name of the socket, or of what is made. */
  readonly target: string;
  /** The arguments as Python has them. */
  readonly values?: readonly string[];
  /** Another socket that it is about. */
  readonly other?: string;
  readonly kind?: Kind;
  /** How many bytes, for a send or a receive. */
  readonly size?: number;
}

const FAMILIES: Readonly<Record<Kind, string>> = {
  TCP: "AF_INET, SOCK_STREAM",
  "TCP over IPv6": "AF_INET6, SOCK_STREAM",
  "UNIX stream": "AF_UNIX, SOCK_STREAM",
  "UNIX seqpacket": "AF_UNIX, SOCK_SEQPACKET",
};
/** What the timeouts come to; others are refused. */
const MODES: Readonly<Record<string, Modelled["waits"]>> = {
  None: "for ever",
  "0": "never",
  "0.002": "briefly",
  "5": "long",
};
/** The backlog of the listeners. Their queues stay shorter. */
const BACKLOG = 8;
const MOST_UNREAD = 8000;

/** A sequence that grows: its steps, and a model of what they have done. */
export class World {
  readonly steps: string[] = [];
  readonly sockets: Modelled[] = [];
  readonly #selectors: string[] = [];

  /** Adds a command with the waits that it needs; false when it had to be left out. */
  apply(command: Command): boolean {
    const { method, target } = command;
    if (method === "socket" || method === "socketpair") return this.#make(command);
    if (method === "select") return this.#select(command);
    if (method.endsWith("Selector")) return this.#makeSelector(command);
    if (this.#selectors.includes(target)) return this.#useSelector(command);
    const x = this.find(target);
    if (x === undefined) return false;
    return this.#call(x, command);
  }

  find(name: string | undefined): Modelled | undefined {
    return this.sockets.find((each) => each.name === name);
  }

  get selectors(): readonly string[] {
    return this.#selectors;
  }

  #make({ method, target, other, kind }: Command): boolean {
    const x = newModel(target, kind!);
    this.sockets.push(x);
    if (method === "socket") return this.#say(`${target} = socket(${FAMILIES[kind!]})`);
    const y = newModel(other!, kind!);
    join(x, y);
    this.sockets.push(y);
    return this.#say(`${target}, ${other!} = socketpair(${FAMILIES[kind!]})`);
  }

  #makeSelector({ method, target }: Command): boolean {
    this.#selectors.push(target);
    return this.#say(`${target} = selectors.${method}()`);
  }

  #useSelector({ method, target, other, values = [] }: Command): boolean {
    if (method === "ready") return this.#say(`ready(${target})`);
    const x = this.find(other);
    // How far modify() goes with what it refuses is the selector's own affair in CPython.
    const isRefused = x?.state === "closed" || values.includes("0");
    if (x === undefined || (method === "modify" && isRefused)) return false;
    return this.#say(`${target}.${method}(${[other!, ...values].join(", ")})`);
  }

  #select({ values = [] }: Command): boolean {
    const known = values.map((list) => list.split(" ").filter((name) => this.find(name)));
    return this.#say(
      `select.select(${known.map((names) => `[${names.join(", ")}]`).join(", ")}, 0)`,
    );
  }

  #call(x: Modelled, command: Command): boolean {
    if (x.state === "closed") return this.#plain(command);
    switch (command.method) {
      case "connect":
      case "connect_ex":
        return this.#connect(x, command);
      case "accept":
        return this.#accept(x, command);
      case "send":
      case "sendall":
        return this.#send(x, command);
      case "recv":
      case "recv_into":
        return this.#receive(x, command);
      case "shutdown":
        return this.#shutdown(x, command);
      case "close":
        return this.#close(x, command);
      case "listen":
        return this.#listen(x, command);
      default:
        return this.#change(x, command);
    }
  }

  #plain({ method, target, other, values }: Command): boolean {
    if (method === "repr") return this.#say(`repr(${target})`);
    if (other !== undefined && this.find(other) === undefined) return false;
    const all = other === undefined ? values : [`${other}.getsockname()`];
    return this.#say(`${target}.${method}(${(all ?? []).join(", ")})`);
  }

  #change(x: Modelled, command: Command): boolean {
    const [first = "", second] = command.values ?? [];
    if (command.method === "setsockopt" && second === "SO_LINGER") {
      // The connections of a listener inherit it at a time of the kernel's choice.
      if (x.state === "listening") return false;
      x.lingersNot = true;
    }
    if (command.method === "bind" && !this.#bind(x, command)) return false;
    if (!this.#plain(command)) return false;
    if (command.method === "settimeout") x.waits = MODES[first] ?? x.waits;
    if (command.method === "setblocking") x.waits = first === "True" ? "for ever" : "never";
    return true;
  }

  #bind(x: Modelled, command: Command): boolean {
    if (command.other === undefined) x.isBound = true;
    const y = this.find(command.other);
    // The port of a client may at the same time be that of an old connection, in TIME_WAIT.
    if (y === undefined || !isTcp(y)) return true;
    x.isSpoiled = true;
    return y.isBound;
  }

  #listen(x: Modelled, command: Command): boolean {
    if (x.isSpoiled) return false;
    const isPossible = x.state === "new" && !x.owesRefusal && (isTcp(x) || x.isBound);
    if (isPossible) x.state = "listening";
    return this.#plain({ ...command, values: [String(BACKLOG)] });
  }

  #connect(x: Modelled, command: Command): boolean {
    const y = this.find(command.other);
    // To itself a socket can even connect.
    if (y === undefined || y === x || !hasPortOfItsOwn(y) || x.isSpoiled || y.isSpoiled)
      return false;
    // A handshake may take its time.
    if (x.waits === "briefly" || y.queue.length >= BACKLOG - 2) return false;
    this.#plain(command);
    const isFirst = x.state === "new" && !x.owesRefusal;
    x.hasTried = true;
    x.owesRefusal = false;
    if (!isFirst || y.state === "closed" || x.kind !== y.kind) return true;
    if (isTcp(x) && x.waits === "never") this.#say(`wait(${x.name}, 'writable')`);
    if (y.state === "listening") this.#enqueue(x, y);
    else if (x.waits === "never") x.owesRefusal = isTcp(x);
    return true;
  }

  #enqueue(x: Modelled, listener: Modelled): void {
    const child = newModel("", x.kind);
    child.isAccepted = true;
    child.lingersNot = listener.lingersNot;
    join(x, child);
    listener.queue.push(child);
    this.#say(`wait(${listener.name}, 'readable')`);
  }

  #accept(x: Modelled, command: Command): boolean {
    const child = x.state === "listening" ? x.queue.shift() : undefined;
    if (child === undefined) {
      const isSure = x.waits === "never" || x.waits === "briefly";
      return isSure && this.#plain(command);
    }
    this.#say(`wait(${x.name}, 'readable')`);
    child.name = command.other!;
    this.sockets.push(child);
    this.#say(`${child.name}, address_of_${child.name} = ${x.name}.accept()`);
    this.#settle(child);
    return true;
  }

  /** Waits until all that the peer has done has arrived. */
  #settle(x: Modelled): void {
    if (!isTcp(x) || x.name === "" || x.state !== "connected") return;
    if (x.isReset) this.#say(`wait(${x.name}, 'reset')`);
    else if (x.peer!.state === "closed" || x.peer!.writesNoMore)
      this.#say(`wait(${x.name}, 'ended')`);
    if (!x.isReset && x.sentTo > 0) this.#say(`received(${x.name}, ${x.sentTo})`);
  }

  #send(x: Modelled, command: Command): boolean {
    // With a timeout it waits until the listener is writable, which it never is.
    if (x.state === "listening" && x.waits === "long") return false;
    const { peer } = x;
    const isOpen = x.state === "connected" && !x.isReset && !x.writesNoMore;
    if (peer === undefined || !isOpen) return this.#plain(command);
    const unread = peer.unread.reduce((sum, each) => sum + each, 0);
    if (unread + command.size! > MOST_UNREAD) return false;
    this.#plain(command);
    if (isTcp(x)) this.#deliver(x, peer, command.size!);
    else if (peer.state !== "closed" && !peer.readsNoMore) addUnread(peer, command.size!);
    return true;
  }

  #deliver(x: Modelled, peer: Modelled, size: number): void {
    if (size === 0) return;
    // There is nobody to read what comes: a closed socket, or one that is shut down both ways.
    const isRefused = peer.state === "closed" || (peer.readsNoMore && peer.writesNoMore);
    if (!isRefused) addUnread(peer, size);
    else x.isReset = peer.isReset = true;
    if (isRefused) this.#settle(x);
    this.#settle(peer);
  }

  #receive(x: Modelled, command: Command): boolean {
    const isSure = x.waits === "never" || x.waits === "briefly";
    const size = command.size!;
    if (hasNothingToRead(x) && !isSure && size > 0) return false;
    if (!this.#plain(command)) return false;
    if (!(command.values ?? []).includes("MSG_PEEK") && size > 0) takeUnread(x, size);
    return true;
  }

  #shutdown(x: Modelled, command: Command): boolean {
    const how = command.values![0]!;
    if (x.state === "listening") return false;
    this.#plain(command);
    x.isSpoiled ||= x.state === "new";
    if (x.state !== "connected" || x.isReset) return true;
    const { peer } = x;
    if (how !== "SHUT_WR") {
      x.readsNoMore = true;
      if (!isTcp(x)) peer!.writesNoMore = true;
    }
    if (how !== "SHUT_RD") {
      x.writesNoMore = true;
      if (!isTcp(x)) peer!.readsNoMore = true;
      if (!peer!.isReset) this.#settle(peer!);
    }
    return true;
  }

  #close(x: Modelled, command: Command): boolean {
    this.#plain(command);
    const ends = x.state === "listening" ? x.queue : x.state === "connected" ? [x] : [];
    const isListener = x.state === "listening";
    x.state = "closed";
    for (const end of ends) {
      const { peer } = end;
      end.state = "closed";
      if (peer === undefined || peer.state === "closed" || peer.isReset || end.isReset) continue;
      const haveBothEnded = isTcp(x) && end.writesNoMore && peer.writesNoMore;
      peer.isReset = (isListener || end.unread.length > 0 || end.lingersNot) && !haveBothEnded;
      this.#settle(peer);
    }
    return true;
  }

  #say(step: string): true {
    this.steps.push(step);
    return true;
  }
}

// An accepted socket has its listener's address, and others may soon have a client's port.
function hasPortOfItsOwn(x: Modelled): boolean {
  if (x.isAccepted) return false;
  return !isTcp(x) || x.state === "listening" || x.isBound || !x.hasTried;
}

/** The steps of some commands, with the waits between them. */
export function render(commands: readonly Command[]): string[] {
  const world = new World();
  for (const command of commands) world.apply(command);
  return world.steps;
}
