import { chmodSync, lstatSync, unlinkSync } from "node:fs";

import { outOfRange, typeName, wrongType } from "../../arguments/errors.ts";
import { checkPort } from "../../arguments/integers.ts";
import { EADDRINUSE, EADDRNOTAVAIL, EAFNOSUPPORT, ECONNREFUSED } from "../../errno.ts";
import { OSError } from "../../errors.ts";
import { repr } from "../../python/index.ts";
import {
  type AddressInfoTuple,
  AF_INET6,
  AF_UNIX,
  AI_PASSIVE,
  getaddrinfo,
  type Inet6Address,
  type InetAddress,
  IPPROTO_IPV6,
  IPPROTO_TCP,
  IPV6_V6ONLY,
  SO_REUSEADDR,
  SOCK_STREAM,
  socket,
  type Socket,
  SOL_SOCKET,
  TCP_NODELAY,
} from "../../socket/index.ts";
import type { Settings } from "./options.ts";

/** How many kernel-chosen ports to try when one is taken on another address of the host. */
const MOST_CHOICES = 32;

/** Errors of an address this machine does not have, such as `::1` with IPv6 disabled. */
const missingAddressErrors: ReadonlySet<number | null> = new Set([EADDRNOTAVAIL, EAFNOSUPPORT]);

/** Where a server listens: `[host, port]`, or the path of a Unix socket. */
export type ServerAddress = readonly [host: string, port: number] | string;

/**
 * Opens a listening socket for each address of a host, or for a path. Port 0 lets the kernel choose
 * one port for all addresses. Addresses this machine does not have are skipped, with a note in the
 * log, unless none are left.
 */
export function openListeners(address: ServerAddress, settings: Settings): Socket[] {
  if (typeof address === "string") {
    checkPath(address);
    return [openUnix(address, settings)];
  }
  checkInternet(address);
  return openInternet(address, settings);
}

function checkPath(path: string): void {
  // For these, the kernel would choose an abstract name, or ignore everything after the null byte.
  if (path === "" || path.indexOf("\0") > 0) {
    throw outOfRange(`path must be non-empty and without null bytes, not ${repr(path)}`);
  }
}

function checkInternet(address: unknown): void {
  const [host, port] = Array.isArray(address) ? (address as unknown[]) : [];
  if (typeof host !== "string") {
    const given = Array.isArray(address)
      ? `[${address.map(typeName).join(", ")}]`
      : typeName(address);
    throw wrongType(`address must be [host, port] or a path, not ${given}`);
  }
  // getaddrinfo(3) would silently change it.
  checkPort(port);
}

function openInternet([host, port]: readonly [string, number], settings: Settings): Socket[] {
  const addresses = addressesOf(host, port);
  // Keep them open, so that the kernel chooses a different port each time.
  const refused: Socket[] = [];
  try {
    for (let choices = 1; ; choices++) {
      const opened: Socket[] = [];
      try {
        openEach(opened, addresses, settings);
        return opened;
      } catch (error) {
        refused.push(...opened);
        const isOthers = port === 0 && opened.length > 0 && isTaken(error);
        if (!isOthers || choices === MOST_CHOICES) throw error;
      }
    }
  } finally {
    for (const sock of refused) sock.close();
  }
}

/** Resolves the host; each address appears once, even if /etc/hosts lists it twice. */
function addressesOf(host: string, port: number): AddressInfoTuple[] {
  const found = getaddrinfo(host === "" ? null : host, port, {
    type: SOCK_STREAM,
    flags: AI_PASSIVE,
  });
  return [...new Map(found.map((each) => [repr(each[4]), each])).values()];
}

/**
 * Opens a socket for each address. If it throws, `opened` has the sockets it opened before that.
 */
function openEach(
  opened: Socket[],
  addresses: readonly AddressInfoTuple[],
  settings: Settings,
): void {
  const left: [address: string, error: OSError][] = [];
  for (const [family, , , , sockaddr] of addresses) {
    const address: InetAddress | Inet6Address = [...sockaddr];
    const first = opened[0]?.getsockname() as InetAddress | undefined;
    if (first !== undefined) address[1] = first[1];
    const made = openUnlessMissing(family, address, settings);
    if (made instanceof OSError) left.push([repr(address), made]);
    else opened.push(made);
  }
  if (opened.length === 0) throw left[0]![1];
  for (const [address, { message }] of left) {
    settings.log({ level: "warning", event: `not listening on ${address}`, detail: repr(message) });
  }
}

function openUnlessMissing(
  family: number,
  address: InetAddress | Inet6Address,
  settings: Settings,
): Socket | OSError {
  try {
    return openOne(family, address, settings);
  } catch (error) {
    if (error instanceof OSError && missingAddressErrors.has(error.errno)) return error;
    throw error;
  }
}

function isTaken(error: unknown): boolean {
  return error instanceof OSError && error.errno === EADDRINUSE;
}

function openOne(family: number, address: InetAddress | Inet6Address, settings: Settings): Socket {
  const sock: Socket = socket(family, SOCK_STREAM);
  return orClose(sock, () => {
    sock.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1);
    // The IPv4 socket serves IPv4; without this option the two could not share the port.
    if (family === AF_INET6) sock.setsockopt(IPPROTO_IPV6, IPV6_V6ONLY, 1);
    // Connections inherit it. A response is sent in one piece, so Nagle's algorithm would only
    // delay it.
    sock.setsockopt(IPPROTO_TCP, TCP_NODELAY, 1);
    sock.bind(address);
    sock.listen(settings.backlog);
  });
}

function openUnix(path: string, settings: Settings): Socket {
  const sock = socket(AF_UNIX, SOCK_STREAM);
  return orClose(sock, () => {
    bindPath(sock, path);
    // Nobody can connect before listen(), so the permissions apply to every connection.
    if (!path.startsWith("\0")) chmodSync(path, settings.mode);
    sock.listen(settings.backlog);
  });
}

/** Replaces the file of a server that ended without removing it. */
function bindPath(sock: Socket, path: string): void {
  try {
    sock.bind(path);
  } catch (error) {
    if (!isTaken(error) || !isLeftOver(path)) throw error;
    unlinkSync(path);
    sock.bind(path);
  }
}

/** True for a socket's file that no server listens on. */
function isLeftOver(path: string): boolean {
  if (lstatSync(path, { throwIfNoEntry: false })?.isSocket() !== true) return false;
  const probe = socket(AF_UNIX, SOCK_STREAM);
  try {
    probe.setblocking(false);
    return probe.connect_ex(path) === ECONNREFUSED;
  } finally {
    probe.close();
  }
}

function orClose(sock: Socket, work: () => void): Socket {
  try {
    work();
    return sock;
  } catch (error) {
    sock.close();
    throw error;
  }
}
