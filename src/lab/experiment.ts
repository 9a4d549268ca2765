/**
 * What an experiment is: a question to the kernel, the real calls that ask it, and the answer that is
 * expected. It knows nothing of where it is shown.
 *
 * @module
 */

import type { Lab } from "./lab.ts";
import type { Observed } from "./observed.ts";

/** What an experiment cannot do without. */
export type Need =
  | "root"
  | "network namespace"
  | "/proc"
  /** Gives the reason why it cannot run here, or false. */
  | (() => string | false);

/** What the learner is asked before the run. */
interface Prediction<Name extends string = string> {
  readonly ask: string;
  /** The answers to choose from. The key of the right one is what is expected, as text. */
  readonly choices: Readonly<Record<string, string>>;
  /** The observation that the question is about. */
  readonly observation: Name;
}

/** One experiment: the default export of a file in `experiments/`. */
export interface Experiment<Name extends string = string> {
  /** The file's name: `"half-close"`. */
  readonly name: string;
  readonly title: string;
  readonly question: string;
  readonly prediction: Prediction<NoInfer<Name>>;
  /** The value of each observation, for each platform where it is known. */
  readonly expected: {
    readonly linux: Readonly<Record<Name, Observed>>;
    readonly darwin?: Readonly<Record<NoInfer<Name>, Observed>>;
  };
  /** Why the kernel does so, in plain words; paragraphs are divided by an empty line. */
  readonly explanation: string;
  /** Where it is written down: `"shutdown(2)"`. */
  readonly manual: readonly string[];
  readonly needs?: readonly Need[];
  /** Makes the calls, and observes. */
  run(lab: Lab<NoInfer<Name>>): Promise<void>;
}

/** Experiments on one topic, in the order in which they teach. */
export interface Chapter {
  /** The name of its page, without the extension: `"closing"`. */
  readonly name: string;
  readonly title: string;
  /** What its experiments show, in one sentence. */
  readonly about: string;
  readonly experiments: readonly Experiment[];
}

/** Checks the types of an experiment: each observation that it makes is one that it expects. */
export function experiment<Name extends string>(definition: Experiment<Name>): Experiment {
  return definition;
}
