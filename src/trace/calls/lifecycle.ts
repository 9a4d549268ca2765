// socket, socketpair, bind, listen, accept, connect, shutdown, and the addresses of both ends.

import { nativeFunction } from "../../addon/addon.ts";
import { addressOr, linkProtocol } from "../address.ts";
import type { Arguments } from "../arguments.ts";
import type { Decoder } from "../decoded.ts";
import { int32, int32List } from "../integers.ts";
import { constant, families, howToShutDown, netlinkProtocols, protocols, types } from "../names.ts";
import { flags, named } from "../notation.ts";

const ntohs: (x: number) => number = nativeFunction("ntohs");

/** The flags that go with a socket's type. */
const typeFlags = (): Map<number, string> =>
  new Map(
    ["SOCK_CLOEXEC", "SOCK_NONBLOCK"].flatMap((name) => {
      const number = constant(name);
      return number === undefined ? [] : [[number, name] as const];
    }),
  );

function type(value: number): string {
  const known = typeFlags();
  const mask = [...known.keys()].reduce((sum, flag) => sum | flag, 0);
  const kind = named(value & ~mask, types(), "SOCK_");
  return (value & mask) === 0 ? kind : `${kind}|${flags(value & mask, known)}`;
}

function protocol(family: number, value: number): string {
  switch (families().get(family)) {
    case "AF_INET":
    case "AF_INET6":
      return named(value, protocols(), "IPPROTO_");
    case "AF_NETLINK":
      return named(value, netlinkProtocols(), "NETLINK_");
    case "AF_PACKET":
      return value > 0xffff ? String(value) : linkProtocol(ntohs(value & 0xffff));
    default:
      return String(value);
  }
}

function kind(call: Arguments): string[] {
  const family = call.number(0);
  return [named(family, families(), "AF_"), type(call.number(1)), protocol(family, call.number(2))];
}

const onlyDescriptor: Decoder = (call) => ({ arguments: [String(call.number(0))] });

const givenAddress: Decoder = (call) => {
  const text = addressOr(call.pointer(1), call.asked(1));
  return { arguments: [String(call.number(0)), text, String(call.number(2))] };
};

/** The length of an address that the kernel tells: what there was room for, and what it is. */
export function lengthOfAddress(call: Arguments, index: number): string {
  const room = call.asked(index);
  if (room === undefined) return call.pointer(index);
  const length = call.answered(index);
  const before = int32(room);
  const after = length === undefined || !call.isDone ? before : int32(length);
  return before === after ? `[${before}]` : `[${before} => ${after}]`;
}

const toldAddress: Decoder = (call) => {
  const known = [String(call.number(0))];
  if (call.result === null) return { arguments: known, isPartial: true };
  known.push(addressOr(call.pointer(1), call.answered(1)), lengthOfAddress(call, 2));
  if (call.has(3)) known.push(flags(call.number(3), typeFlags()));
  return { arguments: known };
};

export const lifecycle: Readonly<Record<string, Decoder>> = {
  socket: (call) => ({ arguments: kind(call) }),
  socketpair: (call) => {
    const fds = call.answered(3);
    const pair = fds === undefined ? call.pointer(3) : `[${int32List(fds).join(", ")}]`;
    return { arguments: [...kind(call), pair] };
  },
  bind: givenAddress,
  connect: givenAddress,
  listen: (call) => ({ arguments: [String(call.number(0)), String(call.number(1))] }),
  accept: toldAddress,
  accept4: toldAddress,
  getsockname: toldAddress,
  getpeername: toldAddress,
  shutdown: (call) => ({
    arguments: [String(call.number(0)), named(call.number(1), howToShutDown(), "SHUT_")],
  }),
  close: onlyDescriptor,
};
