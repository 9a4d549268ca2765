import { randomFrom } from "../../support/random.ts";
import { isDatagram, type Kind, type Modelled } from "./model.ts";
import type { Command } from "./script.ts";
import { World } from "./world.ts";

const LONGEST_SEQUENCE = 30;
const MOST_SOCKETS = 8;

const LINGER_NOT = "b'\\x01\\0\\0\\0\\0\\0\\0\\0'";

const OPTIONS = [
  "SOL_SOCKET, SO_ACCEPTCONN",
  "SOL_SOCKET, SO_ERROR",
  "SOL_SOCKET, SO_KEEPALIVE",
  "SOL_SOCKET, SO_LINGER, 8",
  "SOL_SOCKET, SO_REUSEADDR",
  "SOL_SOCKET, SO_TYPE",
  "SOL_SOCKET, 9999",
  "IPPROTO_TCP, TCP_NODELAY",
];

const SETTINGS = [
  "SOL_SOCKET, SO_KEEPALIVE, 1",
  "SOL_SOCKET, SO_REUSEADDR, 1",
  "SOL_SOCKET, SO_KEEPALIVE, b'\\x01\\0\\0\\0'",
  `SOL_SOCKET, SO_LINGER, ${LINGER_NOT}`,
  "SOL_SOCKET, SO_TYPE, 1",
  "IPPROTO_TCP, TCP_NODELAY, 1",
];

const TIMEOUTS = ["None", "0", "0.002", "5", "-1"];
const SIZES = [0, 1, 3, 10, 100, 3000];
const WATCHERS = [
  "SelectSelector",
  "PollSelector",
  "EpollSelector",
  "DefaultSelector",
  "poll",
  "epoll",
];
const EVENTS = ["selectors.EVENT_READ", "selectors.EVENT_WRITE", "3", "0"];
const MASKS: Readonly<Record<string, readonly string[]>> = {
  poll: ["select.POLLIN", "select.POLLOUT", "select.POLLIN | select.POLLRDHUP", "0"],
  epoll: ["select.EPOLLIN", "select.EPOLLOUT", "select.EPOLLIN | select.EPOLLRDHUP", "0"],
};

const SENDING = ["send", "send", "sendall", "sendmsg"];
const RECEIVING = [
  "recv",
  "recv",
  "recv_into",
  "recvfrom",
  "recvfrom_into",
  "recvmsg",
  "recvmsg_into",
];
const DATAGRAMS = ["bind", "bind", "connect", "sendto", "sendto", "sendto", "send", "recv", "recv"];

const ASKING = ["fileno", "getblocking", "getpeername", "getsockname", "gettimeout", "repr"];

/** Chooses commands at random; the same seed gives the same commands. */
class Chooser {
  readonly #random: () => number;
  readonly #kinds: readonly Kind[];
  readonly #world: World;
  #made = 0;

  constructor(seed: number, world: World, kinds: readonly Kind[]) {
    this.#random = randomFrom(seed);
    this.#world = world;
    this.#kinds = kinds;
  }

  below(count: number): number {
    return Math.floor(this.#random() * count);
  }

  #of<Item>(items: readonly Item[]): Item {
    return items[this.below(items.length)]!;
  }

  /** Most sequences begin by creating something to call methods of. */
  opening(): Command[] {
    const kind = this.#of(this.#kinds);
    if (kind.startsWith("UNIX") && this.below(3) === 0) return [this.#pair(kind)];
    const [l, c] = [this.#name("l"), this.#name("c")];
    const setUp: Command[] = [
      { method: "socket", target: l, kind },
      { method: "bind", target: l, kind, values: [this.#address(kind, l)] },
      { method: "listen", target: l },
      { method: "socket", target: c, kind },
      ...this.#sometimes(this.#mode(c)),
      ...this.#sometimes({ method: "connect_ex", target: c, other: l }),
      ...this.#sometimes({ method: "accept", target: l, other: this.#name("s") }),
    ];
    return setUp.slice(0, 1 + this.below(3 * setUp.length));
  }

  #sometimes(command: Command): Command[] {
    return this.below(3) === 0 ? [] : [command];
  }

  #name(prefix: string): string {
    return `${prefix}${++this.#made}`;
  }

  #pair(kind: Kind): Command {
    const [target, other] = [this.#name("a"), this.#name("b")];
    return { method: "socketpair", target, other, kind };
  }

  #address(kind: Kind, name: string): string {
    if (kind === "TCP") return this.#of(["('127.0.0.1', 0)", "('127.0.0.1', 0)", "('', 0)"]);
    if (kind === "UDP") return "('127.0.0.1', 0)";
    if (kind.endsWith("IPv6")) return this.#of(["('::1', 0)", "('::1', 0, 0, 0)"]);
    return this.#of([`'${name}'`, `b'${name}'`, `abstract(b'${name}')`]);
  }

  #mode(target: string): Command {
    if (this.below(2) === 0) {
      return { method: "setblocking", target, values: [this.#of(["True", "False", "False"])] };
    }
    return { method: "settimeout", target, values: [this.#of(TIMEOUTS)] };
  }

  /** Returns any command, preferably one that makes sense. */
  next(): Command {
    const { sockets, watchers } = this.#world;
    const open = sockets.filter(({ state }) => state !== "closed");
    const isFull = sockets.length >= MOST_SOCKETS;
    if (sockets.length === 0 || (!isFull && this.below(12) === 0)) return this.#newSocket();
    if (watchers.size < 3 && this.below(20) === 0) {
      return { method: this.#of(WATCHERS), target: this.#name("q") };
    }
    if (watchers.size > 0 && this.below(6) === 0) return this.#watcherCommand();
    if (this.below(8) === 0) return this.#selectCommand();
    const x = this.#of(open.length > 0 && this.below(10) > 0 ? open : sockets);
    return this.#command(x);
  }

  #newSocket(): Command {
    const kind = this.#of(this.#kinds);
    if (kind.startsWith("UNIX") && this.below(3) === 0) return this.#pair(kind);
    return { method: "socket", target: this.#name("x"), kind };
  }

  #watcherCommand(): Command {
    const [target, watcher] = this.#of([...this.#world.watchers]);
    const method = this.#of(["register", "register", "modify", "unregister", "ask", "ask"]);
    if (method === "ask") return { method, target };
    const other = this.#anySocket().name;
    const values = method === "unregister" ? [] : [this.#of(MASKS[watcher] ?? EVENTS)];
    return { method, target, other, values };
  }

  #selectCommand(): Command {
    const names = (): string =>
      Array.from({ length: this.below(4) }, () => this.#anySocket().name).join(" ");
    return { method: "select", target: "", values: [names(), names(), names()] };
  }

  #anySocket(): Modelled {
    return this.#of(this.#world.sockets);
  }

  #command(x: Modelled): Command {
    const target = x.name;
    const likely: Readonly<Record<Modelled["state"], readonly string[]>> = {
      new: ["bind", "connect", "connect", "connect_ex", "connect_ex", "listen"],
      listening: ["accept", "accept", "accept"],
      connected: ["send", "send", "send", "recv", "recv", "recv", "recv", "shutdown"],
      closed: [],
    };
    const any = ["mode", "bind", "listen", "accept", "connect", "connect_ex", "send", "send"];
    const others = ["recv", "recv", "shutdown", "close", "ask", "ask", "get", "set"];
    const first = this.below(3) === 0 ? any : isDatagram(x) ? DATAGRAMS : likely[x.state];
    const method = this.#of([...first, ...others]);
    return this.#filledIn(target, method, x);
  }

  #filledIn(target: string, method: string, x: Modelled): Command {
    const other = this.#anySocket().name;
    switch (method) {
      case "mode":
        return this.#mode(target);
      case "bind":
        if (this.below(4) === 0) return { method, target, other };
        return this.#bind(x);
      case "accept":
        return { method, target, other: this.#name("s") };
      case "connect":
      case "connect_ex":
        return { method, target, other: this.#connectable(other) };
      case "send":
        return this.#send(target, this.#of(SENDING));
      case "sendto":
        return { ...this.#send(target, method), other };
      case "recv":
        return this.#receive(target, this.#of(RECEIVING));
      case "shutdown":
        return {
          method,
          target,
          values: [this.#of(["SHUT_RD", "SHUT_WR", "SHUT_WR", "SHUT_RDWR"])],
        };
      case "ask":
        return { method: this.#of(ASKING), target };
      case "get":
        return { method: "getsockopt", target, values: this.#of(OPTIONS).split(", ") };
      case "set":
        return { method: "setsockopt", target, values: this.#of(SETTINGS).split(", ") };
      default:
        return { method, target: x.name };
    }
  }

  #bind({ name: target, kind: own }: Modelled): Command {
    const kind = this.below(3) === 0 ? this.#of(this.#kinds) : own;
    const address = this.#address(kind, target);
    // Of another family, but not an address that exists in every family.
    const value = kind !== own && address === "('', 0)" ? "('127.0.0.1', 0)" : address;
    return { method: "bind", target, kind, values: [value] };
  }

  #connectable(other: string): string {
    const listeners = this.#world.sockets.filter(
      ({ state, isBound, kind }) => state === "listening" || (isBound && kind.endsWith("datagram")),
    );
    return listeners.length > 0 && this.below(4) > 0 ? this.#of(listeners).name : other;
  }

  #send(target: string, method: string): Command {
    const size = this.#of(SIZES);
    const data = size > 10 ? `b'y' * ${size}` : `b'${"0123456789".slice(0, size)}'`;
    return { method, target, size, values: [method === "sendmsg" ? `[${data}, b'']` : data] };
  }

  #receive(target: string, method: string): Command {
    const size = this.#of(SIZES);
    const flags = this.#of(["", "", "", "MSG_PEEK"]);
    const room = method === "recvmsg_into" ? `[bytearray(${size})]` : `bytearray(${size})`;
    const first = method.endsWith("_into") ? room : String(size);
    const isAlone = method === "recv" || method === "recvfrom";
    const rest = flags === "" ? [] : isAlone ? [flags] : ["0", flags];
    return { method, target, size, values: [first, ...rest] };
  }
}

/** Returns the commands of a random sequence. */
export function generate(seed: number, kinds: readonly Kind[]): Command[] {
  const world = new World();
  const chooser = new Chooser(seed, world, kinds);
  const commands: Command[] = [];
  const add = (command: Command): void => {
    if (world.apply(command)) commands.push(command);
  };
  const length = 1 + chooser.below(LONGEST_SEQUENCE);
  if (chooser.below(10) > 0) chooser.opening().forEach(add);
  for (let tries = 0; commands.length < length && tries < 4 * length; tries++) add(chooser.next());
  return commands;
}
