import { recv } from "../syscalls.ts";

// recv lands where its result stays: in a slab that the results share, from which only as much is
// taken as arrived. A small message costs its own size, not the size that was asked for, and no
// copy.
//
//   │ result │ result │ result │ room for the next recv        │
//                              used                   SLAB_SIZE
const SLAB_SIZE = 65_536;
const LARGEST_IN_SLAB = 16_384;

let slab = Buffer.allocUnsafeSlow(SLAB_SIZE);
let used = 0;
let received = Buffer.alloc(0);

/**
 * Receives at most `size` bytes. Gives the raw result; when it is not negative, the bytes are then
 * in {@link lastReceived}.
 */
export function receive(fd: number, size: number, flags: number, timeout: number): number {
  if (size > LARGEST_IN_SLAB) return receiveLarge(fd, size, flags, timeout);
  if (SLAB_SIZE - used < size) {
    slab = Buffer.allocUnsafeSlow(SLAB_SIZE);
    used = 0;
  }
  const result = recv(fd, slab, used, size, flags, timeout);
  if (result < 0) return result;
  // With MSG_TRUNC the kernel gives the true length of a datagram, which may be more than came.
  const end = used + Math.min(result, size);
  received = slab.subarray(used, end);
  used = end;
  return result;
}

function receiveLarge(fd: number, size: number, flags: number, timeout: number): number {
  const buffer = Buffer.allocUnsafeSlow(size);
  const result = recv(fd, buffer, 0, size, flags, timeout);
  if (result < 0) return result;
  const part = buffer.subarray(0, Math.min(result, size));
  // Mostly empty memory is not worth keeping for what is in it.
  received = part.length * 2 < size ? Buffer.from(part) : part;
  return result;
}

/** What the last successful {@link receive} got. */
export function lastReceived(): Buffer {
  return received;
}
