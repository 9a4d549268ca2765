/** How long a target is tried, and from which seed. */
export interface Run {
  readonly seed: number;
  /** When it ends, by `performance.now()`. */
  readonly until: number;
  /** Whether what reaches more of the code is kept in the corpus, for later runs. */
  readonly keepsCorpus: boolean;
}

/** What came of a run. */
export interface Figures {
  readonly inputs: number;
  /** The files of the inputs that failed. */
  readonly crashes: readonly string[];
  /** How many inputs the corpus has, where there is one. */
  readonly corpus?: number;
  /** Parts of the code that were run: at the start, at the end, and of how many. */
  readonly coverage?: {
    readonly unit: string;
    readonly before: number;
    readonly after: number;
    readonly of?: number;
  };
  /** What else is worth telling. */
  readonly note?: string;
}

/** Something that is given inputs, none of which may make it fail. */
export interface Target {
  readonly name: string;
  /** What is tried, in a few words. */
  readonly about: string;
  /** Why it cannot be tried here, or false. */
  missing(): string | false;
  /** Tries inputs until the time is over, and keeps those that fail. */
  fuzz(run: Run): Promise<Figures>;
  /** Tries one input that was kept; throws if it fails. */
  replay(input: Buffer): Promise<void>;
  /** Ends what it started. */
  close(): Promise<void>;
}
