import type { Kind, Modelled } from "./model.ts";

/**
 * A call in a random sequence. After shrinking, it may be left out because earlier commands are
 * gone.
 */
export interface Command {
  readonly method: string;
  /** The variable of the socket, or of the new object. */
  readonly target: string;
  /** The arguments as Python source. */
  readonly values?: readonly string[];
  /** Another socket that the call refers to. */
  readonly other?: string;
  readonly kind?: Kind;
  /** How many bytes to send or receive. */
  readonly size?: number;
}

/**
 * Handles the calls of one kind of socket: adds the step and its waits, or returns false to leave
 * it out.
 */
export interface Calls {
  call(x: Modelled, command: Command): boolean;
}

/** The meaning of the timeouts; others are rejected. */
const MODES: Readonly<Record<string, Modelled["waits"]>> = {
  None: "forever",
  "0": "never",
  "0.002": "briefly",
  "5": "long",
};

/** The steps of a sequence, and its sockets. */
export class Script {
  readonly steps: string[] = [];
  readonly sockets: Modelled[] = [];

  /** Returns the socket of a variable. */
  find(name: string | undefined): Modelled | undefined {
    return this.sockets.find((each) => each.name === name);
  }

  /** Adds a step. */
  say(step: string): true {
    this.steps.push(step);
    return true;
  }

  /** Adds a call without changes; returns false if it refers to a socket that does not exist. */
  plain({ method, target, other, values = [] }: Command): boolean {
    if (method === "repr") return this.say(`repr(${target})`);
    if (other !== undefined && this.find(other) === undefined) return false;
    const address = other === undefined ? [] : [`${other}.getsockname()`];
    return this.say(`${target}.${method}(${[...values, ...address].join(", ")})`);
  }

  /** Handles calls that are the same for all sockets: changing a mode, or querying. */
  simple(x: Modelled, command: Command): boolean {
    const [first = ""] = command.values ?? [];
    if (command.method === "settimeout") x.waits = MODES[first] ?? x.waits;
    if (command.method === "setblocking") x.waits = first === "True" ? "forever" : "never";
    return this.plain(command);
  }
}

/** True if a call that finds nothing ends by itself, and soon. */
export function endsSoon({ waits }: Modelled): boolean {
  return waits === "never" || waits === "briefly";
}

/** True for a receive that makes no system call: recv(0). */
export function isNoCall({ method, size }: Command): boolean {
  return size === 0 && (method === "recv" || method === "recv_into");
}
