import { multiplexerOpen } from "bsd-sockets/syscalls";

import { type Argument, fd, timeout } from "./kinds.ts";

export const multiplexer: Argument = ["multiplexer", "multiplexer", multiplexerOpen("poll")];

/** The functions of native/multiplex/ */
export const multiplexFunctions: Record<string, Argument[]> = {
  multiplexerOpen: [["backend", "backend", "poll"]],
  multiplexerFileno: [multiplexer],
  multiplexerAdd: [multiplexer, fd, ["events", "events", 1]],
  multiplexerModify: [multiplexer, fd, ["events", "events", 1]],
  multiplexerRemove: [multiplexer, fd],
  multiplexerWait: [multiplexer, ["ready", "pairs", new Int32Array(2)], timeout],
  multiplexerClose: [multiplexer],
};
