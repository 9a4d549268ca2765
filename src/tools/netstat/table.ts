/**
 * The table of sockets of this network namespace, as `netstat` and `ss` show it.
 *
 * @module
 */

import { existsSync, readFileSync } from "node:fs";

import { OSError, ValueError } from "../../errors.ts";
import {
  compareEntries,
  type Protocol,
  PROTOCOLS,
  type SocketEntry,
  type SocketFilter,
  wants,
  wantsProtocol,
} from "./entry.ts";
import { Diagnostics } from "./netlink/dump.ts";
import { decodeInet, encodeInetRequest, type InetProtocol } from "./netlink/inet.ts";
import { decodeUnix, encodeUnixRequest } from "./netlink/unix.ts";
import { parseInet } from "./proc/inet.ts";
import { parseUnix } from "./proc/unix.ts";

/** A way to read the table. */
export type Source = "netlink" | "proc";

/** The operating system lets this process see no table of sockets. */
export class NoSocketTable extends Error {}

/** Those that only /proc lists, for kernels without CONFIG_INET_RAW_DIAG. */
const ONLY_IN_PROC: readonly Protocol[] = ["raw", "raw6", "icmp", "icmp6"];

/**
 * The sockets that a filter wants, by netlink's sock_diag, or where that is refused by /proc/net.
 *
 * Protocols, states and the port are left to the kernel, so that a narrow question is cheap; inodes
 * are picked from the answer. The kernel lists the sockets of the caller's network namespace.
 *
 * @param source - the one way to use; left out, netlink, and /proc for what netlink does not give
 * @throws NoSocketTable where there is neither, as on macOS; KeyboardInterrupt
 */
export function socketTable(filter: SocketFilter = {}, source?: Source): SocketEntry[] {
  const wanted = PROTOCOLS.filter((protocol) => wantsProtocol(filter, protocol));
  using diagnostics = source === "proc" ? null : openDiagnostics();
  if (diagnostics === null && source === "netlink") throw new NoSocketTable("no netlink here");
  const entries = wanted.flatMap((protocol) => {
    const listed = diagnostics === null ? null : byNetlink(diagnostics, protocol, filter);
    return listed ?? (source === "netlink" ? [] : byProc(protocol));
  });
  return withPeers(entries)
    .filter((entry) => wants(filter, entry))
    .sort(compareEntries);
}

function openDiagnostics(): Diagnostics | null {
  try {
    return new Diagnostics();
  } catch (error) {
    return nothing(error);
  }
}

/** The sockets by netlink; null where it does not list this protocol. */
function byNetlink(
  diagnostics: Diagnostics,
  protocol: Protocol,
  filter: SocketFilter,
): SocketEntry[] | null {
  if (ONLY_IN_PROC.includes(protocol)) return null;
  try {
    if (protocol === "unix") return diagnostics.dump(encodeUnixRequest(filter)).map(decodeUnix);
    const inet = protocol as InetProtocol;
    const payloads = diagnostics.dump(encodeInetRequest(inet, filter));
    return payloads.map((payload) => decodeInet(inet, payload));
  } catch (error) {
    return nothing(error);
  }
}

/** What the operating system refuses is no list; Ctrl-C and mistakes go on. */
function nothing(error: unknown): null {
  if (error instanceof OSError || error instanceof ValueError) return null;
  throw error;
}

function byProc(protocol: Protocol): SocketEntry[] {
  const text = readTable(protocol);
  return protocol === "unix" ? parseUnix(text) : parseInet(protocol, text);
}

function readTable(protocol: Protocol): string {
  try {
    return readFileSync(`/proc/net/${protocol}`, "utf8");
  } catch (error) {
    // A kernel without IPv6 has no tcp6, and none of its sockets.
    if (existsSync("/proc/net")) return "";
    const reason = (error as Error).message;
    throw new NoSocketTable(`no netlink (sock_diag) and no /proc/net: ${reason}`, { cause: error });
  }
}

/** UNIX sockets name their peer by its inode; its name is in its own entry. */
function withPeers(entries: readonly SocketEntry[]): SocketEntry[] {
  const names = new Map(entries.map(({ inode, localAddress }) => [inode, localAddress]));
  return entries.map((entry) =>
    entry.peerInode === 0
      ? entry
      : { ...entry, foreignAddress: names.get(entry.peerInode) ?? entry.foreignAddress },
  );
}
