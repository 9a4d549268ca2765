// What the tests of the kernel's behaviour ask it, and how the answers read.

import { errorcode } from "bsd-sockets/errno";
import { OSError } from "bsd-sockets/errors";
import * as select from "bsd-sockets/select";
import * as socket from "bsd-sockets/socket";

/** Why the tests are skipped that tell what Linux does, or false. */
export const needsLinux = process.platform !== "linux" && "tells what Linux does";

const GENEROUS_MILLISECONDS = 50_000;
const bits: [name: string, bit: number][] = [
  ["IN", select.POLLIN],
  ["PRI", select.POLLPRI],
  ["OUT", select.POLLOUT],
  ["ERR", select.POLLERR],
  ["HUP", select.POLLHUP],
  ["RDHUP", select.POLLRDHUP ?? 0],
];
const everything = bits.reduce((mask, [, bit]) => mask | bit, 0);

/** What becomes of a call: `"OK"`, or the code of its OSError. */
export function outcome(call: () => unknown): string {
  try {
    call();
    return "OK";
  } catch (error) {
    if (error instanceof OSError && error.code !== undefined) return error.code;
    throw error;
  }
}

/** The name of what `connect_ex` or SO_ERROR gives: `"OK"` for 0. */
export function nameOf(errno: number): string {
  return errno === 0 ? "OK" : (errorcode.get(errno) ?? String(errno));
}

/** Takes the error that waits at a socket, by its name. */
export function takeError(s: socket.Socket): string {
  return nameOf(socket.getOption(s, "SO_ERROR"));
}

function pollFor(s: socket.Socket, mask: number, milliseconds: number): string {
  const poller = select.poll();
  poller.register(s, mask);
  const [[, events] = [0, 0]] = poller.poll(milliseconds);
  return bits
    .filter(([, bit]) => (events & bit) !== 0)
    .map(([name]) => name)
    .join("|");
}

/** All that `poll(2)` has to say of a socket now, such as `"IN|HUP"`. */
export function eventsOf(s: socket.Socket): string {
  return pollFor(s, everything, 0);
}

/** Waits until a socket is readable, or has an error or a hang-up. Gives all events then. */
export function untilReadable(s: socket.Socket): string {
  if (pollFor(s, select.POLLIN, GENEROUS_MILLISECONDS) === "")
    throw new Error("still not readable");
  return eventsOf(s);
}

/** Waits until an error or a hang-up has come to a socket. Gives all events then. */
export function untilHungUp(s: socket.Socket): string {
  if (pollFor(s, 0, GENEROUS_MILLISECONDS) === "") throw new Error("still not hung up");
  return eventsOf(s);
}

/** The state of a TCP connection, as TCP_INFO names it without the prefix. */
export function stateOf(s: socket.Socket): string {
  return socket.getOption(s, "TCP_INFO").state.replace("TCP_", "");
}

/** Closes a socket in such a way that its connection is reset: SO_LINGER with no time. */
export function reset(s: socket.Socket): void {
  socket.setOption(s, "SO_LINGER", { onoff: true, linger: 0 });
  s.close();
}

/** Things that are closed together. */
export class Together implements Disposable {
  readonly #things: Disposable[] = [];

  /** Takes something in, and gives it back. */
  add<Thing extends Disposable>(thing: Thing): Thing {
    this.#things.push(thing);
    return thing;
  }

  [Symbol.dispose](): void {
    for (const thing of this.#things.reverse()) thing[Symbol.dispose]();
  }
}
