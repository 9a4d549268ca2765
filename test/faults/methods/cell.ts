// One fault in one method, and its outcome.

import type { Fault } from "../shim.ts";

/** The outcome of a call: its result as text, or its error. */
export interface Outcome {
  readonly value?: string;
  readonly error?: string;
  readonly errno?: number | null;
  readonly code?: string;
  readonly syscall?: string;
  /** How many times the fault happened. */
  readonly happened: number;
  /** How many times a descriptor was closed that was not open. */
  readonly vainCloses: number;
  /** Descriptors left open afterwards without an owner. */
  readonly leaked: readonly string[];
}

/** A fault in a method, or no fault. */
export interface Cell {
  readonly operation: string;
  readonly fault: Fault | null;
  readonly outcome: Outcome;
}
