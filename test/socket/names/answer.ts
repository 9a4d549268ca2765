import { OSError } from "bsd-sockets/errors";
import * as socket from "bsd-sockets/socket";

import type { Call } from "./calls.ts";

/** Encodes a call's values as JSON, with bytes as an object. */
export function encode(value: unknown): unknown {
  if (value instanceof Uint8Array) return { bytes: Buffer.from(value).toString("hex") };
  if (Array.isArray(value)) return value.map(encode);
  return value === undefined ? null : value;
}

/** Reverses {@link encode}. */
export function decode(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(decode);
  if (typeof value !== "object" || value === null) return value;
  return Buffer.from((value as { bytes: string }).bytes, "hex");
}

/** The outcome of a call here, in the form of test/support/python/names.py. */
export function answer([name, ...values]: Call): unknown {
  const functions = socket as unknown as Record<string, (...values: unknown[]) => unknown>;
  try {
    return { result: encode(functions[name]!(...shaped(name, values))) };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const told = { error: error.name };
    if (!(error instanceof OSError)) return told;
    return { ...told, errno: error.errno, message: error.message };
  }
}

// Keyword arguments in Python are an options object here.
function shaped(name: string, values: unknown[]): unknown[] {
  if (name !== "getaddrinfo") return values;
  const [host, port, family, type, proto, flags] = values;
  return [host, port, { family, type, proto, flags }];
}
