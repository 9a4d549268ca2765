import { endianness } from "node:os";
import { isUint8Array } from "node:util/types";

import { typeName, wrongType } from "../../arguments/errors.ts";
import { checkForm, encodeContent } from "./content.ts";
import { InvalidHeaderError } from "./errors.ts";
import { type ByteOrder, checkHeaderLength, checkHeaderText } from "./header.ts";
import { type Limits, limitsOf } from "./limits.ts";
import type { Outgoing } from "./message.ts";

const LENGTH_BYTES = 2;
const byteOrderHere: ByteOrder = endianness() === "LE" ? "little" : "big";

/** The content-type of binary requests in the tutorial. */
export const CLIENT_BINARY_TYPE = "binary/custom-client-binary-type";

/**
 * Encodes a message: the header's length in two bytes (big-endian), the JSON header, the content. A
 * {@link MessageParser} with the same limits accepts the result.
 *
 * @param limits - the limits that differ from {@link defaultLimits}
 * @throws MessageError for a message that breaks the protocol or a limit, or whose content does not
 *   fit its type or encoding; TypeError for an argument of the wrong type
 */
export function encodeMessage(message: Outgoing, limits: Partial<Limits> = {}): Buffer {
  return encodeWithin(message, limitsOf(limits), CLIENT_BINARY_TYPE);
}

/** Like {@link encodeMessage}, but with complete, checked limits and a default type for bytes. */
export function encodeWithin(message: Outgoing, limits: Limits, binaryType: string): Buffer {
  checkShape(message);
  const isBinary = isUint8Array(message.content);
  const type = message.type ?? (isBinary ? binaryType : "text/json");
  const encoding = message.encoding ?? (type.startsWith("binary/") ? "binary" : "utf-8");
  checkForm(type, encoding);
  const content = encodeContent(message.content, type, encoding, limits);
  const required = {
    byteorder: message.byteorder ?? byteOrderHere,
    "content-type": type,
    "content-encoding": encoding,
    "content-length": content.length,
  };
  const header = encodeHeader({ ...message.headers, ...required }, limits);
  const bytes = Buffer.allocUnsafe(LENGTH_BYTES + header.length + content.length);
  bytes.writeUInt16BE(header.length);
  bytes.set(header, LENGTH_BYTES);
  bytes.set(content, LENGTH_BYTES + header.length);
  return bytes;
}

function checkShape(message: unknown): void {
  checkType("message", message, "object");
  const { type, encoding, headers } = message as Record<string, unknown>;
  checkType("type", type ?? "", "string");
  checkType("encoding", encoding ?? "", "string");
  checkType("headers", headers ?? {}, "object");
}

function checkType(name: string, value: unknown, wanted: "object" | "string"): void {
  if (typeName(value) === wanted) return;
  throw wrongType(
    `${name} must be ${wanted === "object" ? "an" : "a"} ${wanted}, not ${typeName(value)}`,
  );
}

// Uses the receiver's own checks, so we never send what our parser would reject.
function encodeHeader(header: Record<string, unknown>, limits: Limits): Buffer {
  const text = textOf(header);
  const bytes = Buffer.from(text, "utf8");
  checkHeaderLength(bytes.length, limits);
  checkHeaderText(text, limits);
  return bytes;
}

function textOf(header: Record<string, unknown>): string {
  // JSON.stringify would call it and send whatever it returns as the header.
  if (typeof header["toJSON"] === "function") {
    throw new InvalidHeaderError("headers must not contain a toJSON function");
  }
  try {
    return JSON.stringify(header);
  } catch (cause) {
    throw new InvalidHeaderError("headers cannot be converted to JSON", { cause });
  }
}
