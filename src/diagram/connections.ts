import type { Call } from "../trace/call.ts";
import { endOf } from "./descriptors.ts";
import { type Endpoint, placeOf } from "./endpoints.ts";

/** The two ends of a connection: one program connected, the other accepted. */
export interface Connection {
  readonly connecting: Endpoint & { readonly connect: Call };
  readonly accepting: Endpoint & { readonly accepted: NonNullable<Endpoint["accepted"]> };
}

type Connecting = Connection["connecting"];
type Accepting = Connection["accepting"];

/**
 * Finds the ends that belong together. Only what is certain: by the port of the client, where its
 * program asked for it; or by order, for accept(2) takes connections in the order in which they were
 * made, where the calls show that order.
 */
export function findConnections(
  ones: readonly Endpoint[],
  others: readonly Endpoint[],
): Connection[] {
  const connecting = ones.filter((end): end is Connecting => end.connect !== undefined);
  const accepting = others.filter((end): end is Accepting => end.accepted !== undefined);
  const listeners = new Set(accepting.map(({ accepted }) => accepted.listener));
  return [...listeners].flatMap((listener) =>
    connectionsOf(
      connecting.filter((end) => isFor(listener, end, listeners.size)),
      accepting.filter(({ accepted }) => accepted.listener === listener),
    ),
  );
}

/** True when a connect() was for this listener; its address is unknown if its program never asked. */
function isFor(listener: Endpoint, { connect }: Connecting, listeners: number): boolean {
  if (listener.local === null) return listeners === 1;
  return placeOf(connect.arguments[1]) === listener.local;
}

function connectionsOf(
  connecting: readonly Connecting[],
  accepting: readonly Accepting[],
): Connection[] {
  const byPort = accepting.flatMap((end) => {
    const peer = placeOf(end.accepted.call.arguments[1]);
    const found = connecting.find(({ local }) => local !== null && local === peer);
    return found === undefined ? [] : [{ connecting: found, accepting: end }];
  });
  const restOfConnecting = connecting.filter(
    (end) => !byPort.some((connection) => connection.connecting === end),
  );
  const restOfAccepting = accepting.filter(
    (end) => !byPort.some((connection) => connection.accepting === end),
  );
  return [...byPort, ...inOrder(restOfConnecting, restOfAccepting)];
}

function inOrder(connecting: readonly Connecting[], accepting: readonly Accepting[]): Connection[] {
  // More than were asked for: somebody else connects too.
  if (accepting.length > connecting.length) return [];
  const sorted = connecting.toSorted((one, other) => one.connect.start - other.connect.start);
  const pairs = accepting.map((end, index) => ({ connecting: sorted[index]!, accepting: end }));
  const isOrdered = pairs.every(({ connecting: one, accepting: end }, index) => {
    const next = sorted[index + 1]?.connect.start ?? Infinity;
    return one.connectedAt <= next || endOf(end.accepted.call) <= next;
  });
  const isPossible = pairs.every(
    ({ connecting: one, accepting: end }) => one.connect.start < endOf(end.accepted.call),
  );
  return isOrdered && isPossible ? pairs : [];
}
