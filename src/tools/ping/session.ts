import { KeyboardInterrupt, OSError } from "../../errors.ts";
import type { Inet6Address, InetAddress } from "../../socket/index.ts";
import type { Failure } from "./error-queue.ts";
import type { Arrival, Network, Reply } from "./network.ts";
import type { Statistics } from "./statistics.ts";

/** How echoes are sent; times are in seconds. */
export interface Plan {
  readonly address: InetAddress | Inet6Address;
  readonly data: Uint8Array;
  /** How many; null goes on until Ctrl-C. */
  readonly count: number | null;
  readonly interval: number;
  /** How long the last answers are waited for; null goes by those before. */
  readonly timeout: number | null;
}

/** Hears of what comes back. */
export interface Listener {
  reply(reply: Reply, milliseconds: number, isDuplicate: boolean): void;
  failure(failure: Failure): void;
}

const SEQUENCES = 0x10000;
/** How long answers are waited for when none has come yet. */
const LAST_SECONDS = 10;

/** One run: echoes go out at their times, and what comes back is counted. */
export class Session {
  readonly #network: Network;
  readonly #plan: Plan;
  readonly #listener: Listener;
  /** When each echo was sent that has a sequence of its own; those with an answer stay for duplicates. */
  readonly #sent = new Map<number, { readonly at: number; isAnswered: boolean }>();
  readonly #times: number[] = [];
  #transmitted = 0;
  #duplicates = 0;
  #errors = 0;
  #first = 0;
  #last = 0;

  constructor(network: Network, plan: Plan, listener: Listener) {
    this.#network = network;
    this.#plan = plan;
    this.#listener = listener;
  }

  /**
   * Sends and receives until all is answered, the time is up, or Ctrl-C.
   *
   * @throws OSError when an echo cannot even be sent
   */
  run(): Statistics {
    try {
      while (this.#hasMore()) {
        this.#send();
        this.#receiveUntil(this.#last + this.#plan.interval * 1000);
      }
      this.#receiveUntil(this.#last + this.#patience());
    } catch (error) {
      if (!(error instanceof KeyboardInterrupt)) throw error;
    }
    return this.#statistics();
  }

  #hasMore(): boolean {
    return this.#plan.count === null || this.#transmitted < this.#plan.count;
  }

  #send(): void {
    const sequence = (this.#transmitted + 1) % SEQUENCES;
    const at = this.#attempt(sequence);
    this.#sent.set(sequence, { at, isAnswered: false });
    if (this.#transmitted === 0) this.#first = at;
    this.#last = at;
    this.#transmitted += 1;
  }

  /** If not even the first can be sent, none can; later, the network may come back. */
  #attempt(sequence: number): number {
    try {
      return this.#network.send(sequence, this.#plan.data, this.#plan.address);
    } catch (error) {
      if (!(error instanceof OSError) || this.#transmitted === 0) throw error;
      this.#fail({ from: null, sequence, text: `sendto: ${error.strerror}` });
      return performance.now();
    }
  }

  #fail(failure: Failure): void {
    this.#errors += 1;
    this.#listener.failure(failure);
  }

  /** Receives until a time, or until the last echo has its answer. */
  #receiveUntil(end: number): void {
    while (this.#hasMore() || this.#isWaiting()) {
      const left = end - performance.now();
      for (const arrival of this.#network.receive(left / 1000)) this.#take(arrival);
      if (left <= 0) return;
    }
  }

  #isWaiting(): boolean {
    return this.#times.length + this.#errors < this.#transmitted;
  }

  #take(arrival: Arrival): void {
    const now = performance.now();
    if (arrival.kind === "failure") {
      this.#fail(arrival);
      return;
    }
    const sent = this.#sent.get(arrival.sequence);
    // An answer to another program's echo, which had the same identifier before.
    if (sent === undefined) return;
    const isDuplicate = sent.isAnswered;
    const time = roundTrip(sent.at, arrival.arrival, now);
    if (isDuplicate) this.#duplicates += 1;
    else this.#times.push(time);
    sent.isAnswered = true;
    this.#listener.reply(arrival, time, isDuplicate);
  }

  /** Milliseconds to wait for the last answers. */
  #patience(): number {
    const { timeout, interval } = this.#plan;
    if (timeout !== null) return timeout * 1000;
    if (this.#times.length === 0) return LAST_SECONDS * 1000;
    const longest = this.#times.reduce((most, time) => Math.max(most, time), 0);
    return Math.max(2 * longest, interval * 1000);
  }

  #statistics(): Statistics {
    return {
      transmitted: this.#transmitted,
      received: this.#times.length,
      duplicates: this.#duplicates,
      errors: this.#errors,
      duration: this.#last - this.#first,
      times: this.#times,
    };
  }
}

/** The kernel's time of arrival is the better one, unless the clock was set meanwhile. */
function roundTrip(sent: number, arrival: number | null, now: number): number {
  const isSound = arrival !== null && arrival >= sent && arrival <= now;
  return (isSound ? arrival : now) - sent;
}
