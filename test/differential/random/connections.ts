import {
  addUnread,
  familyOf,
  hasNothingToRead,
  isTcp,
  isUdp,
  join,
  type Modelled,
  newModel,
  takeUnread,
} from "./model.ts";
import { type Calls, type Command, endsSoon, isNoCall, type Script } from "./script.ts";

/** The listeners' backlog; their queues stay shorter than that. */
const BACKLOG = 8;
const MOST_UNREAD = 8000;

/** The calls of sockets that connect to each other. */
export class Connections implements Calls {
  readonly #script: Script;

  constructor(script: Script) {
    this.#script = script;
  }

  call(x: Modelled, command: Command): boolean {
    switch (command.method) {
      case "connect":
      case "connect_ex":
        return this.#connect(x, command);
      case "accept":
        return this.#accept(x, command);
      case "send":
      case "sendall":
      case "sendmsg":
        return this.#send(x, command);
      case "recv":
      case "recv_into":
      case "recvfrom":
      case "recvfrom_into":
      case "recvmsg":
      case "recvmsg_into":
        return this.#receive(x, command);
      case "shutdown":
        return this.#shutdown(x, command);
      case "close":
        return this.#close(x, command);
      case "listen":
        return this.#listen(x, command);
      // For datagrams; on a connection, only a send() with a superfluous address.
      case "sendto":
        return false;
      default:
        return this.#change(x, command);
    }
  }

  #change(x: Modelled, command: Command): boolean {
    const second = command.values?.[1];
    if (command.method === "setsockopt" && second === "SO_LINGER") {
      // The connections of a listener inherit it at a time the kernel chooses.
      if (x.state === "listening") return false;
      x.lingersNot = true;
    }
    if (command.method === "bind" && !this.#bind(x, command)) return false;
    return this.#script.simple(x, command);
  }

  #bind(x: Modelled, command: Command): boolean {
    if (command.other === undefined) {
      x.isBound ||= familyOf(command.kind!) === familyOf(x.kind);
      return true;
    }
    const y = this.#script.find(command.other);
    // A client's port may still belong to an old connection in TIME_WAIT.
    if (y === undefined || isUdp(y) || (isTcp(y) && !y.isBound)) return false;
    x.isSpoiled = true;
    return true;
  }

  #listen(x: Modelled, command: Command): boolean {
    if (x.isSpoiled) return false;
    const isPossible = x.state === "new" && !x.owesRefusal && (isTcp(x) || x.isBound);
    if (isPossible) x.state = "listening";
    return this.#script.plain({ ...command, values: [String(BACKLOG)] });
  }

  #connect(x: Modelled, command: Command): boolean {
    const y = this.#script.find(command.other);
    // A socket can even connect to itself.
    if (y === undefined || y === x || !hasPortOfItsOwn(y) || x.isSpoiled || y.isSpoiled)
      return false;
    // A handshake may take some time.
    if (x.waits === "briefly" || y.queue.length >= BACKLOG - 2) return false;
    this.#script.plain(command);
    const isFirst = x.state === "new" && !x.owesRefusal;
    x.hasTried = true;
    x.owesRefusal = false;
    if (!isFirst || y.state === "closed" || x.kind !== y.kind) return true;
    if (isTcp(x) && x.waits === "never") this.#script.say(`wait(${x.name}, 'writable')`);
    if (y.state === "listening") this.#enqueue(x, y);
    // With a timeout the descriptor is non-blocking too, so the kernel reports another refusal.
    else if (x.waits !== "forever") x.owesRefusal = isTcp(x);
    return true;
  }

  #enqueue(x: Modelled, listener: Modelled): void {
    const child = newModel("", x.kind);
    child.isAccepted = true;
    child.lingersNot = listener.lingersNot;
    join(x, child);
    listener.queue.push(child);
    this.#script.say(`wait(${listener.name}, 'readable')`);
  }

  #accept(x: Modelled, command: Command): boolean {
    const child = x.state === "listening" ? x.queue.shift() : undefined;
    if (child === undefined) {
      return endsSoon(x) && this.#script.plain({ method: command.method, target: x.name });
    }
    this.#script.say(`wait(${x.name}, 'readable')`);
    child.name = command.other!;
    this.#script.sockets.push(child);
    this.#script.say(`${child.name}, address_of_${child.name} = ${x.name}.accept()`);
    this.#settle(child);
    return true;
  }

  /** Waits until everything the peer has done has arrived. */
  #settle(x: Modelled): void {
    if (!isTcp(x) || x.name === "" || x.state !== "connected") return;
    if (x.isReset) this.#script.say(`wait(${x.name}, 'reset')`);
    else if (x.peer!.state === "closed" || x.peer!.writesNoMore)
      this.#script.say(`wait(${x.name}, 'ended')`);
    if (!x.isReset && x.sentTo > 0) this.#script.say(`received(${x.name}, ${x.sentTo})`);
  }

  #send(x: Modelled, command: Command): boolean {
    // With a timeout it would wait until the listener is writable, which never happens.
    if (x.state === "listening" && x.waits === "long") return false;
    const { peer } = x;
    const isOpen = x.state === "connected" && !x.isReset && !x.writesNoMore;
    if (peer === undefined || !isOpen) return this.#script.plain(command);
    const unread = peer.unread.reduce((sum, each) => sum + each, 0);
    if (unread + command.size! > MOST_UNREAD) return false;
    this.#script.plain(command);
    if (isTcp(x)) this.#deliver(x, peer, command.size!);
    else if (peer.state !== "closed" && !peer.readsNoMore) addUnread(peer, command.size!);
    return true;
  }

  #deliver(x: Modelled, peer: Modelled, size: number): void {
    if (size === 0) return;
    // Nobody can read the data: the peer is closed, or shut down in both directions.
    const isRefused = peer.state === "closed" || (peer.readsNoMore && peer.writesNoMore);
    if (!isRefused) addUnread(peer, size);
    else x.isReset = peer.isReset = true;
    if (isRefused) this.#settle(x);
    this.#settle(peer);
  }

  #receive(x: Modelled, command: Command): boolean {
    if (hasNothingToRead(x) && !endsSoon(x) && !isNoCall(command)) return false;
    this.#script.plain(command);
    if (!command.values!.includes("MSG_PEEK") && !isNoCall(command)) takeUnread(x, command.size!);
    return true;
  }

  #shutdown(x: Modelled, command: Command): boolean {
    const how = command.values![0]!;
    if (x.state === "listening") return false;
    this.#script.plain(command);
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
    this.#script.plain(command);
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
}

// An accepted socket shares its listener's port, and other sockets may soon get a client's port. A
// UDP port number may belong to another socket over TCP.
function hasPortOfItsOwn(x: Modelled): boolean {
  if (x.isAccepted || isUdp(x)) return false;
  return !isTcp(x) || x.state === "listening" || x.isBound || !x.hasTried;
}
