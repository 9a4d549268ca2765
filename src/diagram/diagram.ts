/**
 * What a sequence diagram of two programs consists of, before anything draws it.
 *
 * @module
 */

import type { Side } from "../programs/lanes.ts";
import type { Call } from "../trace/call.ts";

/** One program and the system calls that it made. */
export interface Lane {
  readonly side: Side;
  /** What it is called at the top of its lane. */
  readonly title: string;
  readonly calls: readonly Call[];
}

/** Whether a row is a call as a whole, or the row where a bar starts or ends. */
export type Part = "whole" | "start" | "end";

/** A descriptor's TCP state, as a call left it. */
export interface StateNote {
  readonly fd: number;
  /** As in {@link Call.states}; `"closed"` when the call closed the descriptor. */
  readonly state: string;
  /** The state before, if this one is another; absent for a new descriptor. */
  readonly before?: string;
  /** Whether it is another than before, or the first. */
  readonly hasChanged: boolean;
}

/** One moment of the diagram: rows are in order of time. */
export interface Row {
  /** Seconds since the first call. */
  readonly time: number;
  /** Seconds since the row above, if nothing happened for long; otherwise 0. */
  readonly pause: number;
  readonly side: Side;
  /** 0, or more beside bars of the same program's other threads. */
  readonly track: number;
  readonly call: Call;
  readonly part: Part;
  /** Whether the call took so long that it must have waited. */
  readonly isBlocked: boolean;
  /** The states that the call left; none where a bar starts. */
  readonly states: readonly StateNote[];
}

/** A call that took its time: it was blocked, or something else happened meanwhile. */
export interface Bar {
  readonly side: Side;
  readonly track: number;
  readonly call: Call;
  /** The rows of its start and of its end. */
  readonly first: number;
  readonly last: number;
  /** Whether it took so long that it must have waited. */
  readonly isBlocked: boolean;
}

/** What went from one program to the other, between the rows of two calls. */
export interface Arrow {
  readonly from: number;
  readonly to: number;
  /** Where it starts. */
  readonly side: Side;
  /** A connection, bytes of it, or the end of a stream. */
  readonly kind: "connection" | "bytes" | "end";
  /** How many bytes; 0 for the other kinds. */
  readonly bytes: number;
}

/** The whole diagram. */
export interface Diagram {
  readonly lanes: readonly Lane[];
  readonly rows: readonly Row[];
  readonly bars: readonly Bar[];
  readonly arrows: readonly Arrow[];
}
