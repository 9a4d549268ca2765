/**
 * An experiment: a question about the kernel, the real calls that answer it, and the expected answer.
 * It does not depend on how it is displayed.
 *
 * @module
 */

import type { Lab } from "./lab.ts";
import type { Observed } from "./observed.ts";

/** A requirement of an experiment. */
export type Need =
  | "root"
  | "network namespace"
  | "/proc"
  /** Returns the reason why the experiment cannot run here, or false. */
  | (() => string | false);

/** The question that you answer before the run. */
interface Prediction<Name extends string = string> {
  readonly ask: string;
  /** The answers to choose from. The key of the right one is the expected value, as text. */
  readonly choices: Readonly<Record<string, string>>;
  /** The observation that decides which answer is right. */
  readonly observation: Name;
}

/** One experiment: the default export of a file in `experiments/`. */
export interface Experiment<Name extends string = string> {
  /** The file's name without the extension: `"half-close"`. */
  readonly name: string;
  readonly title: string;
  readonly question: string;
  readonly prediction: Prediction<NoInfer<Name>>;
  /** The expected value of each observation, for each platform where it is known. */
  readonly expected: {
    readonly linux: Readonly<Record<Name, Observed>>;
    readonly darwin?: Readonly<Record<NoInfer<Name>, Observed>>;
  };
  /** Why the kernel behaves like this. Paragraphs are separated by an empty line. */
  readonly explanation: string;
  /** The man pages to read: `"shutdown(2)"`. */
  readonly manual: readonly string[];
  readonly needs?: readonly Need[];
  /** Makes the calls and records the observations. */
  run(lab: Lab<NoInfer<Name>>): Promise<void>;
}

/** Experiments on one topic, in teaching order. */
export interface Chapter {
  /** The name of its page, without the extension: `"closing"`. */
  readonly name: string;
  readonly title: string;
  /** What its experiments show, in one sentence. */
  readonly about: string;
  readonly experiments: readonly Experiment[];
}

/** Returns the definition. Its types check that every observation made has an expected value. */
export function experiment<Name extends string>(definition: Experiment<Name>): Experiment {
  return definition;
}
