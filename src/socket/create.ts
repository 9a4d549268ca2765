import { outOfRange } from "../arguments/errors.ts";
import { OSError } from "../errors.ts";
import { repr } from "../python/repr.ts";
import type { AddressInfoTuple } from "./resolve.ts";
import {
  IPPROTO_IPV6,
  IPV6_V6ONLY,
  SO_REUSEADDR,
  SO_REUSEPORT,
  SOCK_STREAM,
  SOL_SOCKET,
} from "./constants.ts";
import {
  AF_INET,
  AF_INET6,
  type AnyAddress,
  type Family,
  type Inet6Address,
  type InetAddress,
} from "./families.ts";
import { getaddrinfo } from "./resolve.ts";
import { socket } from "./open.ts";
import type { Socket } from "./socket.ts";
import { socketTimeout, type Timeout } from "./timeout.ts";

/** Named arguments of {@link create_connection}. */
export interface CreateConnectionOptions {
  /** Seconds, or null to wait forever. Default: that of new sockets. */
  timeout?: Timeout;
  /** The address to bind before connecting: `[host, port]`. */
  source_address?: readonly [host: string, port: number] | null;
  /** Whether a failure reports the errors of all addresses instead of only the last. */
  all_errors?: boolean;
}

/**
 * Connects to a host and port over TCP, trying each address of the host: `getaddrinfo(3)`,
 * `socket(2)`, `connect(2)`.
 *
 * @param address - `[host, port]`; the host null is this machine
 * @throws the last address's OSError, or with `all_errors` an AggregateError of all of them;
 *   gaierror for an unknown name
 * @see https://man7.org/linux/man-pages/man2/connect.2.html
 */
export function create_connection(
  address: readonly [host: string | null, port: number | string],
  options: CreateConnectionOptions = {},
): Socket<InetAddress | Inet6Address> {
  const [host, port] = address;
  // Before the look-up, which can take long.
  if (options.timeout !== undefined) socketTimeout(options.timeout, "create_connection(): timeout");
  const errors: Error[] = [];
  for (const found of getaddrinfo(host, port, { type: SOCK_STREAM })) {
    const connected = attemptConnection(found, options);
    if (connected instanceof OSError) errors.push(connected);
    else return connected;
  }
  if (options.all_errors === true) {
    throw new AggregateError(errors, "create_connection failed");
  }
  throw errors.at(-1) ?? new OSError(null, "getaddrinfo returns an empty list");
}

/** Connects to one of the addresses that getaddrinfo found; returns the socket, or the OSError. */
export function attemptConnection(
  [family, type, proto, , sockaddr]: AddressInfoTuple,
  { timeout, source_address: source = null }: CreateConnectionOptions,
): Socket<InetAddress | Inet6Address> | OSError {
  let made: Socket | undefined;
  try {
    made = socket(family, type, proto);
    if (timeout !== undefined) made.settimeout(timeout);
    if (source !== null) made.bind(source);
    made.connect(sockaddr);
    return made as Socket<InetAddress | Inet6Address>;
  } catch (error) {
    made?.close();
    if (error instanceof OSError) return error;
    throw error;
  }
}

/** Named arguments of {@link create_server}. */
export interface CreateServerOptions<Form extends AnyAddress> {
  /** AF_INET (the default) or AF_INET6. */
  family?: Family<Form> | number;
  /** How many connections may wait to be accepted. Default: that of `listen()`. */
  backlog?: number | null;
  /** Whether several sockets may have this port: SO_REUSEPORT. */
  reuse_port?: boolean;
  /** Whether an AF_INET6 socket takes IPv4 connections too: IPV6_V6ONLY off. */
  dualstack_ipv6?: boolean;
}

/**
 * Makes a listening TCP socket: `socket(2)`, `bind(2)`, `listen(2)`, with SO_REUSEADDR.
 *
 * @param address - `[host, port]`; the host `""` means all interfaces, port 0 lets the kernel
 *   choose
 * @throws OSError EADDRINUSE, …, with the address in its message; RangeError for `dualstack_ipv6`
 *   if the system or the family does not support it
 * @see https://man7.org/linux/man-pages/man2/listen.2.html
 */
export function create_server<Form extends AnyAddress = InetAddress>(
  address: readonly [host: string, port: number, flowinfo?: number, scopeid?: number],
  options: CreateServerOptions<Form> = {},
): Socket<Form> {
  const { family = AF_INET, backlog = null, reuse_port = false, dualstack_ipv6 = false } = options;
  checkDualStack(family, dualstack_ipv6);
  const server: Socket = socket({ family, type: SOCK_STREAM });
  try {
    reuseAddress(server);
    if (reuse_port) server.setsockopt(SOL_SOCKET, SO_REUSEPORT, true);
    if (family === AF_INET6) server.setsockopt(IPPROTO_IPV6, IPV6_V6ONLY, !dualstack_ipv6);
    bindNamed(server, address);
    if (backlog === null) server.listen();
    else server.listen(backlog);
    return server as Socket<Form>;
  } catch (error) {
    server.close();
    throw error;
  }
}

function checkDualStack(family: number, dualstack: boolean): void {
  if (!dualstack) return;
  if (!has_dualstack_ipv6()) throw outOfRange("dualstack_ipv6 not supported on this platform");
  if (family !== AF_INET6) throw outOfRange("dualstack_ipv6 requires AF_INET6 family");
}

// Without it, bind() may fail later, with an error of its own.
function reuseAddress(server: Socket): void {
  try {
    server.setsockopt(SOL_SOCKET, SO_REUSEADDR, true);
  } catch (error) {
    if (!(error instanceof OSError)) throw error;
  }
}

function bindNamed(server: Socket, address: readonly [string, number, number?, number?]): void {
  try {
    server.bind(address);
  } catch (error) {
    if (!(error instanceof OSError) || error.errno === null) throw error;
    const [host, port] = address;
    const meaning = `${error.strerror} (while attempting to bind on address ${repr(address)})`;
    throw OSError.from(error.errno, { syscall: "bind", address: host, port }, meaning);
  }
}

/**
 * Returns true if an AF_INET6 socket can accept IPv4 connections too. It tries: `socket(2)`, and
 * `setsockopt(2)` with IPV6_V6ONLY off.
 *
 * @see https://man7.org/linux/man-pages/man7/ipv6.7.html
 */
export function has_dualstack_ipv6(): boolean {
  try {
    using probe = socket(AF_INET6, SOCK_STREAM);
    probe.setsockopt(IPPROTO_IPV6, IPV6_V6ONLY, false);
    return true;
  } catch {
    return false;
  }
}
