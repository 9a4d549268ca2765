import { nativeFunction } from "../addon/addon.ts";
import type { Call } from "./call.ts";
import { decode, decodeBeginning } from "./decode.ts";
import { preservingSharedMemory } from "../addon/shared-memory.ts";
import type { RawCall } from "../addon/raw-call.ts";

/**
 * Begins to record this thread's system calls, or changes how; returns the thread's id. `whenCalled`
 * runs when a native function that made some is done, and with `announces` also before a call
 * that may block; then it must not run the program's code. It must not throw.
 */
const startTrace: (
  capacity: number,
  dataLimit: number,
  hasStates: boolean,
  announces: boolean,
  whenCalled: () => void,
) => number = nativeFunction("startTrace");

/** Stops recording, and drops the calls that were not taken. */
const stopTrace: () => void = nativeFunction("stopTrace");

/** Takes the recorded calls. */
const takeTrace: () => RawCall[] = nativeFunction("takeTrace");

/** The call that is about to block, while `whenCalled` runs for it. */
const announcedCall: () => RawCall | null = nativeFunction("announcedCall");

/** How many calls were lost since the start, because they were not taken in time. */
const countLostCalls: () => number = nativeFunction("countLostCalls");

/** Somebody who wants to know this thread's system calls. */
export interface Listener {
  readonly capacity: number;
  readonly dataLimit: number;
  readonly hasStates: boolean;
  /** Told calls when the function of the addon that made them is done. */
  readonly tell?: (calls: readonly Call[]) => void;
  /** Told the beginning of a call that may block. It and `tell` must not run the program's code. */
  readonly announce?: (beginning: string) => void;
  /** Gets the calls if there is no `tell`, when somebody asks or somebody else is told. */
  keep(calls: readonly Call[]): void;
}

const listeners = new Set<Listener>();
/** What those have not been told yet who are told only when a function is done. */
const held: Call[] = [];
let thread = 0;

/** Begins to record for a listener. */
export function start(listener: Listener): void {
  drain();
  listeners.add(listener);
  apply();
}

/** Stops recording for a listener, which gets what is left. */
export function stop(listener: Listener): void {
  drain();
  listeners.delete(listener);
  if (listeners.size === 0) stopTrace();
  else apply();
}

/** One recorder serves all: what any of them wants is recorded. */
function apply(): void {
  const all = [...listeners];
  thread = startTrace(
    Math.max(...all.map(({ capacity }) => capacity)),
    Math.max(...all.map(({ dataLimit }) => dataLimit)),
    all.some(({ hasStates }) => hasStates),
    all.some(({ announce }) => announce !== undefined),
    whenCalled,
  );
}

/** Hands the recorded calls out. */
export function drain(): void {
  collect();
  const calls = held.splice(0);
  if (calls.length === 0) return;
  for (const listener of listeners) {
    if (listener.announce !== undefined) continue;
    if (listener.tell === undefined) listener.keep(calls);
    else tellSafely(listener.tell, calls);
  }
}

/**
 * An error of the program's listener is not the fault of the call, whose result must not be lost, nor
 * of the others who listen or stop listening. So it is thrown by itself.
 */
function tellSafely(tell: (calls: readonly Call[]) => void, calls: readonly Call[]): void {
  try {
    preservingSharedMemory(() => {
      tell(calls);
    });
  } catch (error) {
    throwLater(error);
  }
}

function throwLater(error: unknown): void {
  queueMicrotask(() => {
    throw error;
  });
}

/** Takes the calls from the addon. Those who hear of calls before they block hear of these first. */
function collect(): void {
  if (listeners.size === 0) return;
  const calls = takeTrace().map((raw) => decode(raw, thread));
  if (calls.length === 0) return;
  // One by one: as arguments of one call there could be more than the stack holds.
  for (const call of calls) held.push(call);
  for (const { announce, tell } of listeners) if (announce !== undefined) tell?.(calls);
}

/** How many calls the addon's ring has lost. */
export function countLost(): number {
  return countLostCalls();
}

function whenCalled(): void {
  try {
    const announced = announcedCall();
    if (announced !== null) announce(announced);
    // Those who are not told come when they want; their calls stay in the addon until then.
    else if ([...listeners].some(({ tell }) => tell !== undefined)) drain();
  } catch (error) {
    throwLater(error);
  }
}

function announce(raw: RawCall): void {
  collect();
  // What a program prints would come into the middle of the line.
  if (raw.name === "write") return;
  const beginning = decodeBeginning(raw);
  for (const listener of listeners) listener.announce?.(beginning);
}
