import assert from "node:assert/strict";
import { stripVTControlCharacters } from "node:util";

import { decode, decodeBeginning } from "#internal/trace/decode.js";
import type { Piece, RawCall } from "#internal/addon/raw-call.js";
import { formatCall } from "bsd-sockets/trace";

import { guided } from "../engine/guided.ts";
import { Source } from "../engine/source.ts";

const NAMES = [
  ...["socket", "socketpair", "bind", "listen", "accept", "accept4", "connect", "shutdown"],
  ...["close", "getsockname", "getpeername", "setsockopt", "getsockopt", "fcntl", "ioctl"],
  ...["recvfrom", "sendto", "read", "write", "sendfile", "sendmsg", "recvmsg", "pipe", "pipe2"],
  ...["poll", "select", "epoll_create1", "epoll_ctl", "epoll_wait", "kqueue", "kevent"],
  ...["sethostname", "dup"],
];
const FIRST_OF_MESSAGE = 8;
const MOST_PIECES = 12;

function piecesFrom(source: Source): Piece[] {
  const pieces: Piece[] = [];
  while (!source.isOver && pieces.length < MOST_PIECES) {
    const kind = source.byte();
    const slot = (kind >> 1) % (FIRST_OF_MESSAGE * 2);
    pieces.push({ slot, isAnswer: (kind & 1) === 1, bytes: source.bytes() });
  }
  return pieces;
}

/** Returns a record like the addon's, with arbitrary contents. */
function callFrom(bytes: Buffer): RawCall {
  const source = new Source(bytes);
  return {
    number: 1,
    name: source.pick(NAMES),
    // The kernel's errors are small numbers.
    result: source.boolean() ? Math.max(source.integer(), -4095) : source.pick([null, -11, 0, 1]),
    numbers: Array.from({ length: source.byte() % 8 }, () => source.integer()),
    states: source.boolean() ? [{ fd: source.integer(), state: source.byte() }] : [],
    start: source.integer(),
    duration: source.integer(),
    pieces: piecesFrom(source),
  };
}

function check(bytes: Buffer): void {
  const raw = callFrom(bytes);
  const call = decode(raw, 1);
  const line = formatCall(call);
  assert.match(line, /^[ -~]*$/u);
  assert.equal(stripVTControlCharacters(formatCall(call, { colours: true })), line);
  const beginning = decodeBeginning({ ...raw, result: null });
  assert.match(beginning, /^[ -~]*$/u);
  JSON.parse(JSON.stringify(call));
}

/** One call of each name, with an address, and with a message of two buffers and control data. */
const seeds = NAMES.map((_, index) =>
  Buffer.from([
    ...[index, 0, 1, 6, 3, 16, 64, 0, 16, 0, 0, 5, 5],
    ...[2, 16, 2, 0, 0, 80, 127, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0],
    ...[3, 4, 16, 0, 0, 0],
    ...[20, 16, ...Array.from({ length: 16 }, (_unused, byte) => byte)],
    ...[18, 20, 20, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 5, 0, 0, 0],
  ]),
);

export const trace = guided({
  name: "trace",
  about: "records of system calls, as text",
  covers: ["/dist/trace/"],
  seeds,
  check,
});
