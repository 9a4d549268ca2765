/**
 * Socket options by name, with readable values: `SO_LINGER` is `{ onoff, linger }`, `TCP_NODELAY` a
 * boolean, `TCP_INFO` an object.
 *
 * @module
 */

import { outOfRange, quoted, typeName, wrongType } from "../../arguments/errors.ts";
import { EBADF } from "../../errno.ts";
import { OSError } from "../../errors.ts";
import { claimedDescriptor, type FileObject } from "../../fileobjects/file-object.ts";
import * as syscalls from "../../syscalls/index.ts";
import { numbersOf, type Option } from "./row.ts";
import {
  type OptionName,
  type OptionSetting,
  optionTable,
  type OptionValue,
  type ReadableOption,
  type WritableOption,
} from "./table.ts";

/** A socket, any other object with a descriptor, or the descriptor itself. */
export type SocketLike = FileObject;

/**
 * Reads an option: `getsockopt(2)`.
 *
 * @param socket - a socket, an object with `fileno()` or `fd`, or a descriptor
 * @param name - the option's name, which implies its level
 * @returns a value of the option's own type
 * @throws RangeError for an option that is unknown, that this system lacks, or that cannot be read;
 *   OSError ENOPROTOOPT if the socket has no such option, EBADF, ENOTSOCK, …
 * @see https://man7.org/linux/man-pages/man2/getsockopt.2.html
 */
export function getOption<Name extends ReadableOption>(
  socket: SocketLike,
  name: Name,
): OptionValue<Name> {
  const option = find(name);
  if (!option.isReadable) throw outOfRange(`${name} can only be set, not read`);
  const { level, optname } = numbers(option);
  const bytes = Buffer.alloc(option.codec.capacity);
  const length = syscalls.getsockopt(descriptorOf(socket, "getsockopt"), level, optname, bytes);
  if (length < 0) throw OSError.from(-length, { syscall: "getsockopt" });
  return option.codec.decode(bytes.subarray(0, length)) as OptionValue<Name>;
}

/**
 * Sets an option: `setsockopt(2)`.
 *
 * @param socket - a socket, an object with `fileno()` or `fd`, or a descriptor
 * @param name - the option's name, which implies its level
 * @param value - a value of the option's own type
 * @throws TypeError, RangeError for an invalid value, before any system call; RangeError for an
 *   option that is unknown, that this system lacks, or that cannot be set; OSError ENOPROTOOPT if
 *   the socket has no such option, EINVAL, EPERM, EBADF, ENOTSOCK, …
 * @see https://man7.org/linux/man-pages/man2/setsockopt.2.html
 */
export function setOption<Name extends WritableOption>(
  socket: SocketLike,
  name: Name,
  value: OptionSetting<Name>,
): void {
  const option = find(name);
  if (!option.isWritable) throw outOfRange(`${name} can only be read, not set`);
  const { level, optname } = numbers(option);
  const raw = option.codec.encode(value as never, name);
  const itsLevel = option.levelOf?.(value as never) ?? level;
  const fd = descriptorOf(socket, "setsockopt");
  const result = syscalls.setsockopt(fd, itsLevel, optname, raw);
  if (result < 0) throw OSError.from(-result, { syscall: "setsockopt" });
}

/** Returns true if this system has an option; a socket may still not support it. */
export function hasOption(name: OptionName): boolean {
  return numbersOf(find(name)) !== undefined;
}

function find(name: string): Option {
  if (typeof name !== "string") {
    throw wrongType(`the name of an option must be a string, not ${typeName(name)}`);
  }
  if (!Object.hasOwn(optionTable, name)) throw outOfRange(`there is no option ${quoted(name)}`);
  return optionTable[name as OptionName];
}

function numbers(option: Option): { level: number; optname: number } {
  const found = numbersOf(option);
  if (found === undefined) {
    throw outOfRange(
      `this system, or the headers that the addon was built with, has no option ${option.name}`,
    );
  }
  return found;
}

// An object that has closed its descriptor returns −1.
function descriptorOf(socket: SocketLike, syscall: string): number {
  const fd = claimedDescriptor(socket);
  if (typeof fd !== "number") {
    throw wrongType(`socket must be a socket or a descriptor, not ${typeName(socket)}`);
  }
  if (fd === -1 && typeof socket === "object") throw OSError.from(EBADF, { syscall });
  return fd;
}

export type { PathMtu, PortRange } from "./internet.ts";
export type {
  Group,
  GroupSource,
  Inet6Membership,
  Membership,
  SourceMembership,
} from "./multicast.ts";
export type { MemoryInfo, PeerCredentials, PeerUser } from "./peer.ts";
export {
  type OptionName,
  type OptionSetting,
  optionTable,
  type OptionValue,
  type ReadableOption,
  type WritableOption,
} from "./table.ts";
export type { RepairWindow, TcpInfo } from "./tcp-info.ts";
export type { Linger, TransmitTime } from "./time.ts";
export type { Option } from "./row.ts";
