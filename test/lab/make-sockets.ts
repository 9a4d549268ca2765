import * as socket from "bsd-sockets/socket";

import type { Inside } from "#internal/lab/agent/inside.js";

/** This file, for the processes of an experiment. */
export const module = import.meta.url;

const made: socket.Socket[] = [];

/** Inside a process: makes sockets until that fails, and names the last one. Returns the error's code. */
export function makeSockets({ add }: Inside, last: string): string {
  for (;;) {
    try {
      made.push(socket.socket());
    } catch (error) {
      add(last, made.pop()!);
      return (error as NodeJS.ErrnoException).code ?? "";
    }
  }
}
