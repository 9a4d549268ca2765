import { existsSync, readFileSync } from "node:fs";

import type { Call } from "../trace/call.ts";

/** A file into which a traced program writes its calls, each when it has returned. */
export class Recording {
  readonly #file: string;

  constructor(file: string) {
    this.#file = file;
  }

  /** The variables by which a program is told to write its calls here. */
  get environment(): Readonly<Record<string, string>> {
    return {
      BSD_SOCKETS_TRACE: this.#file,
      BSD_SOCKETS_TRACE_FORMAT: "json",
      BSD_SOCKETS_TRACE_STATES: "1",
    };
  }

  /** The calls so far; a line that is being written is left for the next time. */
  calls(): Call[] {
    if (!existsSync(this.#file)) return [];
    const lines = readFileSync(this.#file, "utf8").split("\n").slice(0, -1);
    return lines.map((line) => JSON.parse(line) as Partial<Call>).filter(isCall);
  }
}

function isCall(entry: Partial<Call>): entry is Call {
  return typeof entry.name === "string" && typeof entry.start === "number";
}
