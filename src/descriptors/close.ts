import { ECONNRESET, EINTR } from "../errno.ts";
import { OSError } from "../errors.ts";
import { close } from "../syscalls/index.ts";

/** Throws what `close(2)` has to tell, by its result. */
export function checkClosed(result: number): void {
  // The descriptor is closed all the same, and nothing is lost that the caller could save.
  if (result >= 0 || result === -ECONNRESET || result === -EINTR) return;
  throw OSError.from(-result, { syscall: "close" });
}

/** Closes a descriptor, once; throws what `close(2)` has to tell. */
export function closeDescriptor(fd: number): void {
  checkClosed(close(fd));
}
