import { given } from "../arguments/errors.ts";

/**
 * A descriptor, or an object that has one: in `fileno()`, like the sockets of this package, or in
 * `fd`, like Node's FileHandle, `process.stdin` and `tty.ReadStream`. A `net.Socket`, a
 * `net.Server` and a child's pipe have it in their inner `_handle`:
 * `selector.register(netSocket._handle, …)`. Node reads from its handles too, so pause them first.
 */
export type FileObject = number | { fileno(): number } | { readonly fd: number };

/**
 * Returns what a file object gives as its descriptor, unchecked; the object itself if it has none.
 */
export function claimedDescriptor(fileobj: unknown): unknown {
  if (typeof fileobj !== "object" || fileobj === null) return fileobj;
  if (hasFileno(fileobj)) return fileobj.fileno();
  return "fd" in fileobj ? fileobj.fd : fileobj;
}

function hasFileno(fileobj: object): fileobj is { fileno(): unknown } {
  return "fileno" in fileobj && typeof fileobj.fileno === "function";
}

/** Returns a file object's name for a message: its number, what a socket prints, or its class. */
export function nameOf(fileobj: unknown): string {
  if (typeof fileobj !== "object" || fileobj === null) return given(fileobj);
  if (hasFileno(fileobj) && printsItself(fileobj)) return String(fileobj);
  const { constructor } = fileobj as { constructor?: { name?: unknown } };
  return `<${String(constructor?.name ?? "object")}>`;
}

function printsItself(fileobj: object): boolean {
  return typeof fileobj.toString === "function" && fileobj.toString !== Object.prototype.toString;
}
