import { OSError } from "../../errors.ts";
import * as syscalls from "../../syscalls/index.ts";
import type { ByteView } from "../../syscalls/index.ts";

/**
 * Returns the network interfaces, each as its number and name: `if_nameindex(3)`.
 *
 * @see https://man7.org/linux/man-pages/man3/if_nameindex.3.html
 */
export function if_nameindex(): [index: number, name: string][] {
  const interfaces = syscalls.if_nameindex();
  if (typeof interfaces === "number") throw OSError.from(-interfaces, { syscall: "if_nameindex" });
  return interfaces;
}

/**
 * Returns the number of a network interface: `if_nametoindex(3)`.
 *
 * @throws OSError without an errno if no interface has the name
 * @see https://man7.org/linux/man-pages/man3/if_nametoindex.3.html
 */
export function if_nametoindex(if_name: string | ByteView): number {
  const index = syscalls.if_nametoindex(if_name);
  if (index > 0) return index;
  throw new OSError(null, "no interface with this name", { syscall: "if_nametoindex" });
}

/**
 * Returns the name of a network interface: `if_indextoname(3)`.
 *
 * @throws OSError ENXIO if no interface has the number
 * @see https://man7.org/linux/man-pages/man3/if_indextoname.3.html
 */
export function if_indextoname(if_index: number): string {
  const name = syscalls.if_indextoname(if_index);
  if (typeof name === "number") throw OSError.from(-name, { syscall: "if_indextoname" });
  return name;
}
