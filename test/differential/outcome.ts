/** What JSON can hold. */
export type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

/** A step that gave a value. */
interface Success {
  value: Json;
}

/** A step that raised an exception, with its class, its errno, and its message. */
export interface Failure {
  error: string;
  errno: number | null;
  message: string;
  /** Those of a group. */
  errors?: Failure[];
}

/** What a step came to. */
export type Outcome = Success | Failure;

/** What one side made of a sequence. */
export interface Run {
  outcomes: Outcome[];
  /** Descriptors that were open at the end though nobody owned them. */
  left: number[];
}

/** True for a step that raised an exception. */
export function isFailure(outcome: Outcome): outcome is Failure {
  return "error" in outcome;
}
