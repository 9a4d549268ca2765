/** Calls that give an error, and what has happened then. */
type Meeting = readonly [calls: string, when: string];

/** Where programs with sockets meet an error, and what to do. */
export interface Explanation {
  readonly meetings: readonly Meeting[];
  readonly wayOut: string;
}

/** Explanations by the name of the error. */
export type Explanations = Readonly<Record<string, Explanation>>;
