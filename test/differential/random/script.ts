import type { Kind, Modelled } from "./model.ts";

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

/** What takes the calls of some sockets: adds the step and its waits, or leaves it out (false). */
export interface Calls {
  call(x: Modelled, command: Command): boolean;
}

/** What the timeouts come to; others are refused. */
const MODES: Readonly<Record<string, Modelled["waits"]>> = {
  None: "for ever",
  "0": "never",
  "0.002": "briefly",
  "5": "long",
};

/** The steps of a sequence, and its sockets. */
export class Script {
  readonly steps: string[] = [];
  readonly sockets: Modelled[] = [];

  /** The socket of a name. */
  find(name: string | undefined): Modelled | undefined {
    return this.sockets.find((each) => each.name === name);
  }

  /** Adds a step. */
  say(step: string): true {
    this.steps.push(step);
    return true;
  }

  /** Adds a call as it is; false when it is about a socket that there is not. */
  plain({ method, target, other, values = [] }: Command): boolean {
    if (method === "repr") return this.say(`repr(${target})`);
    if (other !== undefined && this.find(other) === undefined) return false;
    const address = other === undefined ? [] : [`${other}.getsockname()`];
    return this.say(`${target}.${method}(${[...values, ...address].join(", ")})`);
  }

  /** The calls that are the same for all sockets: those that change a mode, or only ask. */
  simple(x: Modelled, command: Command): boolean {
    const [first = ""] = command.values ?? [];
    if (command.method === "settimeout") x.waits = MODES[first] ?? x.waits;
    if (command.method === "setblocking") x.waits = first === "True" ? "for ever" : "never";
    return this.plain(command);
  }
}

/** True when a call with nothing to find ends by itself, and soon. */
export function endsSoon({ waits }: Modelled): boolean {
  return waits === "never" || waits === "briefly";
}

/** True for a receive that makes no system call: recv() of nothing. */
export function isNoCall({ method, size }: Command): boolean {
  return size === 0 && (method === "recv" || method === "recv_into");
}
