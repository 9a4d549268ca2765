import type { Call } from "../trace/call.ts";
import { endOf, madeDescriptor } from "./descriptors.ts";

/** A stream socket of one program, from the call that made it until it was closed. */
export interface Endpoint {
  /** Everything that was asked of it, in order of the calls' ends. */
  readonly calls: Call[];
  /** The accept() that made it, with the listening socket that it came from. */
  readonly accepted?: { readonly call: Call; readonly listener: Endpoint };
  /** The port or path that it is bound to, as far as its program asked or said. */
  local: string | null;
  /** The connect() that succeeded, or that was left to succeed. */
  connect?: Call;
  /** When it was first seen to be connected. */
  connectedAt: number;
  /** Whether its bytes may also have gone through another descriptor, or out of order. */
  isUnclear: boolean;
}

const unclear = new Set(["dup", "dup2", "dup3", "recvmmsg", "sendmmsg", "splice"]);

/** The port, or the path, in a socket address of strace's notation; null if there is none. */
export function placeOf(text: string | undefined): string | null {
  const [, port] = /sin6?_port=htons\((\d+)\)/u.exec(text ?? "") ?? [];
  const [, path] = /sun_path=(@?"[^]*")/u.exec(text ?? "") ?? [];
  return port === "0" ? null : (port ?? path ?? null);
}

/** The sockets of a program, as its calls tell. */
export function endpointsOf(calls: readonly Call[]): Endpoint[] {
  const all: Endpoint[] = [];
  const open = new Map<string, Endpoint>();
  const key = (call: Call, fd: number | null): string => `${call.process} ${fd ?? ""}`;
  for (const call of calls.toSorted((one, other) => endOf(one) - endOf(other))) {
    const asked = open.get(key(call, call.fd));
    if (asked !== undefined) learn(asked, call);
    if (call.name === "close") open.delete(key(call, call.fd));
    const made = madeDescriptor(call);
    if (made !== null && !call.name.startsWith("dup")) {
      const endpoint = makeEndpoint(call, asked);
      open.set(key(call, made), endpoint);
      all.push(endpoint);
    }
    for (const { fd, state } of call.states ?? []) {
      const seen = open.get(key(call, fd));
      if (state === "ESTABLISHED" && seen?.connectedAt === Infinity) seen.connectedAt = endOf(call);
    }
  }
  return all;
}

function makeEndpoint(call: Call, listener: Endpoint | undefined): Endpoint {
  const unknown = { calls: [], local: null, connectedAt: Infinity, isUnclear: false };
  if (listener === undefined || call.name === "socket") return unknown;
  return { ...unknown, accepted: { call, listener }, connectedAt: endOf(call) };
}

function learn(endpoint: Endpoint, call: Call): void {
  endpoint.calls.push(call);
  const [, second] = call.arguments;
  if (unclear.has(call.name) || /F_DUPFD|MSG_OOB/u.test(call.arguments.join())) {
    endpoint.isUnclear = true;
  }
  if ((call.name === "bind" || call.name === "getsockname") && call.result === 0) {
    endpoint.local = placeOf(second) ?? endpoint.local;
  }
  if (call.name === "connect" && (call.result === 0 || call.errno === "EINPROGRESS")) {
    endpoint.connect ??= call;
    if (call.result === 0) endpoint.connectedAt = Math.min(endpoint.connectedAt, endOf(call));
  }
}
