import type { Call } from "../trace/call.ts";
import { type Connection, findConnections } from "./connections.ts";
import { endOf } from "./descriptors.ts";
import type { Arrow, Lane, Row } from "./diagram.ts";
import { type Endpoint, endpointsOf } from "./endpoints.ts";

/** A call that caused what another returned. */
interface Cause {
  readonly cause: Call;
  readonly effect: Call;
  readonly kind: Arrow["kind"];
  readonly bytes: number;
}

/** A call that moved bytes of a stream: `from` the first to before `to`. */
interface Piece {
  readonly call: Call;
  readonly from: number;
  readonly to: number;
}

const senders = new Set(["sendfile", "sendmsg", "sendto", "write", "writev"]);
const receivers = new Set(["read", "readv", "recvfrom", "recvmsg"]);

/** Finds the arrows between two programs: where connections, bytes and ends of streams went. */
export function findArrows(lanes: readonly Lane[], rows: readonly Row[]): Arrow[] {
  const [one = [], other = []] = lanes.map(({ calls }) => endpointsOf(calls));
  const connections = [...findConnections(one, other), ...findConnections(other, one)];
  const firstRow = rowsBy(rows, "start");
  const lastRow = rowsBy(rows, "end");
  return connections
    .flatMap(causesOf)
    .map(({ cause, effect, kind, bytes }) => {
      const from = firstRow.get(cause)!;
      return { from, to: lastRow.get(effect)!, side: rows[from]!.side, kind, bytes };
    })
    .sort((a, b) => a.from - b.from || a.to - b.to);
}

function rowsBy(rows: readonly Row[], part: "start" | "end"): Map<Call, number> {
  return new Map(
    rows.flatMap((row, index) =>
      row.part === "whole" || row.part === part ? [[row.call, index] as const] : [],
    ),
  );
}

function causesOf({ connecting, accepting }: Connection): Cause[] {
  const cause = connecting.connect;
  const opening = { cause, effect: accepting.accepted.call, kind: "connection", bytes: 0 } as const;
  const streams = [...streamOf(connecting, accepting), ...streamOf(accepting, connecting)];
  return [opening, ...streams];
}

/** What one end sent and the other received; nothing where the calls do not tell it for certain. */
function streamOf(sender: Endpoint, receiver: Endpoint): Cause[] {
  if (sender.isUnclear || receiver.isUnclear) return [];
  const sent = piecesOf(sender.calls, senders);
  const received = piecesOf(receiver.calls, receivers);
  const hasAll = (received.at(-1)?.to ?? 0) <= (sent.at(-1)?.to ?? 0);
  const transfers = transfersOf(sent, received);
  const isCausal = transfers.every(({ cause, effect }) => cause.start < endOf(effect));
  return hasAll && isCausal ? [...transfers, ...endingOf(sender, receiver)] : [];
}

/** Which send each receive had its bytes from: both lists cut the same stream, in order. */
function transfersOf(sent: readonly Piece[], received: readonly Piece[]): Cause[] {
  const transfers: Cause[] = [];
  for (let i = 0, j = 0; i < sent.length && j < received.length;) {
    const [one, other] = [sent[i]!, received[j]!];
    const bytes = Math.min(one.to, other.to) - Math.max(one.from, other.from);
    transfers.push({ cause: one.call, effect: other.call, kind: "bytes", bytes });
    if (one.to <= other.to) i++;
    if (other.to <= one.to) j++;
  }
  return transfers;
}

function piecesOf(calls: readonly Call[], names: ReadonlySet<string>): Piece[] {
  let position = 0;
  return calls
    .filter((call) => names.has(call.name) && call.result > 0)
    .filter((call) => !call.arguments.join().includes("MSG_PEEK"))
    .map((call) => ({ call, from: position, to: (position += call.result) }));
}

/** The call that ended a stream, and the receive that learnt it: it gave no bytes. */
function endingOf(sender: Endpoint, receiver: Endpoint): Cause[] {
  const cause = sender.calls.find((call) => call.result === 0 && isEnding(call));
  const effect = receiver.calls.find(
    ({ name, result, arguments: [, , size] }) =>
      receivers.has(name) && result === 0 && size !== "0",
  );
  if (cause === undefined || effect === undefined || cause.start >= endOf(effect)) return [];
  return [{ cause, effect, kind: "end", bytes: 0 }];
}

function isEnding({ name, arguments: [, how] }: Call): boolean {
  return name === "close" || (name === "shutdown" && /SHUT_(?:WR|RDWR)/u.test(how ?? ""));
}
