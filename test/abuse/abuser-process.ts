// A process that keeps a fixed number of abusers connected: whenever one ends, it starts another.

import { setImmediate as nextTurn } from "node:timers/promises";

import { OSError } from "bsd-sockets/errors";
import { type BaseSelector, DefaultSelector } from "bsd-sockets/selectors";
import type { Socket } from "bsd-sockets/socket";

import { Abuser, type Fate } from "./abuser.ts";
import { behaviours } from "./behaviours.ts";
import type { Address } from "./sources.ts";

/** The task of a process of abusers. */
export interface Abuse {
  readonly behaviour: string;
  readonly address: Address;
  /** Connections at a time. */
  readonly abusers: number;
}

/** Statistics of a process of abusers. */
export interface Damage {
  /** Connections started. */
  begun: number;
  /** Connections now, as far as this side knows, and the maximum so far. */
  connected: number;
  mostConnected: number;
  /** How connections ended. */
  ended: Record<string, number>;
  /** The server's responses, by code. */
  answered: Record<string, number>;
  /** Responses that the behaviour did not expect, and the first of them. */
  unexpected: number;
  firstUnexpected: string | null;
}

const CONNECTS_PER_TURN = 100;
const TRICKLE_MILLISECONDS = 300;
const TELL_MILLISECONDS = 100;
const TURN_SECONDS = 0.02;

const { behaviour, address, abusers } = JSON.parse(process.argv[2]!) as Abuse;
const selector: BaseSelector<Abuser, Socket> = new DefaultSelector();
const alive = new Set<Abuser>();
const damage: Damage = {
  begun: 0,
  connected: 0,
  mostConnected: 0,
  ended: {},
  answered: {},
  unexpected: 0,
  firstUnexpected: null,
};

function count(counts: Record<string, number>, name: string): void {
  counts[name] = (counts[name] ?? 0) + 1;
}

function ended(abuser: Abuser, { how, answer }: Fate): void {
  alive.delete(abuser);
  count(damage.ended, how);
  if (answer === undefined) return;
  count(damage.answered, answer);
  if (abuser.behaviour.answers?.includes(answer) !== false) return;
  damage.unexpected++;
  damage.firstUnexpected ??= `${answer} instead of ${abuser.behaviour.answers.join(" or ")}`;
}

function begin(): void {
  for (let i = 0; i < CONNECTS_PER_TURN && alive.size < abusers; i++) {
    const of = behaviours[behaviour]!(damage.begun++);
    // An abuser that ends in its constructor reports it before this line.
    let isOver = false as boolean;
    const abuser = new Abuser(of, address, selector, (which, fate) => {
      isOver = true;
      ended(which, fate);
    });
    if (!isOver) alive.add(abuser);
  }
}

function tell(): void {
  damage.connected = [...alive].filter(({ isConnected }) => isConnected).length;
  damage.mostConnected = Math.max(damage.mostConnected, damage.connected);
  process.send!(damage);
}

process.on("disconnect", () => process.exit());
process.on("message", () => process.exit());

let told = 0;
let trickled = 0;
while (true) {
  try {
    begin();
  } catch (error) {
    // Too many closed sockets are still in the kernel: try again later.
    if (!(error instanceof OSError)) throw error;
    count(damage.ended, error.name);
  }
  for (const [key, mask] of selector.select(TURN_SECONDS)) key.data.onEvents(mask);
  const now = performance.now();
  if (now - trickled > TRICKLE_MILLISECONDS) {
    trickled = now;
    for (const abuser of alive) abuser.trickle();
  }
  if (now - told > TELL_MILLISECONDS) {
    told = now;
    tell();
  }
  await nextTurn();
}
