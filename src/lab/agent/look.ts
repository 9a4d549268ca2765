import { fstatSync } from "node:fs";

import * as select from "../../select/index.ts";
import * as socket from "../../socket/index.ts";
import { eventNames, everyEvent, nameOf } from "../names.ts";
import type { Sight } from "../protocol.ts";
import type { Things } from "./things.ts";

/** What one call says, or null when it fails. */
function orNull<Result>(call: () => Result): Result | null {
  try {
    return call();
  } catch {
    return null;
  }
}

function tcpState(s: socket.Socket): string | null {
  return orNull(() => socket.getOption(s, "TCP_INFO").state.replace("TCP_", ""));
}

/** What `poll(2)` has to say of a socket now. */
function readinessOf(s: socket.Socket): string {
  const poller = select.poll();
  poller.register(s, everyEvent);
  const [[, events] = [0, 0]] = poller.poll(0);
  return eventNames(events);
}

/**
 * What can be seen of each open socket without a descriptor more, and without a change to it. Only
 * with `takesErrors` the errors that wait are taken, last of all.
 */
export function look(things: Things, takesErrors: boolean): Sight[] {
  return Array.from(things.openSockets(), ([name, s]) => ({
    name,
    fd: s.fileno(),
    inode: orNull(() => fstatSync(s.fileno()).ino) ?? 0,
    family: s.family,
    type: s.type,
    local: orNull(() => s.getsockname()),
    remote: orNull(() => s.getpeername()),
    state: tcpState(s),
    readiness: readinessOf(s),
    ...(takesErrors ? { error: nameOf(orNull(() => socket.getOption(s, "SO_ERROR")) ?? 0) } : {}),
  }));
}
