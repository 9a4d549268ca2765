import type { Socket } from "../../socket/index.ts";
import type { NamedObjects } from "./named-objects.ts";

/** The first argument of a function that an experiment runs inside a process. */
export interface Inside {
  /** Returns the process's socket with this name. */
  readonly socket: (name: string) => Socket;
  /** Names a socket, so that it is shown from now on. */
  readonly add: (name: string, socket: Socket) => void;
}

/** Returns the view of a process's objects that its functions get. */
export function insideOf(objects: NamedObjects): Inside {
  return {
    socket: (name) => objects.socket(name),
    add: (name, socket) => {
      objects.add(name, socket);
    },
  };
}
