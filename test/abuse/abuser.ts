// One abuser: a connection and its behaviour.

import * as errno from "bsd-sockets/errno";
import { BlockingIOError, OSError } from "bsd-sockets/errors";
import { type BaseSelector, EVENT_READ, EVENT_WRITE } from "bsd-sockets/selectors";
import * as socket from "bsd-sockets/socket";
import { pack } from "bsd-sockets/struct";

import { answerIn, type Behaviour } from "./behaviours.ts";
import { sendSome } from "./client.ts";
import { type Address, openSocket } from "./sources.ts";

const RESETTING = pack("ii", 1, 0);
const memory = Buffer.alloc(65_536);

/** How an abuser's connection ended. */
export interface Fate {
  /** `itself`, `the server`, or the name of an error. */
  readonly how: string;
  /** The code of the server's response, if there was one. */
  readonly answer: string | undefined;
}

export class Abuser {
  readonly behaviour: Behaviour;
  readonly #sock: socket.Socket;
  readonly #selector: BaseSelector<Abuser, socket.Socket>;
  readonly #ended: (abuser: Abuser, fate: Fate) => void;
  #isConnected = false;
  #isClosed = false;
  #output: Uint8Array;
  #slow: Uint8Array;
  #received: Uint8Array[] = [];

  constructor(
    behaviour: Behaviour,
    address: Address,
    selector: BaseSelector<Abuser, socket.Socket>,
    ended: (abuser: Abuser, fate: Fate) => void,
  ) {
    this.behaviour = behaviour;
    this.#output = behaviour.first ?? Buffer.alloc(0);
    this.#slow = behaviour.slowly ?? Buffer.alloc(0);
    this.#selector = selector;
    this.#ended = ended;
    this.#sock = openSocket(address);
    if (behaviour.receiveBuffer !== undefined) {
      this.#sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, behaviour.receiveBuffer);
    }
    selector.register(this.#sock, EVENT_WRITE, this);
    const error = this.#sock.connect_ex(address);
    if (error !== 0 && error !== errno.EINPROGRESS) this.#end(nameOf(error));
    else if (behaviour.ends === "connecting") this.#end("itself");
  }

  /** True once connected, as far as this side knows. */
  get isConnected(): boolean {
    return this.#isConnected;
  }

  onEvents(mask: number): void {
    this.#guarded(() => {
      if (!this.#isConnected) this.#connected();
      else if (mask & EVENT_READ && this.behaviour.reads) this.#receive();
      else if (mask & EVENT_WRITE && this.#output.length > 0) this.#send();
      else this.#lookAway();
    });
  }

  /** Called at every turn: sends the next byte of a slow message, and checks for the end. */
  trickle(): void {
    if (!this.#isConnected) return;
    this.#guarded(() => {
      if (!this.behaviour.reads) this.#look();
      if (this.#slow.length === 0 || this.#isClosed) return;
      const sent = sendSome(this.#sock, this.#slow.subarray(0, 1));
      this.#slow = this.#slow.subarray(sent);
    });
  }

  #connected(): void {
    const error = this.#sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR);
    if (error !== 0) {
      this.#end(nameOf(error));
      return;
    }
    this.#isConnected = true;
    this.#send();
  }

  #send(): void {
    const sent = this.#output.length > 0 ? sendSome(this.#sock, this.#output) : 0;
    this.#output = this.#output.subarray(sent);
    const isAllSent = this.#output.length === 0;
    if (isAllSent && this.behaviour.ends === "sent") this.#end("itself");
    else this.#selector.modify(this.#sock, isAllSent ? EVENT_READ : EVENT_READ | EVENT_WRITE, this);
  }

  #receive(): void {
    const count = this.#sock.recv_into(memory);
    if (count === 0) this.#end("the server");
    else {
      this.#received.push(Buffer.from(memory.subarray(0, count)));
      const isWhole = this.behaviour.answers === undefined || this.#answer() !== undefined;
      if (this.behaviour.ends === "received" && isWhole) this.#end("itself");
    }
  }

  /** Stops watching: unread data would be reported again and again. */
  #lookAway(): void {
    this.#selector.unregister(this.#sock);
  }

  #look(): void {
    const error = this.#sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR);
    if (error !== 0) this.#end(nameOf(error));
  }

  #answer(): string | undefined {
    return answerIn(this.#received);
  }

  #guarded(work: () => void): void {
    if (this.#isClosed) return;
    try {
      work();
    } catch (error) {
      if (error instanceof BlockingIOError) return;
      if (!(error instanceof OSError)) throw error;
      this.#end(error.name);
    }
  }

  #end(how: string): void {
    this.#isClosed = true;
    if (this.#selector.get_map()?.has(this.#sock) === true) this.#selector.unregister(this.#sock);
    if (this.behaviour.end === "reset") {
      this.#sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESETTING);
    }
    try {
      this.#sock.close();
    } catch (error) {
      if (!(error instanceof OSError)) throw error;
    }
    this.#ended(this, { how, answer: this.#answer() });
  }
}

function nameOf(error: number): string {
  return errno.errorcode.get(error) ?? String(error);
}
