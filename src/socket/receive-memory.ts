import { markAsUntransferable } from "node:worker_threads";

import { recv, recvfrom } from "../syscalls/index.ts";
import { addressBytes, addressLength } from "./address.ts";
import { MSG_TRUNC } from "./constants.ts";

// recv writes where its result stays: into a slab that results share. Each result takes only what
// arrived, so a small message costs its own size instead of the requested one, and no copy.
//
//   │ result │ result │ result │ room for the next recv        │
//                              used                         size
interface Slab {
  readonly size: number;
  memory: Buffer;
  // `memory.buffer`, cached because the getter is slow.
  buffer: ArrayBufferLike;
  used: number;
}

const NOTHING = Buffer.alloc(0);

// A slab holds four receives of the largest size for it, so a program that keeps one result of each
// slab keeps at most four times what it asked for. Small sizes have a small slab.
const SMALL_SLAB = emptySlab(65_536);
const LARGE_SLAB = emptySlab(262_144);
const SLAB_SHARE = 4;

// The class of the results of subarray(). Its constructor is the fastest way to a part of a slab.
type PartClass = new (memory: ArrayBufferLike, start: number, length: number) => Buffer;
const BufferPart = (Buffer as unknown as { [Symbol.species]: PartClass })[Symbol.species];

// Anything larger is left to the garbage collector.
const LARGEST_SPARE = 1_048_576;
// Memory that a receive too large for the slabs allocated and did not fill.
let spare: Buffer = NOTHING;

function emptySlab(size: number): Slab {
  return { size, memory: NOTHING, buffer: NOTHING.buffer, used: 0 };
}

// Transferring the buffer of one result to another thread would take the others with it.
function refill(slab: Slab): void {
  slab.memory = Buffer.allocUnsafeSlow(slab.size);
  slab.buffer = slab.memory.buffer;
  slab.used = 0;
  markAsUntransferable(slab.buffer);
}

// With MSG_TRUNC the kernel returns the full length of a datagram, which may be more than arrived.
function arrived(result: number, size: number): number {
  return Math.min(Math.max(result, 0), size);
}

/** Receives up to `size` bytes: returns them, or the negative raw result. */
export function receive(fd: number, size: number, flags: number, timeout: number): Buffer | number {
  return receiveWith(recv, fd, size, flags, timeout);
}

/** The same with the sender's address, which it leaves in {@link addressBytes}. */
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
  // On a stream the kernel counts and discards the bytes without writing them, so the memory must
  // be zeroed.
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
  // Its length is 0 before the first receive, and if transfer() has detached it.
  if (slab.memory.length - slab.used < size) refill(slab);
  const { memory, buffer, used: start } = slab;
  // Reserved: the call may run the program's own code, which may receive too.
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
  // Copy a small result, so that the next receive can use the mostly empty memory.
  if (size <= LARGEST_SPARE) spare = memory;
  return result < 0 ? result : copyOf(memory, length);
}

function takeSpare(size: number): Buffer {
  const memory = spare;
  if (memory.length !== size) return Buffer.allocUnsafeSlow(size);
  // Not the spare any more: the call may run the program's own code, which may receive too.
  spare = NOTHING;
  return memory;
}

function copyOf(memory: Buffer, length: number): Buffer {
  const copy = Buffer.allocUnsafe(length);
  copy.set(new BufferPart(memory.buffer, 0, length));
  return copy;
}
