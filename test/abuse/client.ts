// One well-behaved client. It keeps several requests outstanding, checks every response, and
// reconnects when its connection ends; then it repeats the requests without a response.

import { encodeMessage, MessageError, MessageParser } from "bsd-sockets/messages";
import { BlockingIOError, OSError } from "bsd-sockets/errors";
import * as errno from "bsd-sockets/errno";
import { type BaseSelector, EVENT_READ, EVENT_WRITE } from "bsd-sockets/selectors";
import * as socket from "bsd-sockets/socket";

import { type Asked, askedAs, isRight, type Mix, requestOf } from "./requests.ts";
import { type Address, openSocket } from "./sources.ts";

/** How the clients of a process behave. */
export interface Manner {
  /** Outstanding requests at a time. */
  readonly depth: number;
  /** Requests per connection. */
  readonly perConnection: number;
  readonly mix: Mix;
}

/** Receives the events of a client. */
export interface Watcher {
  answered(client: Client, milliseconds: number): void;
  wrong(client: Client, what: string): void;
  /** A connection ended before all its requests had a response, because of `error`. */
  failed(client: Client, error: string): void;
  /** A connection ended as planned, with all responses received. */
  finished(client: Client): void;
  connected(client: Client): void;
  /** The client can send a new request. */
  ready(client: Client): void;
}

interface UnderWay {
  readonly asked: Asked;
  readonly since: number;
}

const memory = Buffer.alloc(262_144);

export class Client {
  readonly name: string;
  answers = 0;
  readonly #manner: Manner;
  readonly #selector: BaseSelector<Client, socket.Socket>;
  readonly #watcher: Watcher;
  #sock: socket.Socket | null = null;
  #isConnecting = false;
  #parser = new MessageParser();
  #underWay: UnderWay[] = [];
  #output: Uint8Array[] = [];
  #interest = 0;
  #number = 0;
  #leftOnConnection = 0;
  /** True when it should send no new requests. */
  isStopping = false;

  constructor(
    name: string,
    manner: Manner,
    selector: BaseSelector<Client, socket.Socket>,
    watcher: Watcher,
  ) {
    this.name = name;
    this.#manner = manner;
    this.#selector = selector;
    this.#watcher = watcher;
  }

  /** True while it is connected or connecting. */
  get isOpen(): boolean {
    return this.#sock !== null;
  }

  /** True while it is connecting. */
  get isConnecting(): boolean {
    return this.#isConnecting;
  }

  /** The number of requests without a response. */
  get unanswered(): number {
    return this.#underWay.length;
  }

  /** Starts connecting. */
  connect(address: Address): void {
    this.#sock = openSocket(address);
    this.#isConnecting = true;
    this.#parser = new MessageParser();
    this.#leftOnConnection = this.#manner.perConnection;
    this.#output = [];
    const error = this.#sock.connect_ex(address);
    if (error !== 0 && error !== errno.EINPROGRESS) {
      this.#fail(errno.errorcode.get(error) ?? String(error));
      return;
    }
    this.#interest = EVENT_WRITE;
    this.#selector.register(this.#sock, EVENT_WRITE, this);
  }

  /** Sends as many requests as it may. */
  ask(): void {
    if (this.#sock === null || this.#isConnecting) return;
    const room = this.isStopping ? 0 : this.#manner.depth - this.#underWay.length;
    const count = Math.min(room, this.#leftOnConnection);
    for (let i = 0; i < count; i++) this.#askNext();
    this.#guarded(() => {
      this.#flush();
    });
  }

  onEvents(mask: number): void {
    this.#guarded(() => {
      if (this.#isConnecting) this.#connected();
      else {
        if (mask & EVENT_READ) this.#receive();
        if (mask & EVENT_WRITE) this.#flush();
      }
    });
  }

  /** Drops the connection; the crowd gives the reason. */
  giveUp(why: string): void {
    if (this.#sock !== null) this.#fail(why);
  }

  close(): void {
    const sock = this.#sock;
    if (sock === null) return;
    this.#sock = null;
    this.#isConnecting = false;
    if (this.#selector.get_map()?.has(sock) === true) this.#selector.unregister(sock);
    try {
      sock.close();
    } catch (error) {
      if (!(error instanceof OSError)) throw error;
    }
  }

  #connected(): void {
    const error = this.#sock!.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR);
    if (error !== 0) {
      this.#fail(errno.errorcode.get(error) ?? String(error));
      return;
    }
    this.#isConnecting = false;
    this.#watcher.connected(this);
    const again = this.#underWay;
    this.#leftOnConnection = Math.max(this.#leftOnConnection - again.length, 0);
    this.#output = again.map(({ asked }) => encodeMessage(requestOf(asked)));
    this.ask();
  }

  #askNext(): void {
    const asked = askedAs(this.name, this.#number++, this.#manner.mix);
    this.#leftOnConnection--;
    this.#underWay.push({ asked, since: performance.now() });
    this.#output.push(encodeMessage(requestOf(asked)));
  }

  #receive(): void {
    const count = receiveInto(this.#sock!);
    if (count < 0) return;
    if (count === 0) {
      this.#ended();
      return;
    }
    this.#parser.push(memory.subarray(0, count));
    for (let message; (message = this.#parser.next()) !== undefined;) {
      const expected = this.#underWay.shift();
      if (expected === undefined || !isRight(expected.asked, message)) {
        this.#watcher.wrong(this, JSON.stringify({ ...message, content: undefined, expected }));
        this.giveUp("wrong response");
        return;
      }
      this.answers++;
      this.#watcher.answered(this, performance.now() - expected.since);
    }
    this.#goOn();
  }

  #goOn(): void {
    const hasMore = this.#leftOnConnection > 0 && !this.isStopping;
    if (hasMore) this.#watcher.ready(this);
    if (hasMore || this.#underWay.length > 0) return;
    this.close();
    this.#watcher.finished(this);
  }

  #ended(): void {
    // Half a response throws IncompleteMessageError; between two responses it is a normal end.
    try {
      this.#parser.finish();
    } catch (error) {
      this.#fail((error as Error).name);
      return;
    }
    this.#fail("end");
  }

  #fail(how: string): void {
    this.close();
    this.#watcher.failed(this, how);
  }

  #flush(): void {
    if (this.#sock === null) return;
    while (this.#output.length > 0) {
      if (this.#output.length > 1) this.#output = [Buffer.concat(this.#output)];
      const bytes = this.#output[0]!;
      const sent = sendSome(this.#sock, bytes);
      if (sent < bytes.length) {
        this.#output[0] = bytes.subarray(sent);
        break;
      }
      this.#output.shift();
    }
    this.#watch(this.#output.length > 0 ? EVENT_READ | EVENT_WRITE : EVENT_READ);
  }

  #watch(events: number): void {
    if (events === this.#interest) return;
    this.#interest = events;
    this.#selector.modify(this.#sock!, events, this);
  }

  #guarded(work: () => void): void {
    try {
      work();
    } catch (error) {
      if (error instanceof MessageError) {
        this.#watcher.wrong(this, `${error.name}: ${error.message}`);
      } else if (!(error instanceof OSError)) throw error;
      this.#fail(error.name);
    }
  }
}

function receiveInto(sock: socket.Socket): number {
  try {
    return sock.recv_into(memory);
  } catch (error) {
    if (error instanceof BlockingIOError) return -1;
    throw error;
  }
}

/** Sends as much as the kernel accepts now. */
export function sendSome(sock: socket.Socket, bytes: Uint8Array): number {
  try {
    return sock.send(bytes);
  } catch (error) {
    if (error instanceof BlockingIOError) return 0;
    throw error;
  }
}
