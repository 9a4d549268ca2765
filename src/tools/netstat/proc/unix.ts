/**
 * /proc/net/unix: `unix(7)`, `proc_net(5)`.
 *
 * @see https://man7.org/linux/man-pages/man5/proc_pid_net.5.html
 * @module
 */

import type { SocketEntry, State } from "../entry.ts";
import { unixType } from "../unix-name.ts";

const LINE = /^[0-9a-f]+: \S+ \S+ ([0-9A-F]+) ([0-9A-F]+) ([0-9A-F]+)\s+(\d+)(?: (.*))?$/su;

/** The flag of a socket that listens: __SO_ACCEPTCON. */
const LISTENS = 0x10000;
/** SS_CONNECTED, of a socket that has a peer. */
const CONNECTED = 3;

/**
 * The sockets of the file; lines of another shape are left out. It has neither queues nor peers. The
 * ends that nobody has accepted, without an inode, are left out too, as netlink does.
 */
export function parseUnix(text: string): SocketEntry[] {
  return text.split("\n").flatMap((line) => {
    const match = LINE.exec(line);
    return match === null || match[4] === "0" ? [] : [entryOf(match.slice(1))];
  });
}

function entryOf([flags, type, state, inode, path = ""]: string[]): SocketEntry {
  return {
    protocol: "unix",
    type: unixType(Number.parseInt(type!, 16)),
    state: stateOfUnix(Number.parseInt(flags!, 16), Number.parseInt(state!, 16)),
    receiveQueue: null,
    sendQueue: null,
    localAddress: path,
    localPort: null,
    foreignAddress: "",
    foreignPort: null,
    interfaceIndex: 0,
    uid: null,
    inode: Number(inode),
    peerInode: 0,
  };
}

function stateOfUnix(flags: number, state: number): State {
  if ((flags & LISTENS) !== 0) return "LISTEN";
  return state === CONNECTED ? "ESTABLISHED" : "UNCONN";
}
