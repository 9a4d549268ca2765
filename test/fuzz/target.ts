/** How long to run a target, and with which seed. */
export interface Run {
  readonly seed: number;
  /** When to stop, by `performance.now()`. */
  readonly until: number;
  /** Whether to save inputs that reach more code in the corpus. */
  readonly keepsCorpus: boolean;
}

/** The figures of a run. */
export interface Figures {
  readonly inputs: number;
  /** The files of the inputs that failed. */
  readonly crashes: readonly string[];
  /** The number of inputs in the corpus, if there is one. */
  readonly corpus?: number;
  /** The parts of the code that have run: at the start, at the end, and the total. */
  readonly coverage?: {
    readonly unit: string;
    readonly before: number;
    readonly after: number;
    readonly of?: number;
  };
  /** A remark. */
  readonly note?: string;
}

/** A target: no input may make it fail. */
export interface Target {
  readonly name: string;
  /** What is tested, in a few words. */
  readonly about: string;
  /** Returns why it cannot run here, or false. */
  missing(): string | false;
  /** Tries inputs until the time is up, and saves those that fail. */
  fuzz(run: Run): Promise<Figures>;
  /** Tries one saved input; throws if it fails. */
  replay(input: Buffer): Promise<void>;
  /** Ends what it started. */
  close(): Promise<void>;
}
