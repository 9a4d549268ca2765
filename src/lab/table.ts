import { existsSync, readFileSync, readlinkSync } from "node:fs";

/** A socket in the kernel's table. */
export interface TableEntry {
  readonly kind: string;
  readonly local: string;
  readonly remote: string;
  readonly state: string;
  readonly receiveQueue: number;
  readonly sendQueue: number;
  /** 0 for what no process has open. */
  readonly inode: number;
}

const states = [
  "",
  "ESTABLISHED",
  "SYN_SENT",
  "SYN_RECV",
  "FIN_WAIT1",
  "FIN_WAIT2",
  "TIME_WAIT",
  "CLOSE",
  "CLOSE_WAIT",
  "LAST_ACK",
  "LISTEN",
  "CLOSING",
  "SYN_RECV",
];

function addressOf(text: string): string {
  const [host = "", port = ""] = text.split(":");
  const bytes = Buffer.from(host, "hex").reverse();
  return `${[...bytes].join(".")}:${Number.parseInt(port, 16)}`;
}

function entryOf(kind: string, line: string): TableEntry {
  const fields = line.trim().split(/\s+/u);
  const [sendQueue, receiveQueue] = fields[4]!
    .split(":")
    .map((digits) => Number.parseInt(digits, 16));
  return {
    kind,
    local: addressOf(fields[1]!),
    remote: addressOf(fields[2]!),
    state: states[Number.parseInt(fields[3]!, 16)] ?? "",
    receiveQueue: receiveQueue!,
    sendQueue: sendQueue!,
    inode: Number(fields[9]),
  };
}

function readFile(pid: number, kind: string): TableEntry[] {
  const file = `/proc/${pid}/net/${kind}`;
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, "utf8").trimEnd().split("\n").slice(1);
  return lines.map((line) => entryOf(kind, line));
}

/** The sockets in the network namespaces of some processes, seen from here. */
export function readTable(pids: readonly number[]): TableEntry[] {
  const namespaces = new Map(pids.map((pid) => [namespaceOf(pid), pid]));
  return Array.from(namespaces.values(), (pid) => [
    ...readFile(pid, "tcp"),
    ...readFile(pid, "udp"),
  ]).flat();
}

function namespaceOf(pid: number): string {
  try {
    return readlinkSync(`/proc/${pid}/ns/net`);
  } catch {
    return "";
  }
}
