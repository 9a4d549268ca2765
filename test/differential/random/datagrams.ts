import { isUdp, type Modelled, takeUnread } from "./model.ts";
import { type Calls, type Command, endsSoon, isNoCall, type Script } from "./script.ts";

// Sending to a full queue would block; a Unix socket's queue holds ten.
const MOST_QUEUED = 6;

/** The calls of sockets that send datagrams. */
export class Datagrams implements Calls {
  readonly #script: Script;

  constructor(script: Script) {
    this.#script = script;
  }

  call(x: Modelled, command: Command): boolean {
    switch (command.method) {
      case "connect":
      case "connect_ex":
        return this.#connect(x, command);
      case "sendto":
        return this.#send(x, this.#script.find(command.other), command);
      case "send":
      case "sendall":
      case "sendmsg":
        return this.#send(x, x.peer, command);
      case "recv":
      case "recv_into":
      case "recvfrom":
      case "recvfrom_into":
      case "recvmsg":
      case "recvmsg_into":
        return this.#receive(x, command);
      case "close":
        x.state = "closed";
        return this.#script.plain(command);
      // Hand-written sequences cover their effect on sockets without connections.
      case "shutdown":
      case "accept":
        return false;
      default:
        return this.#simple(x, command);
    }
  }

  #simple(x: Modelled, command: Command): boolean {
    if (command.method === "bind") {
      // Of the same kind, and not bound to all addresses: a sender needs an address.
      if (command.other !== undefined || command.kind !== x.kind) return false;
      x.isBound = true;
    }
    // With it, two sockets may get the same port.
    if (command.values?.includes("SO_REUSEADDR") === true) return false;
    if (command.values?.includes("SO_ERROR") === true) x.owesRefusal = false;
    return this.#script.simple(x, command);
  }

  #connect(x: Modelled, command: Command): boolean {
    const y = this.#script.find(command.other);
    if (y === undefined || y === x || !canBeFound(y) || y.kind !== x.kind) return false;
    // A Unix socket would discard its queue and notify the old peer.
    if (!isUdp(x) && x.peer !== undefined) return false;
    x.peer = y;
    // UDP assigns it a port, where others can reach it.
    x.isBound ||= isUdp(x);
    return this.#script.plain(command);
  }

  #send(x: Modelled, y: Modelled | undefined, command: Command): boolean {
    // Without a peer the call fails.
    if (y === undefined) return command.method !== "sendto" && this.#script.plain(command);
    if (y.kind !== x.kind || !isSafe(x, y, command)) return false;
    // A closed socket has no address.
    if (command.method === "sendto" && y.state === "closed") return this.#script.plain(command);
    const owes = x.owesRefusal;
    x.owesRefusal = false;
    this.#script.plain(command);
    if (!owes) this.#arrive(x, y, command.size!);
    return true;
  }

  #arrive(x: Modelled, y: Modelled, size: number): void {
    const isTaken = takes(y, x);
    if (isTaken) y.unread.push(size);
    if (isUdp(x) && isTaken) this.#script.say(`wait(${y.name}, 'readable')`);
    x.isBound ||= isUdp(x);
    if (!isUdp(x) && y.state === "closed") {
      // The sender is notified and disconnected, and loses what it has not received.
      x.peer = undefined;
      x.unread = [];
    }
    if (!isUdp(x) || isTaken || x.peer !== y) return;
    // The network notifies a connected sender.
    x.owesRefusal = true;
    this.#script.say(`wait(${x.name}, 'readable')`);
  }

  #receive(x: Modelled, command: Command): boolean {
    const isEmpty = x.unread.length === 0 && !x.owesRefusal;
    if (isEmpty && !endsSoon(x) && !isNoCall(command)) return false;
    this.#script.plain(command);
    if (isNoCall(command)) return true;
    if (x.owesRefusal) x.owesRefusal = false;
    else if (!command.values!.includes("MSG_PEEK")) takeUnread(x, command.size!);
    return true;
  }
}

// A connected socket receives datagrams only from its peer.
function takes(x: Modelled, sender: Modelled): boolean {
  return x.state !== "closed" && (x.peer === undefined || x.peer === sender);
}

// The port of a closed or unbound socket may soon belong to another socket.
function canBeFound(x: Modelled): boolean {
  return x.state !== "closed" && x.isBound;
}

function isSafe(x: Modelled, y: Modelled, command: Command): boolean {
  if (y.unread.length >= MOST_QUEUED) return false;
  const isNamed = command.method === "sendto";
  if (!isUdp(x)) return !isNamed || y.state === "closed" || y.isBound;
  // You can wait only for the first arrival, be it a datagram or an error.
  if (!takes(y, x) && x.unread.length > 0) return false;
  return canBeFound(y) && y.unread.length === 0 && !(isNamed && x.peer !== undefined);
}
