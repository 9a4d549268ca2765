import { ECONNRESET, EINTR } from "./errno.ts";
import { OSError } from "./errors.ts";
import { close } from "./syscalls/index.ts";

/** Closes a descriptor, once; throws what `close(2)` has to tell. */
export function closeDescriptor(fd: number): void {
  const result = close(fd);
  // The descriptor is closed all the same, and nothing is lost that the caller could save.
  if (result >= 0 || result === -ECONNRESET || result === -EINTR) return;
  throw OSError.from(-result, { syscall: "close" });
}
