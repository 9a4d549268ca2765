import { outOfRange } from "../arguments/errors.ts";
import { checkInt } from "../arguments/integers.ts";
import { EBADF, ENOTSOCK } from "../errno.ts";
import { OSError } from "../errors.ts";
import * as syscalls from "../syscalls/index.ts";
import { addressBytes, addressLength } from "./address.ts";
import { check } from "./check.ts";
import { SO_DOMAIN, SO_PROTOCOL, SO_TYPE, SOL_SOCKET } from "./constants.ts";

/** The numbers that a socket is made with. */
export interface SocketKind {
  family: number;
  type: number;
  proto: number;
}

/**
 * Returns a caller's descriptor. Like in CPython, a negative one is EBADF, not an invalid argument.
 */
export function checkFileno(fd: number, syscall: string): number {
  checkInt(fd, `${syscall}(): fd`);
  if (fd < 0) throw OSError.from(EBADF, { syscall });
  return fd;
}

/** Returns the kind of a socket; reads from the descriptor what the caller does not give. */
export function adopted(known: Partial<SocketKind>, fileno: number): SocketKind {
  if (checkInt(fileno, "socket(): fileno") < 0) throw outOfRange("negative file descriptor");
  for (const name of ["family", "type", "proto"] as const) {
    if (known[name] !== undefined) checkInt(known[name], `socket(): ${name}`);
  }
  // It must be a socket, even if the caller gives everything.
  const result = syscalls.getsockname(fileno, addressBytes, addressLength);
  const isNone = result === -EBADF || result === -ENOTSOCK;
  if (isNone || known.family === undefined) check(result, "getsockname");
  return {
    family: known.family ?? familyOf(fileno),
    type: known.type ?? numberOf(fileno, SO_TYPE),
    proto: known.proto ?? (SO_PROTOCOL === undefined ? 0 : numberOf(fileno, SO_PROTOCOL)),
  };
}

// Systems without this option have a length at the start of a sockaddr, and the family after it.
function familyOf(fileno: number): number {
  return SO_DOMAIN === undefined ? (addressBytes[1] ?? 0) : numberOf(fileno, SO_DOMAIN);
}

function numberOf(fileno: number, option: number): number {
  const value = new Int32Array(1);
  check(syscalls.getsockopt(fileno, SOL_SOCKET, option, value), "getsockopt");
  return value[0] ?? 0;
}
