import { given } from "../arguments/errors.ts";

/**
 * What can be watched: a descriptor, or an object that has one. That is in `fileno()`, as for a
 * socket here, or in `fd`, as for Node's own: a FileHandle, `process.stdin`, a `tty.ReadStream`. A
 * `net.Socket`, a `net.Server` and a child's pipe have it in their inner `_handle`:
 * `selector.register(netSocket._handle, …)`. Node reads from its handles too, so pause them first.
 */
export type FileObject = number | { fileno(): number } | { readonly fd: number };

/** What a file object says that its descriptor is; the object itself when it says nothing. */
export function claimedDescriptor(fileobj: unknown): unknown {
  if (typeof fileobj !== "object" || fileobj === null) return fileobj;
  if (hasFileno(fileobj)) return fileobj.fileno();
  return "fd" in fileobj ? fileobj.fd : fileobj;
}

function hasFileno(fileobj: object): fileobj is { fileno(): unknown } {
  return "fileno" in fileobj && typeof fileobj.fileno === "function";
}

/** A file object in a message: a descriptor's number, what a socket prints, or the name of its class. */
export function nameOf(fileobj: unknown): string {
  if (typeof fileobj !== "object" || fileobj === null) return given(fileobj);
  if (hasFileno(fileobj) && printsItself(fileobj)) return String(fileobj);
  const { constructor } = fileobj as { constructor?: { name?: unknown } };
  return `<${String(constructor?.name ?? "object")}>`;
}

function printsItself(fileobj: object): boolean {
  return typeof fileobj.toString === "function" && fileobj.toString !== Object.prototype.toString;
}
