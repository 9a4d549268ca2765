// Random TCP conversations, with everything that goes wrong on networks.

import { ethernet, ipv4, type Segment, tcp } from "./packets.ts";

const FIN = 1;
const SYN = 2;
const RST = 4;
const PSH = 8;
const ACK = 16;
const MOST_BYTES = 40;
const TCP = 6;

/** A frame, and its time in nanoseconds. */
export interface Passed {
  readonly frame: Buffer;
  readonly time: bigint;
}

interface End {
  readonly address: string;
  readonly port: number;
  next: number;
  received: number;
  window: number;
  sent: { sequence: number; length: number }[];
}

type Change = Partial<
  Pick<Segment, "sequence" | "acknowledgment" | "window" | "flags" | "options">
>;

/** Two ends that exchange segments, chosen by a generator of numbers from 0 to 1. */
export class Conversation {
  readonly #random: () => number;
  readonly #passed: Passed[];
  readonly #ends: [End, End];

  constructor(random: () => number, passed: Passed[], port: number) {
    this.#random = random;
    this.#passed = passed;
    const end = (address: string, number: number): End => {
      // Some sequence numbers start shortly before they wrap around.
      const next = random() < 0.3 ? 2 ** 32 - this.#below(60) - 1 : 1000 + this.#below(2 ** 31);
      return { address, port: number, next, received: 0, window: 500 + this.#below(3), sent: [] };
    };
    this.#ends = [end("10.0.0.1", port), end("10.0.0.2", 50_000)];
  }

  /** Starts like a connection does, or in the middle of one. */
  begin(): void {
    const [client, server] = this.#ends;
    if (this.#random() < 0.3) {
      client.received = server.next;
      server.received = client.next;
      return;
    }
    const options = (): Buffer => {
      const scale = this.#random() < 0.7 ? [1, 3, 3, this.#below(16)] : [];
      return Buffer.from([2, 4, 5, 0xb4, ...scale]);
    };
    const sequence = client.next;
    this.#send(client, server, 0, { flags: SYN, options: options() });
    if (this.#random() < 0.2) this.#send(client, server, 0, { flags: SYN, sequence });
    client.next = after(client.next, 1);
    server.received = client.next;
    this.#send(server, client, 0, { flags: SYN | ACK, options: options() });
    server.next = after(server.next, 1);
    client.received = server.next;
    this.#send(client, server, 0, {});
  }

  /** One of the possible events. */
  step(): void {
    const isClient = this.#random() < 0.5;
    const [from, to] = isClient ? this.#ends : ([...this.#ends].reverse() as [End, End]);
    const deeds = [
      () => {
        this.#data(from, to);
      },
      () => {
        this.#data(from, to);
      },
      () => {
        this.#data(from, to);
      },
      () => {
        this.#acknowledge(from, to);
      },
      () => {
        this.#acknowledge(from, to);
      },
      () => {
        this.#send(from, to, 0, {});
      },
      () => {
        this.#again(from, to);
      },
      () => {
        this.#gap(from, to);
      },
      () => {
        this.#late(from, to);
      },
      () => {
        this.#send(from, to, this.#below(2), { sequence: after(from.next, -1) });
      },
      () => {
        this.#setWindow(from, to);
      },
      () => {
        this.#send(from, to, 0, { acknowledgment: after(to.next, this.#below(50)) });
      },
      () => {
        this.#data(from, to, 1);
      },
      () => {
        this.#fill(from, to);
      },
      () => {
        this.#end(from, to);
      },
    ];
    deeds[this.#below(deeds.length)]!();
  }

  #data(from: End, to: End, length = 1 + this.#below(MOST_BYTES)): void {
    this.#send(from, to, length, {});
    from.sent.push({ sequence: from.next, length });
    from.next = after(from.next, length);
  }

  #acknowledge(from: End, to: End): void {
    from.received = to.next;
    this.#send(from, to, 0, {});
  }

  /** Data that was sent before, or a part of it, or data that extends beyond it. */
  #again(from: End, to: End): void {
    const old = from.sent[this.#below(from.sent.length)];
    if (old === undefined) return;
    const length = this.#random() < 0.7 ? old.length : 1 + this.#below(MOST_BYTES);
    this.#send(from, to, length, { sequence: old.sequence });
  }

  #gap(from: End, to: End): void {
    from.next = after(from.next, 1 + this.#below(MOST_BYTES));
    this.#data(from, to);
  }

  /** Two segments in the wrong order. */
  #late(from: End, to: End): void {
    const [first, second] = [1 + this.#below(MOST_BYTES), 1 + this.#below(MOST_BYTES)];
    const sequence = from.next;
    this.#send(from, to, second, { sequence: after(sequence, first) });
    this.#send(from, to, first, { sequence });
    from.next = after(sequence, first + second);
  }

  #setWindow(from: End, to: End): void {
    from.window = this.#random() < 0.5 ? 0 : 500 + this.#below(3);
    this.#send(from, to, 0, {});
  }

  /** Data up to the end of the window, if it is not scaled. */
  #fill(from: End, to: End): void {
    const length = (after(to.received, to.window) - from.next) >>> 0;
    if (length > 0 && length < 1000) this.#data(from, to, length);
  }

  #end(from: End, to: End): void {
    if (this.#random() < 0.7) return;
    if (this.#random() < 0.5) {
      this.#send(from, to, 0, { flags: this.#random() < 0.5 ? RST : RST | ACK });
      return;
    }
    this.#send(from, to, this.#random() < 0.5 ? 0 : 5, { flags: FIN | ACK });
    from.next = after(from.next, 1);
  }

  #send(from: End, to: End, length: number, change: Change): void {
    const { next: sequence, received: acknowledgment, window, port: sourcePort } = from;
    const flags = length === 0 ? ACK : ACK | PSH;
    const usual = { sourcePort, destinationPort: to.port, sequence, window, flags };
    const isAnswer = ((change.flags ?? flags) & ACK) !== 0;
    const segment = { ...usual, acknowledgment: isAnswer ? acknowledgment : 0, ...change };
    const payload = Buffer.alloc(length, "x");
    const route = { from: from.address, to: to.address, protocol: TCP };
    const frame = ethernet(0x0800, ipv4(route, tcp({ ...segment, payload })));
    this.#passed.push({ frame, time: this.#now() });
  }

  /** Mostly soon after the previous packet, sometimes much later. */
  #now(): bigint {
    const before = this.#passed.at(-1)?.time ?? 1_700_000_000_000_000_000n;
    const scale = [1000, 1_000_000, 10_000_000, 1_000_000_000][this.#below(4)]!;
    return before + BigInt(1 + this.#below(scale));
  }

  #below(limit: number): number {
    return Math.floor(this.#random() * limit);
  }
}

function after(sequence: number, length: number): number {
  return (sequence + length) >>> 0;
}
