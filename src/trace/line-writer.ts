import type { Call } from "./call.ts";
import { coloured, formatBeginning, formatWith, type Palette, plain } from "./format.ts";
import { writeText } from "./write-text.ts";

/** How lines are written. */
export interface LineOptions {
  readonly isJson: boolean;
  readonly isColoured: boolean;
  /** Whether the thread's id stands before each line. */
  readonly hasThread: boolean;
  /** Shared by the threads that write: 1 while the last line is the beginning of a call. */
  readonly openLine: Int32Array;
}

/** Writes calls to a descriptor, one a line, as strace does. */
export class LineWriter {
  readonly #fd: number;
  readonly #options: LineOptions;
  readonly #palette: Palette;
  /** The beginning of the call that blocks, which stands on the last line. */
  #beginning = "";
  #isGivenUp = false;

  constructor(fd: number, options: LineOptions) {
    this.#fd = fd;
    this.#options = options;
    this.#palette = options.isColoured ? coloured : plain;
  }

  /** Writes the beginning of a call that may block, so that a reader sees what it waits for. */
  announce(beginning: string): void {
    // The lines of a worker may come between those of others.
    if (this.#options.hasThread) return;
    this.#beginning = formatBeginning(beginning, this.#palette);
    this.#write(this.#beginning);
    Atomics.store(this.#options.openLine, 0, 1);
  }

  write(calls: readonly Call[]): void {
    this.#write(calls.map((call) => this.#line(call)).join(""));
  }

  #line(call: Call): string {
    const { isJson, hasThread } = this.#options;
    if (isJson) return `${JSON.stringify(call)}\n`;
    const line = formatWith(this.#palette, call);
    const begun = this.#beginning;
    this.#beginning = "";
    // When another thread has ended the line, the call stands in one of its own.
    const isOpen = Atomics.exchange(this.#options.openLine, 0, 0) === 1;
    if (isOpen && begun !== "" && line.startsWith(begun)) return `${line.slice(begun.length)}\n`;
    const end = isOpen ? " <unfinished ...>\n" : "";
    return `${end}${hasThread ? `[pid ${call.thread}] ` : ""}${line}\n`;
  }

  /** Says once that lines are missing, where that is not what the reader wanted. */
  #giveUp(code: string | undefined): void {
    if (!this.#isGivenUp && code !== "EPIPE") {
      console.error(`bsd-sockets: the trace cannot be written: ${code}`);
    }
    this.#isGivenUp = true;
  }

  /** A reader that is slow, or gone, must not end the program. */
  #write(text: string): void {
    if (this.#isGivenUp) return;
    try {
      writeText(this.#fd, text);
    } catch (error) {
      this.#giveUp((error as NodeJS.ErrnoException).code);
    }
  }
}
