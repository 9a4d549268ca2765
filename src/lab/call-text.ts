/**
 * Calls and their results as TypeScript.
 *
 * @module
 */

import { inspect } from "node:util";

import * as select from "../select/index.ts";
import * as socket from "../socket/index.ts";
import { constantName, flagNames, nameOf } from "./names.ts";
import { type Filled, isReference } from "./protocol.ts";

const LONGEST_TEXT = 60;
// Long enough for everything but TCP_INFO.
const LONGEST_OBJECT = 120;

type Writer = (value: number) => string;

const byPrefix =
  (prefix: string): Writer =>
  (number) =>
    constantName(prefix, number);

const flags: Writer = (mask) => (mask === 0 ? "0" : flagNames(messageFlags, mask));

function constantsOf(module: object, pattern: RegExp): Record<string, unknown> {
  return Object.fromEntries(Object.entries(module).filter(([name]) => pattern.test(name)));
}

const messageFlags = constantsOf(socket, /^MSG_/u);
const epollEvents: Writer = (mask) => flagNames(epollFlags, mask);
const pollEvents: Writer = (mask) => flagNames(pollFlags, mask);
// Excludes EPOLL_CTL_ADD and the like.
const epollFlags = constantsOf(select, /^EPOLL[A-Z]/u);
// The events of poll(2) without aliases such as POLLRDNORM.
const pollFlags = Object.fromEntries(
  ["POLLIN", "POLLPRI", "POLLOUT", "POLLERR", "POLLHUP", "POLLNVAL", "POLLRDHUP"].map((name) => [
    name,
    (select as Record<string, unknown>)[name],
  ]),
);

/** How each call's numeric arguments are written. */
const writers: Readonly<Record<string, readonly (Writer | undefined)[]>> = {
  socket: [byPrefix("AF_"), byPrefix("SOCK_"), byPrefix("IPPROTO_")],
  socketpair: [byPrefix("AF_"), byPrefix("SOCK_")],
  shutdown: [byPrefix("SHUT_")],
  send: [undefined, flags],
  sendall: [undefined, flags],
  recv: [undefined, flags],
  recvfrom: [undefined, flags],
  recv_into: [undefined, undefined, flags],
  recvmsg: [undefined, undefined, flags],
  epollRegister: [undefined, epollEvents],
  epollModify: [undefined, epollEvents],
  pollRegister: [undefined, pollEvents],
  pollModify: [undefined, pollEvents],
};

function bytesText(bytes: Uint8Array): string {
  const text = Buffer.from(bytes).toString("latin1");
  if (text.length > LONGEST_TEXT || /^\0+$/u.test(text)) return `Buffer.alloc(${bytes.length})`;
  return `b\`${text.replace(/[^\x20-\x7e]|[\\`$]/gu, escaped)}\``;
}

function escaped(character: string): string {
  const code = character.charCodeAt(0);
  if (code >= 0x20 && code < 0x7f) return `\\${character}`;
  return `\\x${code.toString(16).padStart(2, "0")}`;
}

/** Returns a value as TypeScript. */
export function valueText(value: unknown): string {
  if (value === undefined) return "";
  if (value instanceof Uint8Array) return bytesText(value);
  if (isReference(value)) return value.$object;
  if (Array.isArray(value)) return `[${value.map(valueText).join(", ")}]`;
  if (typeof value === "string") return JSON.stringify(value);
  const text = inspect(value, { breakLength: Infinity, compact: true, depth: 1 });
  return text.length > LONGEST_OBJECT ? `${text.slice(0, LONGEST_OBJECT)}… }` : text;
}

/** Returns the arguments of a call as TypeScript, with names of constants. */
export function argumentsText(call: string, args: readonly unknown[]): string {
  return args
    .map((value, index) => {
      const write = writers[call]?.[index];
      return write !== undefined && typeof value === "number" ? write(value) : valueText(value);
    })
    .join(", ");
}

/** Returns the result of a call as text, with names of error numbers. */
export function resultText(call: string, args: readonly unknown[], value: unknown): string {
  const isErrno = call === "connect_ex" || (call === "getOption" && args[0] === "SO_ERROR");
  if (isErrno && typeof value === "number")
    return value === 0 ? "0" : `${value} (${nameOf(value)})`;
  if (call === "fill") {
    const { bytes, sends, error } = value as Filled;
    return `${bytes} bytes in ${sends} sends, then ${error}`;
  }
  return valueText(value);
}
