import { if_indextoname } from "../../socket/index.ts";
import { type Column, layOut } from "../../command/columns.ts";
import { printable } from "../../command/printable.ts";
import type { SocketEntry } from "./entry.ts";
import type { Owner } from "./owners.ts";

/** A socket with the processes that hold it. */
export interface OwnedSocket extends SocketEntry {
  readonly owners: readonly Owner[];
}

const columns: readonly Column[] = [
  { title: "Proto" },
  { title: "Recv-Q", isNumber: true },
  { title: "Send-Q", isNumber: true },
  { title: "Local Address" },
  { title: "Foreign Address" },
  { title: "State" },
  { title: "PID/Program" },
  { title: "FD" },
];

/** The table of sockets as lines, the titles first. */
export function tableLines(sockets: readonly OwnedSocket[]): string[] {
  return layOut(columns, sockets.map(rowOf));
}

function rowOf(entry: OwnedSocket): string[] {
  const { owners } = entry;
  return [
    entry.type === null ? entry.protocol : `${entry.protocol}-${entry.type}`,
    String(entry.receiveQueue ?? "-"),
    String(entry.sendQueue ?? "-"),
    localEndpoint(entry),
    foreignEndpoint(entry),
    entry.state,
    joined(owners.map(({ pid, program }) => `${pid}/${program}`)),
    joined(owners.flatMap(({ descriptors }) => descriptors.map(String))),
  ];
}

function joined(parts: readonly string[]): string {
  return parts.length === 0 ? "-" : printable(parts.join(","));
}

/** A socket's own end: `127.0.0.1:80`, `[::1]:80`, a path, or `#` and the inode of one without a name. */
function localEndpoint(entry: SocketEntry): string {
  const { localAddress, localPort, interfaceIndex, inode } = entry;
  if (localPort === null) return unixEndpoint(localAddress, inode);
  const scope = interfaceIndex === 0 ? "" : `%${interfaceName(interfaceIndex)}`;
  return internetEndpoint(localAddress + scope, localPort);
}

/** The peer's end, as {@link localEndpoint}; `-` where there is none, `*` for no port. */
function foreignEndpoint(entry: SocketEntry): string {
  const { foreignAddress, foreignPort, peerInode } = entry;
  if (foreignPort === null) return unixEndpoint(foreignAddress, peerInode);
  return internetEndpoint(foreignAddress, foreignPort);
}

function unixEndpoint(name: string, inode: number): string {
  if (name !== "") return printable(name);
  return inode === 0 ? "-" : `#${inode}`;
}

function internetEndpoint(address: string, port: number): string {
  const host = address.includes(":") ? `[${address}]` : address;
  return `${host}:${port === 0 ? "*" : String(port)}`;
}

function interfaceName(index: number): string {
  try {
    return if_indextoname(index);
  } catch {
    return String(index); // It was removed.
  }
}
