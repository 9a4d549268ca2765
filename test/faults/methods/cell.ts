// One fault on one method, and what came of it.

import type { Fault } from "../shim.ts";

/** What came of a call: a text for what it gave, or its error. */
export interface Outcome {
  readonly value?: string;
  readonly error?: string;
  readonly errno?: number | null;
  readonly code?: string;
  readonly syscall?: string;
  /** How often the fault happened. */
  readonly happened: number;
  /** How often a descriptor was closed that was not open. */
  readonly vainCloses: number;
  /** Descriptors that are open afterwards and belong to nobody. */
  readonly leaked: readonly string[];
}

/** A fault on a method, or none. */
export interface Cell {
  readonly operation: string;
  readonly fault: Fault | null;
  readonly outcome: Outcome;
}
