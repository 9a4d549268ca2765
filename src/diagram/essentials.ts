/**
 * A call in few words: strace's notation without what a diagram has no room for.
 *
 * @module
 */

import type { Call } from "../trace/call.ts";
import { formatResult, plain } from "../trace/format.ts";
import type { Part } from "./diagram.ts";
import { widthOf } from "./width.ts";

/** The first argument that the kernel fills, for calls that are cut where it begins. */
const outputs: Readonly<Record<string, number>> = {
  accept: 1,
  accept4: 1,
  epoll_pwait: 1,
  epoll_wait: 1,
  getpeername: 1,
  getsockname: 1,
  getsockopt: 3,
  read: 1,
  recvfrom: 1,
  recvmsg: 1,
};

/** How much of a quoted string is kept, from all of it to the least. */
const STRING_WIDTHS = [Infinity, 48, 32, 24, 20, 16, 12, 8, 5];

/** So much of a string still tells what it is. */
const READABLE_STRING = 12;

/** What was asked in a row, shortened to a width: `connect(4, 127.0.0.1:65432)`. */
export function askedText(call: Call, part: Part, width = Infinity): string {
  const least = STRING_WIDTHS.at(-1)!;
  return shortenedText(call, part, width, least) ?? cut(write(call, part, least), width);
}

/** The same with only its strings shortened, to no fewer columns than `least`; null if that is not enough. */
export function shortenedText(
  call: Call,
  part: Part,
  width: number,
  least = READABLE_STRING,
): string | null {
  for (const limit of STRING_WIDTHS) {
    if (limit < least) break;
    const text = write(call, part, limit);
    if (widthOf(text) <= width) return text;
  }
  return null;
}

/** A call is split where its bar starts and ends, before the first argument that the kernel fills. */
function write(call: Call, part: Part, limit: number): string {
  const { name } = call;
  const all = essentialArguments(call).map((text) => shortenStrings(text, limit));
  const output = outputs[name] ?? Infinity;
  if (part === "whole") return `${name}(${all.join(", ")})`;
  const [asked, given] = [all.slice(0, output), all.slice(output)];
  if (part === "start") return `${name}(${asked.join(", ")}${given.length === 0 ? ")" : ", …"}`;
  return `${name} …${given.length === 0 ? "" : ` ${given.join(", ")})`}`;
}

/** What it returned: `"= 12"`, `"= -1 EAGAIN"`. */
export function resultOf(call: Call): string {
  return call.errno === null ? `= ${formatResult(call, plain)}` : `= -1 ${call.errno}`;
}

function essentialArguments({ name, arguments: all }: Call): string[] {
  const short = all.map(essential);
  // The length of an address says nothing beside the address, nor does a pointer.
  const said = short.filter(
    (text, index) => !isAddressLength(all, index) && !/^0x[0-9a-f]+$/u.test(text),
  );
  if (/^(?:recvfrom|sendto)$/u.test(name)) return withoutEmptyTail(said);
  return said
    .filter((text) => text !== "NULL")
    .map((text) => text.replace(/\|?SOCK_CLOEXEC/u, ""))
    .filter((text) => text !== "" && text !== "IPPROTO_IP");
}

function isAddressLength(all: readonly string[], index: number): boolean {
  return /^(?:\{sa_family=|NULL$)/u.test(all[index - 1] ?? "") && /^\[?\d+/u.test(all[index] ?? "");
}

/** recvfrom() and sendto() without flags and addresses that are none, as recv() and send() have it. */
function withoutEmptyTail(all: readonly string[]): string[] {
  const kept = [...all];
  while (kept.length > 3 && /^(?:0|NULL)$/u.test(kept.at(-1)!)) kept.pop();
  return kept;
}

/** An argument without what its reader knows: `127.0.0.1:65432` for the structure of an address. */
function essential(text: string): string {
  return text
    .replace(
      /\{sa_family=AF_INET, sin_port=htons\((\d+)\), sin_addr=inet_addr\("([^"]*)"\)\}/gu,
      "$2:$1",
    )
    .replace(
      /\{sa_family=AF_INET6, sin6_port=htons\((\d+)\), [^}]*?inet_pton\(AF_INET6, "([^"]*)"[^}]*\}/gu,
      "[$2]:$1",
    )
    .replace(/\{sa_family=AF_UNIX, sun_path=([^}]*)\}/gu, "$1")
    .replace(/\{sa_family=AF_UNIX\}/gu, "AF_UNIX")
    .replace(/\{events=([A-Z|]+), data=\{u32=(\d+), [^}]*\}\}/gu, "$1 on $2")
    .replace(/^([A-Z|]+) on \d+$/u, "$1");
}

/** Cuts quoted strings behind so many columns, never within an escape. */
function shortenStrings(text: string, limit: number): string {
  if (limit === Infinity) return text;
  return text.replace(/"((?:[^"\\]|\\.)*)"(?:\.\.\.)?/gsu, (whole, inner: string) => {
    if (widthOf(inner) <= limit) return whole;
    return `"${cut(inner, limit)}"`;
  });
}

/** The beginning of a text with an ellipsis behind it, in so many columns. */
export function cut(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  let kept = "";
  for (const [token] of text.matchAll(/\\(?:x[0-9a-f]{2}|[0-7]{1,3}|.)|./gsu)) {
    if (widthOf(kept + token) > width - 1) break;
    kept += token;
  }
  return `${kept}…`;
}
