/**
 * The events that a run of an experiment reports: plain data, for a terminal, a page or a log.
 *
 * @module
 */

import type { Call } from "../trace/call.ts";
import type { Observed } from "./observed.ts";

/** The state of a socket, as seen from outside its process. */
export interface SocketState {
  /** The process that has it, or had it; null for a connection that has not been accepted. */
  readonly process: string | null;
  /** Its name, or the name it had when it was open. */
  readonly name: string;
  /** False for a connection that the kernel keeps without a process, as in TIME_WAIT. */
  readonly isOpen: boolean;
  readonly fd: number | null;
  /** `"tcp"`, `"udp"` or `"unix"`. */
  readonly kind: string;
  /** The TCP state; null if it is not a TCP socket. */
  readonly state: string | null;
  /** The bytes that wait to be read, or a listener's connections that wait; null if unknown. */
  readonly receiveQueue: number | null;
  /** The bytes that the peer has not acknowledged; null if unknown. */
  readonly sendQueue: number | null;
  /** The events that `poll(2)` reports; null if no process can ask now. */
  readonly readiness: string | null;
  /** SO_ERROR. Reading clears it, so until the end of the run it is `"pending"` if poll reports ERR. */
  readonly error: string;
  readonly local: string;
  readonly remote: string;
}

/** The result of a step. */
export type StepResult =
  | { readonly value: string }
  | { readonly error: string; readonly message: string }
  /** It sleeps in this system call. Another step event with the same number reports how it ends. */
  | { readonly blocksIn: string };

/** An event of a run. */
export type LabEvent =
  | { readonly type: "process"; readonly process: string; readonly pid: number }
  | {
      readonly type: "step";
      readonly number: number;
      readonly process: string;
      /** The thread, if it is not the main thread. */
      readonly thread?: string;
      /** The call as TypeScript, or a description of what a function does. */
      readonly call: string;
      readonly result: StepResult;
      readonly seconds: number;
      /** The last system calls that it made. */
      readonly calls: readonly Call[];
      /** The number of system calls before those. */
      readonly lostCalls: number;
      readonly sockets: readonly SocketState[];
    }
  | { readonly type: "wait"; readonly text: string; readonly sockets: readonly SocketState[] }
  | { readonly type: "note"; readonly text: string }
  | {
      readonly type: "observation";
      readonly name: string;
      readonly value: Observed;
      readonly expected: Observed | undefined;
    }
  /** The last event: all sockets with their SO_ERROR. */
  | { readonly type: "end"; readonly sockets: readonly SocketState[] };
