import { markAsUntransferable } from "node:worker_threads";

import { recv, recvfrom } from "../syscalls/index.ts";
import { addressBytes, addressLength } from "./address.ts";
import { MSG_TRUNC } from "./constants.ts";

// recv lands where its result stays: in a slab that the results share, from which only as much is
// taken as arrived. A small message costs its own size, not the size that was asked for, and no
// copy.
//
//   │ result │ result │ result │ room for the next recv        │
//                              used                         size
interface Slab {
  readonly size: number;
  memory: Buffer;
  // That of the memory, which asks Node for it at length.
  buffer: ArrayBufferLike;
  used: number;
}

const NOTHING = Buffer.alloc(0);

// Four receives fit, so that a program which keeps one result of each slab keeps no more than four
// times what it asked for; and what asks for little does not get much.
const SMALL_SLAB = emptySlab(65_536);
const LARGE_SLAB = emptySlab(262_144);
const SLAB_SHARE = 4;

// The class of what subarray() gives. Its constructor is the shortest way to a part of a slab.
type PartClass = new (memory: ArrayBufferLike, start: number, length: number) => Buffer;
const BufferPart = (Buffer as unknown as { [Symbol.species]: PartClass })[Symbol.species];

// What is larger is left to the garbage collector.
const LARGEST_SPARE = 1_048_576;
// What a receive beyond the slabs allocated and did not fill.
let spare: Buffer = NOTHING;

function emptySlab(size: number): Slab {
  return { size, memory: NOTHING, buffer: NOTHING.buffer, used: 0 };
}

// Not to be taken away by whoever transfers the buffer of a result to another thread.
function refill(slab: Slab): void {
  slab.memory = Buffer.allocUnsafeSlow(slab.size);
  slab.buffer = slab.memory.buffer;
  slab.used = 0;
  markAsUntransferable(slab.buffer);
}

// With MSG_TRUNC the kernel gives the true length of a datagram, which may be more than came.
function arrived(result: number, size: number): number {
  return Math.min(Math.max(result, 0), size);
}

/** Receives at most `size` bytes: gives them, or the negative raw result. */
export function receive(fd: number, size: number, flags: number, timeout: number): Buffer | number {
  return receiveWith(recv, fd, size, flags, timeout);
}

/** The same with the sender's address, which is then in {@link addressBytes}. */
export function receiveFrom(
  fd: number,
  size: number,
  flags: number,
  timeout: number,
): Buffer | number {
  return receiveWith(recvWithAddress, fd, size, flags, timeout);
}

type Call = typeof recv;

function recvWithAddress(...[fd, memory, start, size, flags, timeout]: Parameters<Call>): number {
  return recvfrom(fd, memory, start, size, flags, addressBytes, addressLength, timeout);
}

function receiveWith(
  call: Call,
  fd: number,
  size: number,
  flags: number,
  timeout: number,
): Buffer | number {
  // A stream's bytes are then counted and thrown away, and the memory stays as it was.
  if ((flags & MSG_TRUNC) !== 0)
    return receiveIn(Buffer.alloc(size), call, fd, size, flags, timeout);
  const least = size * SLAB_SHARE;
  if (least <= SMALL_SLAB.size) return receiveInSlab(SMALL_SLAB, call, fd, size, flags, timeout);
  if (least <= LARGE_SLAB.size) return receiveInSlab(LARGE_SLAB, call, fd, size, flags, timeout);
  return receiveIn(takeSpare(size), call, fd, size, flags, timeout);
}

function receiveInSlab(
  slab: Slab,
  call: Call,
  fd: number,
  size: number,
  flags: number,
  timeout: number,
): Buffer | number {
  // Its length is 0 before the first receive, and when somebody has detached it by transfer().
  if (slab.memory.length - slab.used < size) refill(slab);
  const { memory, buffer, used: start } = slab;
  // Taken for now: the call may run a hook of the program's, and that may receive too.
  slab.used = start + size;
  const result = call(fd, memory, start, size, flags, timeout);
  const end = start + arrived(result, size);
  if (memory === slab.memory && slab.used === start + size) slab.used = end;
  if (result < 0) return result;
  return new BufferPart(buffer, start, end - start);
}

function receiveIn(
  memory: Buffer,
  call: Call,
  fd: number,
  size: number,
  flags: number,
  timeout: number,
): Buffer | number {
  const result = call(fd, memory, 0, size, flags, timeout);
  const length = arrived(result, size);
  if (length * 2 >= size) return memory.subarray(0, length);
  // Mostly empty memory is not worth keeping for what is in it, but the next receive can have it.
  if (size <= LARGEST_SPARE) spare = memory;
  return result < 0 ? result : copyOf(memory, length);
}

function takeSpare(size: number): Buffer {
  const memory = spare;
  if (memory.length !== size) return Buffer.allocUnsafeSlow(size);
  // Taken: the call may run a hook of the program's, and that may receive too.
  spare = NOTHING;
  return memory;
}

function copyOf(memory: Buffer, length: number): Buffer {
  const copy = Buffer.allocUnsafe(length);
  copy.set(new BufferPart(memory.buffer, 0, length));
  return copy;
}
