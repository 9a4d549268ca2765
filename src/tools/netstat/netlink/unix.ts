/**
 * UNIX sockets as `<linux/unix_diag.h>` has them: the request for them, and one answer.
 *
 * @see https://man7.org/linux/man-pages/man7/sock_diag.7.html
 * @module
 */

import { AF_UNIX } from "../../../socket/index.ts";
import { pack, unpack } from "../../../struct/index.ts";
import { type SocketEntry, type SocketFilter, stateBits, stateOf } from "../entry.ts";
import { unixName, unixType } from "../unix-name.ts";
import { decodeAttributes, fixedPart } from "./message.ts";

/** What to show of a socket: UDIAG_SHOW_. */
const SHOW_NAME = 0x1;
const SHOW_PEER = 0x4;
const SHOW_QUEUES = 0x10;
const SHOW_UID = 0x40;

/** Attributes of an answer: UNIX_DIAG_. */
const NAME = 0;
const PEER = 2;
const QUEUES = 4;
const UID = 7;

const MESSAGE_BYTES = 16;

/** The payload of a request for UNIX sockets: struct unix_diag_req. */
export function encodeUnixRequest(filter: SocketFilter): Buffer {
  const show = SHOW_NAME | SHOW_PEER | SHOW_QUEUES | SHOW_UID;
  return pack("=BBHIIIII", AF_UNIX, 0, 0, stateBits(filter), 0, show, 0, 0);
}

/**
 * The socket of an answer: struct unix_diag_msg and its attributes. The peer's name is not in it.
 *
 * @throws ValueError for a payload or an attribute that is too short
 */
export function decodeUnix(payload: Uint8Array): SocketEntry {
  const fixed = fixedPart(payload, MESSAGE_BYTES, "socket");
  const [, type, state, , inode] = unpack("=BBBBIII", fixed);
  const attributes = decodeAttributes(payload.subarray(MESSAGE_BYTES));
  const queues = attributes.get(QUEUES);
  const [receiveQueue, sendQueue] =
    queues === undefined ? [null, null] : unpack("=II", fixedPart(queues, 8, "queue"));
  return {
    protocol: "unix",
    type: unixType(type),
    state: stateOf("unix", state),
    receiveQueue,
    sendQueue,
    localAddress: unixName(attributes.get(NAME) ?? new Uint8Array()),
    localPort: null,
    foreignAddress: "",
    foreignPort: null,
    interfaceIndex: 0,
    uid: numberIn(attributes.get(UID)),
    inode,
    peerInode: numberIn(attributes.get(PEER)) ?? 0,
  };
}

function numberIn(value: Uint8Array | undefined): number | null {
  return value === undefined ? null : unpack("=I", fixedPart(value, 4, "number"))[0];
}
