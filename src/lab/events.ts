/**
 * What a run of an experiment tells while it goes on: plain data, for a terminal, a page, or a log.
 *
 * @module
 */

import type { Call } from "../trace/call.ts";
import type { Observed } from "./observed.ts";

/** A socket as it is seen from outside. */
export interface SocketState {
  /** The process whose it is, or was; null for a connection that nobody has accepted. */
  readonly process: string | null;
  /** Its name; of what is left over, the name that it had. */
  readonly name: string;
  /** False for what the kernel keeps without a process, as in TIME_WAIT. */
  readonly isOpen: boolean;
  readonly fd: number | null;
  /** `"tcp"`, `"udp"` or `"unix"`. */
  readonly kind: string;
  /** The TCP state; null for what is not TCP. */
  readonly state: string | null;
  /** The bytes, or on a listener the connections, that wait to be taken; null when not known. */
  readonly receiveQueue: number | null;
  /** The bytes that the peer has not acknowledged; null when not known. */
  readonly sendQueue: number | null;
  /** The events of `poll(2)`; null for what no process can ask about now. */
  readonly readiness: string | null;
  /** SO_ERROR: `"pending"` as long as poll says ERR; read at the end only, for that consumes it. */
  readonly error: string;
  readonly local: string;
  readonly remote: string;
}

/** How a step came out. */
export type StepResult =
  | { readonly value: string }
  | { readonly error: string; readonly message: string }
  /** It sleeps in this system call; another step with the same number tells how it ends. */
  | { readonly blocksIn: string };

/** An event of a run. */
export type LabEvent =
  | { readonly type: "process"; readonly process: string; readonly pid: number }
  | {
      readonly type: "step";
      readonly number: number;
      readonly process: string;
      /** The thread, when it is not the process's first. */
      readonly thread?: string;
      /** The call as TypeScript, or what a function does in words. */
      readonly call: string;
      readonly result: StepResult;
      readonly seconds: number;
      /** The system calls that it came to; of very many the last. */
      readonly calls: readonly Call[];
      /** How many there were before them. */
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
  /** The last: the sockets with their SO_ERROR. */
  | { readonly type: "end"; readonly sockets: readonly SocketState[] };
