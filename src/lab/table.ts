import { readFileSync, readlinkSync } from "node:fs";

import type { Protocol, SocketEntry } from "../tools/netstat/entry.ts";
import { parseInet } from "../tools/netstat/proc/inet.ts";
import { NoSocketTable, socketTable } from "../tools/netstat/table.ts";

const PROTOCOLS = ["tcp", "tcp6", "udp", "udp6"] as const satisfies readonly Protocol[];

/** Returns the sockets in the network namespaces of these processes and of this one. */
export function socketsAround(pids: readonly number[]): SocketEntry[] {
  const own = namespaceOf("self");
  const namespaces = new Map(pids.map((pid) => [namespaceOf(pid), pid]));
  const others = [...namespaces].filter(([name]) => name !== own && name !== undefined);
  return [...ownTable(), ...others.flatMap(([, pid]) => tableOf(pid))];
}

function ownTable(): SocketEntry[] {
  try {
    return socketTable({ protocols: [...PROTOCOLS, "unix"] });
  } catch (error) {
    if (error instanceof NoSocketTable) return [];
    throw error;
  }
}

/** The sockets in a process's namespace. Netlink covers only the caller's, so this reads /proc. */
function tableOf(pid: number): SocketEntry[] {
  return PROTOCOLS.flatMap((protocol) => {
    try {
      return parseInet(protocol, readFileSync(`/proc/${pid}/net/${protocol}`, "utf8"));
    } catch {
      return []; // IPv6 is disabled, or the process has ended.
    }
  });
}

/** The network namespace of a process; undefined without /proc, or if the process has ended. */
function namespaceOf(pid: number | "self"): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/ns/net`);
  } catch {
    return undefined;
  }
}
