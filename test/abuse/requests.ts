// Requests with unique content, and the one right response to each.

import { isDeepStrictEqual } from "node:util";

import type { Message, Outgoing } from "bsd-sockets/messages";

/** A request. Every request of a run has a different client or number. */
export interface Asked {
  readonly client: string;
  readonly number: number;
  readonly kind: "json" | "binary" | "given";
  /** Bytes of content: in the request, or in the response if it asks for bytes. */
  readonly size: number;
}

/** Returns bytes that repeat an id. */
export function pattern(id: string, size: number): Buffer {
  return Buffer.alloc(size, `${id};`);
}

/** Returns the id in the header of a request and its response. */
export function idOf({ client, number }: Asked): string {
  return `${client}/${number}`;
}

/** Builds the request. */
export function requestOf(asked: Asked): Outgoing {
  const id = idOf(asked);
  const headers = { id };
  if (asked.kind === "given") return { headers, content: { give: asked.size } };
  const bytes = pattern(id, asked.size);
  return { headers, content: asked.kind === "binary" ? bytes : { text: bytes.toString() } };
}

/** The handler of every server here: returns the response. */
export default function answer(request: Message): Outgoing {
  const headers = { id: request.header["id"] };
  if (Buffer.isBuffer(request.content)) return { headers, content: request.content };
  const { give } = request.content as { readonly give?: unknown };
  if (typeof give !== "number") return { headers, content: { echo: request.content } };
  return { headers, content: pattern(String(headers.id), give) };
}

/** True only for the right response. */
export function isRight(asked: Asked, answered: Message): boolean {
  const id = idOf(asked);
  if (answered.header["id"] !== id || "error" in answered.header) return false;
  const expected = pattern(id, asked.size);
  const { content } = answered;
  if (asked.kind !== "json") return Buffer.isBuffer(content) && content.equals(expected);
  return isDeepStrictEqual(content, { echo: { text: expected.toString() } });
}

/** The sizes of requests: mostly small, sometimes large. */
export type Mix = "small" | "mixed";

const LARGEST = 1_048_576;
const kinds = ["json", "binary", "given"] as const;

/**
 * Returns request number `number` of a client: kinds and sizes alternate, in a mix from 0 to 1 MiB.
 */
export function askedAs(client: string, number: number, mix: Mix): Asked {
  const kind = kinds[number % kinds.length]!;
  return { client, number, kind, size: sizeOf(number, mix) };
}

function sizeOf(number: number, mix: Mix): number {
  const small = (number * 37) % 200;
  if (mix === "small") return number % 50 === 49 ? 20_000 : small;
  // JSON adds quotes and braces, so its largest text is a little shorter.
  if (number % 2000 === 1999) return LARGEST - 64;
  if (number % 2000 === 1000) return LARGEST - 64;
  if (number % 100 === 99) return 65_536 + number;
  return number % 10 === 0 ? 0 : small;
}
