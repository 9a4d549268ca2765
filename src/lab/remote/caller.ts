import type { BlockingCall } from "../blocked.ts";
import type { SocketState } from "../events.ts";
import type { Request } from "../protocol.ts";
import type { Step } from "./step.ts";

/** A step to perform in a process, and how it is shown. */
export interface CallOrder<Result = unknown> {
  readonly request: Request;
  /** The call, as it is shown. */
  readonly call: string;
  readonly show: (value: unknown) => string;
  /** Converts the answer to the step's result; by default the answer is the result. */
  readonly convert?: (value: unknown) => Result;
  readonly thread?: { readonly name: string; readonly id: number };
  /** The system call that it may sleep in, and that call's descriptor if known. */
  readonly mayBlockIn?: BlockingCall;
  readonly fd?: number | undefined;
}

/** The process that makes the calls of a remote socket or poll object, and where it is observed. */
export interface Caller {
  readonly name: string;
  readonly pid: number;
  /** Makes the process perform a call. */
  step<Result>(order: CallOrder<Result>): Step<Result>;
  /** Sends a request that is not shown as a step. */
  ask(request: Request): Promise<unknown>;
  /** The local address of a socket at the last snapshot. */
  addressOf(name: string): unknown;
  /** The descriptor of a socket; undefined if it is closed. */
  fdOf(name: string): number | undefined;
  /** The current state of a socket. */
  see(name: string): Promise<SocketState | undefined>;
  /** Waits until the state of a socket satisfies a condition. */
  untilSeen(
    name: string,
    text: string,
    condition: (seen: SocketState | undefined) => boolean,
  ): Promise<void>;
  /** The TCP states of a listener's connections that have not been accepted. */
  notAccepted(name: string): Promise<readonly string[]>;
  /** Waits until the connections that have not been accepted have these states. */
  untilNotAccepted(name: string, text: string, states: readonly string[]): Promise<void>;
}
