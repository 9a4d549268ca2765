/**
 * The program that has the kernel pick the TCP and UDP sockets of one port: the bytecode of
 * INET_DIAG_REQ_BYTECODE, `<linux/inet_diag.h>`.
 *
 * An operation is `code:u8 yes:u8 no:u16`: how far to jump if it holds, and if it does not. A
 * comparison is followed by another four bytes that hold the port. Reaching the end exactly accepts
 * the socket; jumping four bytes beyond the end refuses it. The kernel insists that every target lies
 * on the way of the yeses, which is why the “or” is a jump of its own.
 *
 *      0  local port ≥ N     else → 20
 *      8  local port ≤ N     else → 20
 *     16  jump               → 36, accepted
 *     20  foreign port ≥ N   else → 40, refused
 *     28  foreign port ≤ N   else → 40, refused
 *     36  the end
 *
 * @module
 */

import { pack } from "../../../struct/index.ts";

/** Operations of the bytecode: INET_DIAG_BC_. */
const JMP = 1;
const S_GE = 2;
const S_LE = 3;
const D_GE = 4;
const D_LE = 5;

const END = 36;
const REFUSED = END + 4;

function comparison(code: number, at: number, otherwise: number, port: number): Buffer {
  return pack("=BBHBBH", code, 8, otherwise - at, 0, 0, port);
}

/** The bytecode that accepts the sockets with a local or foreign port. */
export function portFilter(port: number): Buffer {
  return Buffer.concat([
    comparison(S_GE, 0, 20, port),
    comparison(S_LE, 8, 20, port),
    pack("=BBH", JMP, 4, END - 16),
    comparison(D_GE, 20, REFUSED, port),
    comparison(D_LE, 28, REFUSED, port),
  ]);
}
