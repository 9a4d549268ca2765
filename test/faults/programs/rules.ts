// The verdict on a program under a fault. Whatever the fault:
//
// 1. It neither crashes (no signal, no abort, no error but an OSError with the fault's errno) nor hangs.
// 2. No connection gets other bytes than its own, in their order; one that ends early gets the first of
//    them. A server that goes on serves the next client right, and has as many descriptors as before.
//
// And what the fault may cost:
//
// 3. Nothing: a signal (EINTR) in a call that waits or transfers; EAGAIN on a socket that does not block;
//    fewer bytes or events at once; a delay.
// 4. A connection, and the rest are served: in a server that has started, the calls that its row says it
//    survives. A client that has several connections, or tells of errors and ends well, may do so, too.
// 5. The program, which ends with status 1 and an OSError that names the errno, as CPython's does:
//    everything else, such as what is needed to listen. Some failures do not matter, and cost nothing.

import { errnoOf } from "../errnos.ts";
import type { Cell, Kind } from "./cell.ts";

const TRANSFERS = ["recvfrom", "sendto"];
const WAITS = ["accept4", ...TRANSFERS, "epoll_wait", "poll"];

/** What may come of a cell. */
function allowed(cell: Cell): readonly Kind[] {
  const { program, fault, phase } = cell;
  if (mustBeUnharmed(cell)) return ["unharmed", "not reached"];
  const costless: Kind[] = ["unharmed", "not reached"];
  if (program.role === "client") return [...costless, "a connection ended", "the program ended"];
  const survives = phase === "serve" && program.survives.includes(fault.call);
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

/** Whether a cell held up. */
export function holds(cell: Cell, kind: Kind): boolean {
  return allowed(cell).includes(kind);
}
