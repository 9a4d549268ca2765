import { markAsUntransferable } from "node:worker_threads";

import { recv, recvfrom } from "../syscalls/index.ts";
import { addressBytes, addressLength } from "./address.ts";
import { MSG_TRUNC } from "./constants.ts";

// recv lands where its result stays: in a slab that the results share, from which only as much is
// taken as arrived. A small message costs its own size, not the size that was asked for, and no
// copy.
//
//   │ result │ result │ result │ room for the next recv        │
//                              used                   SLAB_SIZE
const SLAB_SIZE = 65_536;
const LARGEST_IN_SLAB = 16_384;

// The class of what subarray() gives. Its constructor is the shortest way to a part of a slab.
type PartClass = new (memory: ArrayBufferLike, start: number, length: number) => Buffer;
const BufferPart = (Buffer as unknown as { [Symbol.species]: PartClass })[Symbol.species];

let slab = newSlab();
let used = 0;

// Zeroed, and not to be taken away by whoever transfers the buffer of a result to another thread.
function newSlab(): Buffer {
  const memory = Buffer.alloc(SLAB_SIZE);
  markAsUntransferable(memory.buffer);
  return memory;
}

// With MSG_TRUNC the kernel gives the true length of a datagram, which may be more than came.
function arrived(result: number, size: number): number {
  return Math.min(Math.max(result, 0), size);
}

/** Receives at most `size` bytes: gives them, or the negative raw result. */
export function receive(fd: number, size: number, flags: number, timeout: number): Buffer | number {
  if (size > LARGEST_IN_SLAB) return receiveLarge(recv, fd, size, flags, timeout);
  return receiveInSlab(recv, fd, size, flags, timeout);
}

/** The same with the sender's address, which is then in {@link addressBytes}. */
export function receiveFrom(
  fd: number,
  size: number,
  flags: number,
  timeout: number,
): Buffer | number {
  const receiveInto = size > LARGEST_IN_SLAB ? receiveLarge : receiveInSlab;
  return receiveInto(recvWithAddress, fd, size, flags, timeout);
}

type Call = typeof recv;

function recvWithAddress(...[fd, memory, start, size, flags, timeout]: Parameters<Call>): number {
  return recvfrom(fd, memory, start, size, flags, addressBytes, addressLength, timeout);
}

function receiveInSlab(
  call: Call,
  fd: number,
  size: number,
  flags: number,
  timeout: number,
): Buffer | number {
  if (SLAB_SIZE - used < size) {
    slab = newSlab();
    used = 0;
  }
  const memory = slab;
  const start = used;
  // Taken for now: the call may run a hook of the program's, and that may receive too.
  used = start + size;
  const result = call(fd, memory, start, size, flags, timeout);
  const end = start + arrived(result, size);
  if (memory === slab && used === start + size) used = end;
  if (result < 0) return result;
  return new BufferPart(memory.buffer, start, end - start);
}

function receiveLarge(
  call: Call,
  fd: number,
  size: number,
  flags: number,
  timeout: number,
): Buffer | number {
  // With MSG_TRUNC a stream's bytes are counted and thrown away, and the memory stays as it was.
  const isThrownAway = (flags & MSG_TRUNC) !== 0;
  const memory = isThrownAway ? Buffer.alloc(size) : Buffer.allocUnsafeSlow(size);
  const result = call(fd, memory, 0, size, flags, timeout);
  if (result < 0) return result;
  const part = memory.subarray(0, arrived(result, size));
  // Mostly empty memory is not worth keeping for what is in it.
  return part.length * 2 < size ? Buffer.from(part) : part;
}
