import { readFileSync, readlinkSync } from "node:fs";

import type { Protocol, SocketEntry } from "../tools/netstat/entry.ts";
import { parseInet } from "../tools/netstat/proc/inet.ts";
import { NoSocketTable, socketTable } from "../tools/netstat/table.ts";

const PROTOCOLS = ["tcp", "tcp6", "udp", "udp6"] as const satisfies readonly Protocol[];

/** The sockets in the network namespaces of some processes. */
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

/** Netlink tells only of the namespace that it is asked in; the files are there for each process. */
function tableOf(pid: number): SocketEntry[] {
  return PROTOCOLS.flatMap((protocol) => {
    try {
      return parseInet(protocol, readFileSync(`/proc/${pid}/net/${protocol}`, "utf8"));
    } catch {
      return []; // Without IPv6, or the process has ended.
    }
  });
}

/** The network namespace of a process; undefined where there are none, or when it has ended. */
function namespaceOf(pid: number | "self"): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/ns/net`);
  } catch {
    return undefined;
  }
}
