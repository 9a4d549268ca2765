import { wrongType } from "../arguments/errors.ts";
import { checkInteger, INT_MAX } from "../arguments/integers.ts";
import { claimedDescriptor } from "../fileobjects/file-object.ts";

/** Returns the descriptor of a file object. The messages of the TypeErrors are CPython's. */
export function descriptorOf(fileobj: unknown): number {
  const fd = claimedDescriptor(fileobj);
  if (Number.isInteger(fd)) return checkInteger(fd, "fd", 0, INT_MAX);
  const isAsked = typeof fileobj === "object" && fileobj !== null && "fileno" in fileobj;
  throw wrongType(
    isAsked
      ? "fileno() returned a non-integer"
      : "argument must be an int, or have a fileno() method.",
  );
}
