// The verdict on a program under a fault. Whatever the fault:
//
// 1. The program neither crashes (no signal, no abort, no error except an OSError with the fault's
//    errno) nor hangs.
// 2. No connection receives bytes of another, or out of order; one that ends early receives the
//    first part of its own. A server that continues serves the next client, and leaks no descriptor.
//
// The allowed cost of a fault:
//
// 3. None: a signal (EINTR) in a call that waits or transfers; EAGAIN on a non-blocking socket; fewer
//    bytes or events at once; a delay.
// 4. A connection, while the others are served: in a server that has started, for calls listed in its
//    row. This also applies to a client with several connections, or one that prints errors and exits
//    with 0. epoll_ctl makes the tutorial's servers watch a connection, or changes what they watch it
//    for: the first ends the server, the second the connection.
// 5. The program, with status 1 and an OSError with the errno, like CPython's: everything else, such as
//    calls needed to listen. Some failures do not matter, and cost nothing.

import { errnoOf } from "../errnos.ts";
import type { Cell, Kind } from "./cell.ts";

const TRANSFERS = ["recvfrom", "sendto"];
const WAITS = ["accept4", ...TRANSFERS, "epoll_wait", "poll"];

/** Returns the outcomes that a cell may have. */
function allowed(cell: Cell): readonly Kind[] {
  const { program, fault, phase } = cell;
  if (mustBeUnharmed(cell)) return ["unharmed", "not reached"];
  const costless: Kind[] = ["unharmed", "not reached"];
  if (program.role === "client") return [...costless, "a connection ended", "the program ended"];
  const survives = phase === "serve" && program.survives.includes(fault.call);
  const survivesLater = phase === "serve" && program.survivesLater?.includes(fault.call) === true;
  if (survivesLater) return [...costless, "a connection ended", "the program ended"];
  return [...costless, survives ? "a connection ended" : "the program ended"];
}

function mustBeUnharmed({ program, fault }: Cell): boolean {
  if (fault.action !== "errno") return true;
  if (fault.value === errnoOf("EINTR")) {
    return WAITS.includes(fault.call) || (fault.call === "connect" && !isNonBlocking(program));
  }
  const isNotNow = fault.value === errnoOf("EAGAIN");
  return isNotNow && isNonBlocking(program) && [...TRANSFERS, "accept4"].includes(fault.call);
}

function isNonBlocking(program: Cell["program"]): boolean {
  return program.role === "client" ? program.isNonBlocking : !program.servesOne;
}

/** True if a cell passed. */
export function holds(cell: Cell, kind: Kind): boolean {
  return allowed(cell).includes(kind);
}
