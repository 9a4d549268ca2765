/** Bytes that an argument of a system call pointed to. */
export interface Piece {
  /** The index of the argument; the parts of a message have higher ones. */
  readonly slot: number;
  /** Whether they are as they were after the call. */
  readonly isAnswer: boolean;
  readonly bytes: Buffer;
}

/** A system call as the addon recorded it. */
export interface RawCall {
  readonly number: number;
  readonly name: string;
  /** The arguments; pointers too. */
  readonly numbers: readonly number[];
  readonly pieces: readonly Piece[];
  /** In nanoseconds of CLOCK_MONOTONIC. */
  readonly start: number;
  /** In nanoseconds. */
  readonly duration: number;
  /** What it gave, or -errno; null before it has returned. */
  readonly result: number | null;
  /** The TCP states, by number. */
  readonly states: readonly { readonly fd: number; readonly state: number }[];
}
