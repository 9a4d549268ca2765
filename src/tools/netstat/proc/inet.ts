/**
 * /proc/net/tcp and those of its shape, where each number is in hexadecimal: `proc_net(5)`.
 *
 * @see https://man7.org/linux/man-pages/man5/proc_pid_net.5.html
 * @module
 */

import { endianness } from "node:os";

import { AF_INET, AF_INET6, inet_ntop } from "../../../socket/index.ts";
import { type Protocol, type SocketEntry, stateOf } from "../entry.ts";

const LINE =
  /^\s*\d+: ([0-9A-F]{8}|[0-9A-F]{32}):([0-9A-F]{4}) ([0-9A-F]{8}|[0-9A-F]{32}):([0-9A-F]{4}) ([0-9A-F]{2}) ([0-9A-F]{8}):([0-9A-F]{8}) \S+ \S+\s+(\d+)\s+\d+ (\d+)/u;

/** The sockets of such a file; lines of another shape are left out. */
export function parseInet(protocol: Protocol, text: string): SocketEntry[] {
  return text.split("\n").flatMap((line) => {
    const match = LINE.exec(line);
    return match === null ? [] : [entryOf(protocol, match.slice(1))];
  });
}

function entryOf(protocol: Protocol, fields: string[]): SocketEntry {
  const [local, localPort, foreign, foreignPort, state, sent, received, uid, inode] = fields;
  const stateName = stateOf(protocol, hex(state));
  return {
    protocol,
    type: null,
    state: stateName,
    receiveQueue: hex(received),
    // The file has no limit of a listener's queue: its 0 says nothing.
    sendQueue: stateName === "LISTEN" ? null : hex(sent),
    localAddress: addressText(local!),
    localPort: hex(localPort),
    foreignAddress: addressText(foreign!),
    foreignPort: hex(foreignPort),
    interfaceIndex: 0,
    uid: Number(uid),
    inode: Number(inode),
    peerInode: 0,
  };
}

function hex(text: string | undefined): number {
  return Number.parseInt(text!, 16);
}

/** The file prints words of 32 bits as this machine reads them, so on most their bytes are reversed. */
function addressText(text: string): string {
  const bytes = Buffer.from(text, "hex");
  if (endianness() === "LE") bytes.swap32();
  return inet_ntop(bytes.length === 4 ? AF_INET : AF_INET6, bytes);
}
