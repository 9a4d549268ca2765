// A process of well-behaved clients. ClientProcess starts it and reads its statistics.
//
// If a connection ends early (refused, reset, closed, not made within 5 s, or without a response
// for too long), the client connects again after 200 ms and repeats the requests without a
// response. Each scenario decides whether that is allowed.

import { setImmediate as nextTurn } from "node:timers/promises";

import { DefaultSelector, type BaseSelector } from "bsd-sockets/selectors";
import type { Socket } from "bsd-sockets/socket";
import { Deadlines } from "#internal/messages/server/deadlines.js";

import { Client, type Manner, type Watcher } from "./client.ts";
import type { Address } from "./sources.ts";

/** The task of a process of clients. */
export interface Task extends Manner {
  readonly name: string;
  readonly address: Address;
  readonly clients: number;
  /** Seconds between a response and the client's next request. */
  readonly pause: number;
  /** Seconds without a response after which a client drops its connection; default 30. */
  readonly answerTimeout?: number;
}

/** Statistics of a process of clients. */
export interface Tally {
  connected: number;
  open: number;
  answered: number;
  wrong: number;
  /** The first thing that was wrong. */
  firstWrong: string | null;
  /** Connections that ended early, by cause. */
  failed: Record<string, number>;
  /** The longest time from a request's first attempt to its response, in milliseconds. */
  largestDelay: number;
  /** The fewest responses that any client has received since the mark. */
  leastSinceMark: number;
  unanswered: number;
  isDone: boolean;
}

const RETRY_SECONDS = 0.2;
const CONNECT_SECONDS = 5;
const ANSWER_SECONDS = 30;
const TELL_MILLISECONDS = 100;
const TURN_SECONDS = 0.05;
const CONNECTS_PER_TURN = 200;

class Crowd implements Watcher {
  readonly tally: Tally = {
    connected: 0,
    open: 0,
    answered: 0,
    wrong: 0,
    firstWrong: null,
    failed: {},
    largestDelay: 0,
    leastSinceMark: 0,
    unanswered: 0,
    isDone: false,
  };
  readonly #task: Task;
  readonly #selector: BaseSelector<Client, Socket> = new DefaultSelector();
  readonly #clients: Client[];
  readonly #marks = new Map<Client, number>();
  readonly #pausing: Deadlines<Client>;
  readonly #retrying = new Deadlines<Client>(RETRY_SECONDS);
  readonly #connecting = new Deadlines<Client>(CONNECT_SECONDS);
  readonly #answering: Deadlines<Client>;
  readonly #waiting: Client[] = [];
  isStopping = false;

  constructor(task: Task) {
    this.#task = task;
    this.#pausing = new Deadlines(task.pause);
    this.#answering = new Deadlines(task.answerTimeout ?? ANSWER_SECONDS);
    this.#clients = Array.from(
      { length: task.clients },
      (_, index) => new Client(`${task.name}${index}`, task, this.#selector, this),
    );
    this.#waiting.push(...this.#clients);
    this.mark();
  }

  /** Starts counting each client's responses. */
  mark(): void {
    for (const client of this.#clients) this.#marks.set(client, client.answers);
  }

  stop(): void {
    this.isStopping = true;
    for (const client of this.#clients) client.isStopping = true;
  }

  turn(): void {
    const now = performance.now();
    for (const client of this.#waiting.splice(0, CONNECTS_PER_TURN)) this.#connect(client, now);
    each(this.#retrying, now, (client) => this.#waiting.push(client));
    each(this.#connecting, now, (client) => {
      client.giveUp("connect timeout");
    });
    each(this.#answering, now, (client) => {
      client.giveUp("response timeout");
    });
    each(this.#pausing, now, (client) => {
      this.#proceed(client);
    });
    const patience = this.#waiting.length > 0 ? 0 : TURN_SECONDS;
    for (const [key, mask] of this.#selector.select(patience)) key.data.onEvents(mask);
    if (this.isStopping) this.#closeIdle();
  }

  answered(client: Client, milliseconds: number): void {
    this.#answering.start(client, performance.now());
    this.tally.answered++;
    this.tally.largestDelay = Math.max(this.tally.largestDelay, milliseconds);
  }

  ready(client: Client): void {
    if (this.#task.pause === 0) client.ask();
    else {
      this.#answering.stop(client);
      this.#pausing.start(client, performance.now());
    }
  }

  wrong(_client: Client, what: string): void {
    this.tally.wrong++;
    this.tally.firstWrong ??= what;
  }

  failed(client: Client, error: string): void {
    this.tally.failed[error] = (this.tally.failed[error] ?? 0) + 1;
    this.#forget(client);
    this.#retrying.start(client, performance.now());
  }

  finished(client: Client): void {
    this.#forget(client);
    this.#waiting.push(client);
  }

  connected(client: Client): void {
    this.#connecting.stop(client);
    this.#answering.start(client, performance.now());
    this.tally.connected++;
  }

  /** The current statistics. */
  counted(): Tally {
    const { tally } = this;
    const since = this.#clients.map((client) => client.answers - this.#marks.get(client)!);
    tally.leastSinceMark = since.reduce((least, count) => Math.min(least, count), Infinity);
    tally.open = this.#clients.filter(({ isOpen, isConnecting }) => isOpen && !isConnecting).length;
    tally.unanswered = this.#clients.reduce((sum, { unanswered }) => sum + unanswered, 0);
    tally.isDone =
      this.isStopping && this.#clients.every(({ isOpen }) => !isOpen) && tally.unanswered === 0;
    return tally;
  }

  #connect(client: Client, now: number): void {
    if (this.isStopping && client.unanswered === 0) return;
    this.#connecting.start(client, now);
    client.connect(this.#task.address);
  }

  #proceed(client: Client): void {
    if (!client.isOpen) return;
    this.#answering.start(client, performance.now());
    client.ask();
  }

  #closeIdle(): void {
    for (const client of this.#clients) if (client.unanswered === 0) client.close();
  }

  #forget(client: Client): void {
    for (const time of [this.#connecting, this.#answering, this.#pausing]) time.stop(client);
  }
}

function each(deadlines: Deadlines<Client>, now: number, work: (client: Client) => void): void {
  for (let client; (client = deadlines.takeExpired(now)) !== undefined;) work(client);
}

const crowd = new Crowd(JSON.parse(process.argv[2]!) as Task);
process.on("message", (word) => {
  if (word === "mark") crowd.mark();
  else crowd.stop();
});
process.on("disconnect", () => process.exit());

for (let told = 0; ;) {
  crowd.turn();
  await nextTurn();
  if (performance.now() - told < TELL_MILLISECONDS) continue;
  told = performance.now();
  const tally = crowd.counted();
  process.send!(tally);
  if (tally.isDone) break;
}
process.disconnect();
