import { ECONNRESET, EINTR } from "../errno.ts";
import { OSError } from "../errors.ts";
import { close } from "../syscalls/index.ts";

/** Throws the OSError of a failed `close(2)`. */
export function checkClosed(result: number): void {
  // The descriptor is closed in these cases too, and there is nothing the caller could do.
  if (result >= 0 || result === -ECONNRESET || result === -EINTR) return;
  throw OSError.from(-result, { syscall: "close" });
}

/** Closes a descriptor once; throws the OSError of a failed `close(2)`. */
export function closeDescriptor(fd: number): void {
  checkClosed(close(fd));
}
