import { outOfRange, typeName, wrongType } from "../../arguments/errors.ts";
import { OSError } from "../../errors.ts";
import * as syscalls from "../../syscalls/index.ts";
import type { ByteView } from "../../syscalls/index.ts";

/**
 * Returns this machine's name: `gethostname(2)`. It may lack a domain: see {@link getfqdn}.
 *
 * @see https://man7.org/linux/man-pages/man2/gethostname.2.html
 */
export function gethostname(): string {
  const name = syscalls.gethostname();
  if (typeof name === "number") throw OSError.from(-name, { syscall: "gethostname" });
  return name;
}

/**
 * Sets this machine's name: `sethostname(2)`.
 *
 * @param name - a string, or bytes that are passed unchanged
 * @throws PermissionError without CAP_SYS_ADMIN; OSError EINVAL for a name that is too long
 * @see https://man7.org/linux/man-pages/man2/gethostname.2.html
 */
export function sethostname(name: string | ByteView): void {
  const result = syscalls.sethostname(typeof name === "string" ? bytesOf(name) : name);
  if (result < 0) throw OSError.from(-result, { syscall: "sethostname" });
}

function bytesOf(name: unknown): Buffer {
  if (typeof name !== "string") {
    throw wrongType(`sethostname(): name must be a string or bytes, not ${typeName(name)}`);
  }
  if (name.includes("\0")) throw outOfRange("sethostname(): name must not contain null characters");
  return Buffer.from(name);
}
