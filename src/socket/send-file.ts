import { fstatSync, readSync } from "node:fs";

import { outOfRange, typeName, wrongType } from "../arguments/errors.ts";
import { checkInteger, INT_MAX } from "../arguments/integers.ts";
import { EINVAL, ENOSYS, ESPIPE } from "../errno.ts";
import { errorOf, OSError } from "../errors.ts";
import { claimedDescriptor, type FileObject } from "../fileobjects/file-object.ts";
import * as syscalls from "../syscalls/index.ts";
import type { ByteView } from "../syscalls/index.ts";
import { SOCK_STREAM } from "./constants.ts";
import type { Timeout } from "./timeout.ts";

const LARGEST_PART = 2 ** 30;
const READ_SIZE = 65_536;

/** A file to send: its descriptor, or an object that has one. */
export type FileSource = FileObject;

/** The part of a socket that sending a file needs. */
interface Target {
  readonly type: number;
  gettimeout(): Timeout;
  sendall(data: ByteView): void;
}

/** Sends a file over a socket; returns how many bytes were sent. */
export function sendFile(
  target: Target,
  fd: number,
  file: FileSource,
  offset: number,
  count: number | null,
): number {
  checkArguments(target, offset, count);
  const source = descriptorOf(file);
  const most = count ?? Infinity;
  const isRegular = ofNode("fstat", () => fstatSync(source)).isFile();
  if (!isRegular) {
    if (offset > 0) throw OSError.from(ESPIPE, { syscall: "sendfile" });
    return sendByReading(target, most, (memory) => read(source, memory));
  }
  const timeout = target.gettimeout() ?? -1;
  for (let sent = 0; ;) {
    const part = Math.min(most - sent, LARGEST_PART);
    if (part === 0) return sent;
    const result = syscalls.sendfile(fd, source, offset + sent, part, timeout);
    // sendfile(2), NOTES: this kind of file needs read and write.
    if ((result === -EINVAL || result === -ENOSYS) && sent === 0) {
      return sendByReading(target, most, (memory, position) =>
        ofNode("read", () => readSync(source, memory, 0, memory.length, offset + position)),
      );
    }
    if (result < 0) throw errorOf(result, { syscall: "sendfile" });
    if (result === 0) return sent;
    sent += result;
  }
}

function checkArguments(target: Target, offset: number, count: number | null): void {
  if (target.type !== SOCK_STREAM) {
    throw outOfRange("only SOCK_STREAM type sockets are supported");
  }
  if (target.gettimeout() === 0) throw outOfRange("non-blocking sockets are not supported");
  checkInteger(offset, "sendfile(): offset", 0);
  if (count !== null) checkInteger(count, "sendfile(): count", 1);
}

function descriptorOf(file: FileSource): number {
  const fd = claimedDescriptor(file);
  if (typeof fd === "number") return checkInteger(fd, "sendfile(): file", 0, INT_MAX);
  throw wrongType(`sendfile(): file must be a descriptor or have one, not ${typeName(file)}`);
}

// For pipes, terminals and devices, which have no offsets, and for files that are not in the page
// cache, which sendfile needs: most of /proc.
function sendByReading(
  target: Target,
  most: number,
  readInto: (memory: Buffer, position: number) => number,
): number {
  const memory = Buffer.allocUnsafe(READ_SIZE);
  for (let sent = 0; ;) {
    const part = Math.min(most - sent, READ_SIZE);
    if (part === 0) return sent;
    const length = readInto(memory.subarray(0, part), sent);
    if (length === 0) return sent;
    target.sendall(memory.subarray(0, length));
    sent += length;
  }
}

function read(source: number, memory: Buffer): number {
  const result = syscalls.read(source, memory, 0, memory.length);
  if (result < 0) throw errorOf(result, { syscall: "read" });
  return result;
}

// Node's errors have a negative errno.
function ofNode<Result>(syscall: string, call: () => Result): Result {
  try {
    return call();
  } catch (error) {
    const { errno } = error as NodeJS.ErrnoException;
    if (errno === undefined) throw error;
    throw OSError.from(-errno, { syscall });
  }
}
