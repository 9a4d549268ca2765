/** A JSON value. */
export type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

/** A step that returned a value. */
interface Success {
  value: Json;
}

/** A step that threw an exception: its class, errno and message. */
export interface Failure {
  error: string;
  errno: number | null;
  message: string;
  /** The exceptions in a group. */
  errors?: Failure[];
}

/** The outcome of a step. */
export type Outcome = Success | Failure;

/** The result of running a sequence on one side. */
export interface Run {
  outcomes: Outcome[];
  /** Descriptors that were still open at the end without an owner. */
  left: number[];
}

/** True for a step that threw an exception. */
export function isFailure(outcome: Outcome): outcome is Failure {
  return "error" in outcome;
}
