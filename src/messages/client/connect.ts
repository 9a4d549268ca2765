import { outOfRange, typeName, wrongType } from "../../arguments/errors.ts";
import { checkPort } from "../../arguments/integers.ts";
import { LONGEST_TIMEOUT } from "../../arguments/seconds.ts";
import { EAGAIN, ECONNREFUSED } from "../../errno.ts";
import { OSError, TimeoutError } from "../../errors.ts";
import { repr } from "../../python/index.ts";
import { select } from "../../select/index.ts";
import { attemptConnection } from "../../socket/create.ts";
import {
  type AddressInfoTuple,
  AF_UNIX,
  getaddrinfo,
  IPPROTO_TCP,
  SOCK_STREAM,
  type Socket,
  socket,
  TCP_NODELAY,
} from "../../socket/index.ts";
import type { ClientSettings } from "./options.ts";

/**
 * A server's address: `[host, port]`, where a null host is this machine and the port is a number or
 * a service name; or the path of a Unix socket. Linux's abstract names begin with a null byte.
 */
export type ClientAddress =
  readonly [host: string | null, port: number | string] | string | Uint8Array;

type Times = Pick<ClientSettings, "attemptTimeout" | "connectTimeout">;

/**
 * How often to retry while a server's accept queue is full: nothing reports when it has room again.
 */
const RETRY_SECONDS = 0.01;

/**
 * Connects to the first address of a host that accepts, or to a Unix socket.
 *
 * @throws the last address's OSError, with the errors of all in `cause` when there are several;
 *   TimeoutError
 */
export function connectTo(address: ClientAddress, times: Times): Socket {
  const deadline = performance.now() + times.connectTimeout * 1000;
  if (typeof address === "string" || ArrayBuffer.isView(address)) {
    return connectToPath(address, times, deadline);
  }
  return connectToHost(checkHostAndPort(address), times, deadline);
}

function checkHostAndPort(address: unknown): [host: string | null, port: number | string] {
  if (!Array.isArray(address) || address.length !== 2) {
    const given = Array.isArray(address) ? `${address.length} parts` : typeName(address);
    throw wrongType(`address must be [host, port] or a path, not ${given}`);
  }
  const [host, port] = address as [string | null, number | string];
  if (port === "") throw outOfRange("port must be a number or a service name, not an empty string");
  // getaddrinfo(3) would silently change it.
  if (typeof port === "number" || /^[-+]?\d+$/u.test(port)) checkPort(Number(port));
  return [host, port];
}

function connectToHost(
  [host, port]: [string | null, number | string],
  times: Times,
  deadline: number,
): Socket {
  const errors: OSError[] = [];
  for (const found of getaddrinfo(host, port, { type: SOCK_STREAM })) {
    const left = secondsUntil(deadline);
    if (left <= 0) errors.push(connectTimedOut(found[4], times));
    if (left <= 0) break;
    const connected = attempt(found, times, left);
    if (!(connected instanceof OSError)) return connected;
    errors.push(connected);
  }
  throw failureOf(errors);
}

function attempt(found: AddressInfoTuple, times: Times, left: number): Socket | OSError {
  const seconds = Math.min(times.attemptTimeout, left);
  const timeout = seconds <= LONGEST_TIMEOUT ? seconds : null;
  const connected = attemptConnection(found, { timeout });
  if (connected instanceof OSError) {
    if (!(connected instanceof TimeoutError) || connected.errno !== null) return connected;
    return left <= times.attemptTimeout
      ? connectTimedOut(found[4], times)
      : attemptTimedOut(found[4], times);
  }
  return prepared(connected);
}

function prepared(sock: Socket): Socket | OSError {
  try {
    // A request is sent in one piece, so Nagle's algorithm would only delay it.
    sock.setsockopt(IPPROTO_TCP, TCP_NODELAY, 1);
    if (repr(sock.getsockname()) !== repr(sock.getpeername())) return sock;
    // If nobody listens there, TCP can pick that very port as ours and connect the socket to
    // itself.
    throw OSError.from(ECONNREFUSED, { syscall: "connect" });
  } catch (error) {
    sock.close();
    if (error instanceof OSError) return error;
    throw error;
  }
}

function failureOf(errors: readonly OSError[]): OSError {
  const last = errors.at(-1)!;
  if (errors.length > 1)
    last.cause = new AggregateError(errors, "No address accepted the connection");
  return last;
}

// A non-blocking connect of a Unix socket never returns EINPROGRESS: it succeeds, or fails with EAGAIN when
// the queue is full.
function connectToPath(path: string | Uint8Array, times: Times, deadline: number): Socket {
  const made = socket(AF_UNIX, SOCK_STREAM);
  const attemptDeadline = performance.now() + times.attemptTimeout * 1000;
  try {
    made.setblocking(false);
    for (;;) {
      const error = made.connect_ex(path);
      if (error === 0) return made;
      if (error !== EAGAIN)
        throw OSError.from(error, { syscall: "connect", address: nameOf(path) });
      if (secondsUntil(deadline) <= 0) throw connectTimedOut(path, times);
      if (secondsUntil(attemptDeadline) <= 0) throw attemptTimedOut(path, times);
      select([], [], [], RETRY_SECONDS);
    }
  } catch (error) {
    made.close();
    throw error;
  }
}

function connectTimedOut(address: unknown, { connectTimeout }: Times): TimeoutError {
  return timedOut(`connectTimeout: not connected within ${connectTimeout} seconds`, address);
}

function attemptTimedOut(address: unknown, { attemptTimeout }: Times): TimeoutError {
  return timedOut(`attemptTimeout: no response within ${attemptTimeout} seconds`, address);
}

function timedOut(text: string, address: unknown): TimeoutError {
  const details = Array.isArray(address)
    ? { address: String(address[0]), port: Number(address[1]) }
    : { address: nameOf(address as string | Uint8Array) };
  return new TimeoutError(null, `${text} from ${repr(address)}`, {
    syscall: "connect",
    ...details,
  });
}

function nameOf(path: string | Uint8Array): string {
  return typeof path === "string" ? path : Buffer.from(path).toString();
}

function secondsUntil(deadline: number): number {
  return (deadline - performance.now()) / 1000;
}
