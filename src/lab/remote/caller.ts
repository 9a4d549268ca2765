import type { BlockingCall } from "../blocked.ts";
import type { SocketState } from "../events.ts";
import type { Request } from "../protocol.ts";
import type { Step } from "./step.ts";

/** A step as a process is asked for it, and as it is shown. */
export interface CallOrder<Result = unknown> {
  readonly request: Request;
  /** The call as it is shown. */
  readonly call: string;
  readonly show: (value: unknown) => string;
  /** Converts the answer to the step's result; without it, the answer is the result. */
  readonly convert?: (value: unknown) => Result;
  readonly thread?: { readonly name: string; readonly id: number };
  /** The system call that it may sleep in, and the descriptor that it is about, if that is known. */
  readonly mayBlockIn?: BlockingCall;
  readonly fd?: number | undefined;
}

/** The process that makes the calls of a remote socket or poll object, and where it is observed. */
export interface Caller {
  readonly name: string;
  readonly pid: number;
  /** Has the process make a call. */
  step<Result>(order: CallOrder<Result>): Step<Result>;
  /** Asks the process for something that is not a step. */
  ask(request: Request): Promise<unknown>;
  /** The local address of a socket when it was last seen. */
  addressOf(name: string): unknown;
  /** The descriptor of a socket; undefined when it is closed. */
  fdOf(name: string): number | undefined;
  /** The current state of a socket. */
  see(name: string): Promise<SocketState | undefined>;
  /** Waits until the state of a socket satisfies a condition. */
  untilSeen(
    name: string,
    text: string,
    isSo: (seen: SocketState | undefined) => boolean,
  ): Promise<void>;
  /** The TCP states of a listener's connections that nobody has accepted. */
  notAccepted(name: string): Promise<readonly string[]>;
  /** Waits until these are the states of the connections that nobody has accepted. */
  untilNotAccepted(name: string, text: string, states: readonly string[]): Promise<void>;
}
