// Encodes outcomes as JSON, in the same form as runner.py.

import { createHash } from "node:crypto";

import { BaseSelector, type SelectorKey } from "bsd-sockets/selectors";
import { repr } from "bsd-sockets/python";
import { Socket } from "bsd-sockets/socket";

import type { Failure, Json } from "./outcome.ts";

const LONGEST_BYTES = 200;

/** Encodes the values of one process; the token in its abstract names is replaced. */
export class Encoder {
  readonly #token: string;

  constructor(token: string) {
    this.#token = token;
  }

  value(value: unknown): Json {
    if (value === undefined || value === null) return null;
    if (typeof value === "boolean") return value;
    if (typeof value === "string") return this.#text(value);
    if (typeof value === "number") return Number.isFinite(value) ? value : repr(value);
    if (typeof value === "bigint") return Number(value);
    if (Array.isArray(value)) return value.map((item) => this.value(item));
    return this.#object(value);
  }

  error(error: unknown): Failure {
    if (!(error instanceof Error)) return { error: typeof error, errno: null, message: "" };
    const { errno } = error as { errno?: unknown };
    const failure: Failure = {
      error: error.name,
      errno: typeof errno === "number" ? errno : null,
      message: this.#text(error.message),
    };
    if (error instanceof AggregateError) {
      failure.errors = error.errors.map((each: unknown) => this.error(each));
    }
    return failure;
  }

  #text(text: string): string {
    return text.replaceAll(this.#token, "<token>");
  }

  #object(value: object): Json {
    if (value instanceof Socket) {
      const numbers = [value.fileno(), value.family, value.type, value.proto];
      return { socket: [...numbers, value.gettimeout()] };
    }
    if (ArrayBuffer.isView(value)) return this.#bytes(value);
    if ("fileobj" in value) return this.#key(value as SelectorKey);
    if (value instanceof BaseSelector) return { object: value.constructor.name.toLowerCase() };
    if ("entries" in value && "get" in value && "size" in value) {
      const entries = [...(value as Map<number, unknown>).entries()];
      return { map: entries.sort(([a], [b]) => a - b).map((entry) => this.value(entry)) };
    }
    return { object: value.constructor.name.toLowerCase() };
  }

  #key({ fileobj, fd, events, data }: SelectorKey): Json {
    return { key: [this.value(fileobj), fd, events, this.value(data)] };
  }

  #bytes(view: ArrayBufferView): Json {
    const raw = Buffer.from(view.buffer, view.byteOffset, view.byteLength);
    const bytes = Buffer.from(this.#text(raw.toString("latin1")), "latin1");
    if (bytes.length <= LONGEST_BYTES) return { bytes: bytes.toString("hex") };
    return {
      bytes: bytes.subarray(0, 16).toString("hex"),
      length: bytes.length,
      sha1: createHash("sha1").update(bytes).digest("hex"),
    };
  }
}
