/**
 * TCP and UDP sockets as `<linux/inet_diag.h>` has them: the request for them, and one answer.
 *
 * @see https://man7.org/linux/man-pages/man7/sock_diag.7.html
 * @module
 */

import { pack, unpack } from "../../../struct/index.ts";
import { AF_INET, AF_INET6, inet_ntop, IPPROTO_TCP, IPPROTO_UDP } from "../../../socket/index.ts";
import { type SocketEntry, type SocketFilter, stateBits, stateOf } from "../entry.ts";
import { encodeAttribute, fixedPart } from "./message.ts";
import { portFilter } from "./port-filter.ts";

const INET_DIAG_REQ_BYTECODE = 1;
const SOCKET_ID_BYTES = 48;
/** family, state, timer, retransmissions; the socket's id; expires, queues, uid, inode. */
const MESSAGE_BYTES = 4 + SOCKET_ID_BYTES + 20;
const IPV4_BYTES = 4;
const IPV6_BYTES = 16;

/** A protocol that inet_diag lists. */
export type InetProtocol = "tcp" | "tcp6" | "udp" | "udp6";

/** The family and the protocol's number of each. */
const numbers: Readonly<Record<InetProtocol, readonly [family: number, protocol: number]>> = {
  tcp: [AF_INET, IPPROTO_TCP],
  tcp6: [AF_INET6, IPPROTO_TCP],
  udp: [AF_INET, IPPROTO_UDP],
  udp6: [AF_INET6, IPPROTO_UDP],
};

/** The payload of a request for the sockets of a protocol: struct inet_diag_req_v2. */
export function encodeInetRequest(protocol: InetProtocol, filter: SocketFilter): Buffer {
  const fixed = pack("=BBBBI", ...numbers[protocol], 0, 0, stateBits(filter));
  const parts = [fixed, Buffer.alloc(SOCKET_ID_BYTES)];
  if (filter.port !== undefined) {
    parts.push(encodeAttribute(INET_DIAG_REQ_BYTECODE, portFilter(filter.port)));
  }
  return Buffer.concat(parts);
}

/**
 * The socket of an answer: struct inet_diag_msg.
 *
 * @throws ValueError for a payload that is too short
 */
export function decodeInet(protocol: InetProtocol, payload: Uint8Array): SocketEntry {
  const bytes = fixedPart(payload, MESSAGE_BYTES, "socket");
  const [family] = numbers[protocol];
  const [, state] = unpack("=BBBB", bytes.subarray(0, 4));
  const [localPort, foreignPort] = unpack("!HH", bytes.subarray(4, 8));
  const [interfaceIndex] = unpack("=I", bytes.subarray(40, 44));
  const [, receiveQueue, sendQueue, uid, inode] = unpack("=IIIII", bytes.subarray(52));
  return {
    protocol,
    type: null,
    state: stateOf(protocol, state),
    receiveQueue,
    sendQueue,
    localAddress: addressText(family, bytes.subarray(8, 24)),
    localPort,
    foreignAddress: addressText(family, bytes.subarray(24, 40)),
    foreignPort,
    interfaceIndex,
    uid,
    inode,
    peerInode: 0,
  };
}

function addressText(family: number, bytes: Uint8Array): string {
  return inet_ntop(family, bytes.subarray(0, family === AF_INET ? IPV4_BYTES : IPV6_BYTES));
}
