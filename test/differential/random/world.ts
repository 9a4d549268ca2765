import { Connections } from "./connections.ts";
import { Datagrams } from "./datagrams.ts";
import { isDatagram, join, type Kind, type Modelled, newModel } from "./model.ts";
import { type Command, Script } from "./script.ts";

const FAMILIES: Readonly<Record<Kind, string>> = {
  TCP: "AF_INET, SOCK_STREAM",
  "TCP over IPv6": "AF_INET6, SOCK_STREAM",
  "UNIX stream": "AF_UNIX, SOCK_STREAM",
  "UNIX seqpacket": "AF_UNIX, SOCK_SEQPACKET",
  UDP: "AF_INET, SOCK_DGRAM",
  "UDP over IPv6": "AF_INET6, SOCK_DGRAM",
  "UNIX datagram": "AF_UNIX, SOCK_DGRAM",
};

/** Objects that watch sockets: how to create and query each. Their results are sorted. */
const WATCHERS: Readonly<Record<string, (name: string) => readonly [make: string, ask: string]>> = {
  poll: (name) => [`${name} = select.poll()`, `${name}.poll(0)`],
  epoll: (name) => [`${name} = select.epoll()`, `sorted(${name}.poll(0))`],
  ...Object.fromEntries(
    ["SelectSelector", "PollSelector", "EpollSelector", "DefaultSelector"].map((selector) => [
      selector,
      (name: string) => [`${name} = selectors.${selector}()`, `ready(${name})`] as const,
    ]),
  ),
};

/** A growing sequence: its steps, and a model of their effects. */
export class World {
  readonly #script = new Script();
  readonly #connections = new Connections(this.#script);
  readonly #datagrams = new Datagrams(this.#script);
  readonly #watchers = new Map<string, string>();

  get steps(): readonly string[] {
    return this.#script.steps;
  }

  get sockets(): readonly Modelled[] {
    return this.#script.sockets;
  }

  /** The variables of the watching objects, and the kind of each. */
  get watchers(): ReadonlyMap<string, string> {
    return this.#watchers;
  }

  /** Adds a command with the waits it needs; returns false if it had to be left out. */
  apply(command: Command): boolean {
    const { method, target } = command;
    if (method === "socket" || method === "socketpair") return this.#make(command);
    if (method === "select") return this.#select(command);
    if (method in WATCHERS) return this.#makeWatcher(command);
    if (this.#watchers.has(target)) return this.#useWatcher(command);
    const x = this.#script.find(target);
    if (x === undefined) return false;
    if (x.state === "closed") return this.#script.plain(command);
    return (isDatagram(x) ? this.#datagrams : this.#connections).call(x, command);
  }

  #make({ method, target, other, kind }: Command): boolean {
    const x = newModel(target, kind!);
    this.#script.sockets.push(x);
    if (method === "socket") return this.#script.say(`${target} = socket(${FAMILIES[kind!]})`);
    const y = newModel(other!, kind!);
    join(x, y);
    this.#script.sockets.push(y);
    return this.#script.say(`${target}, ${other!} = socketpair(${FAMILIES[kind!]})`);
  }

  #makeWatcher({ method, target }: Command): boolean {
    this.#watchers.set(target, method);
    return this.#script.say(WATCHERS[method]!(target)[0]);
  }

  #useWatcher({ method, target, other, values = [] }: Command): boolean {
    const watcher = this.#watchers.get(target)!;
    if (method === "ask") return this.#script.say(WATCHERS[watcher]!(target)[1]);
    const x = this.#script.find(other);
    // How far CPython's modify() gets before it fails depends on the selector.
    const isRefused = x?.state === "closed" || values.includes("0");
    const isSelector = watcher.endsWith("Selector");
    if (x === undefined || (isSelector && method === "modify" && isRefused)) return false;
    return this.#script.say(`${target}.${method}(${[other!, ...values].join(", ")})`);
  }

  #select({ values = [] }: Command): boolean {
    const known = values.map((list) => list.split(" ").filter((name) => this.#script.find(name)));
    const lists = known.map((names) => `[${names.join(", ")}]`);
    return this.#script.say(`select.select(${lists.join(", ")}, 0)`);
  }
}

/** Returns the steps of some commands, with the waits between them. */
export function render(commands: readonly Command[]): readonly string[] {
  const world = new World();
  for (const command of commands) world.apply(command);
  return world.steps;
}
