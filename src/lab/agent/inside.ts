import type { Socket } from "../../socket/index.ts";
import type { Things } from "./things.ts";

/** What a function of an experiment's is given that runs inside a process. */
export interface Inside {
  /** A socket of the process by its name. */
  readonly socket: (name: string) => Socket;
  /** Gives a socket a name, under which it is shown from now on. */
  readonly add: (name: string, socket: Socket) => void;
}

/** The things of a process as a function sees them. */
export function insideOf(things: Things): Inside {
  return {
    socket: (name) => things.socket(name),
    add: (name, socket) => {
      things.add(name, socket);
    },
  };
}
