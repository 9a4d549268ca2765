import { fstatSync } from "node:fs";

import * as select from "../../select/index.ts";
import * as socket from "../../socket/index.ts";
import { eventNames, everyEvent, nameOf } from "../names.ts";
import type { SocketSnapshot } from "../protocol.ts";
import type { NamedObjects } from "./named-objects.ts";

/** The result of a call, or null if it fails. */
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

/** The events that `poll(2)` reports for a socket now. */
function readinessOf(s: socket.Socket): string {
  const poller = select.poll();
  poller.register(s, everyEvent);
  const [[, events] = [0, 0]] = poller.poll(0);
  return eventNames(events);
}

/**
 * Returns the state of each open socket. Opens no descriptor and changes no socket, except that
 * `clearsErrors` reads SO_ERROR, which clears it.
 */
export function look(objects: NamedObjects, clearsErrors: boolean): SocketSnapshot[] {
  return Array.from(objects.openSockets(), ([name, s]) => ({
    name,
    fd: s.fileno(),
    inode: orNull(() => fstatSync(s.fileno()).ino) ?? 0,
    family: s.family,
    type: s.type,
    local: orNull(() => s.getsockname()),
    remote: orNull(() => s.getpeername()),
    state: tcpState(s),
    readiness: readinessOf(s),
    ...(clearsErrors ? { error: nameOf(orNull(() => socket.getOption(s, "SO_ERROR")) ?? 0) } : {}),
  }));
}
