import { isUint8Array } from "node:util/types";

import { typeName } from "../../arguments/errors.ts";
import { checkTextEncoding, decodeText, encodeText } from "./encodings.ts";
import {
  InvalidContentError,
  shown,
  UnsupportedEncodingError,
  UnsupportedTypeError,
} from "./errors.ts";
import { checkNesting } from "./header.ts";
import { shapeOf } from "./json-text.ts";
import type { Limits } from "./limits.ts";

const JSON_TYPE = "text/json";
const BINARY_ENCODING = "binary";
const binaryType = /^binary\/[\w.+-]+$/u;

/**
 * Throws unless the type and encoding are supported: `text/json` in a text encoding, or any
 * `binary/` type in `binary`.
 */
export function checkForm(type: string, encoding: string): void {
  if (type === JSON_TYPE) checkTextEncoding(encoding);
  else if (!binaryType.test(type)) {
    throw new UnsupportedTypeError(
      `content-type must be text/json or binary/*, not ${shown(type)}`,
    );
  } else if (encoding !== BINARY_ENCODING) {
    throw new UnsupportedEncodingError(
      `content-encoding of binary content must be "binary", not ${shown(encoding)}`,
    );
  }
}

/** Decodes bytes of a checked type and encoding to a JSON value, or copies them if binary. */
export function decodeContent(
  bytes: Buffer,
  type: string,
  encoding: string,
  limits: Limits,
): unknown {
  if (type !== JSON_TYPE) return Buffer.from(bytes);
  const text = decodeText(bytes, encoding);
  checkNesting(shapeOf(text).nesting, limits);
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new InvalidContentError("The content is not valid JSON", { cause });
  }
}

/** Encodes the content in a checked type and encoding. */
export function encodeContent(
  content: unknown,
  type: string,
  encoding: string,
  limits: Limits,
): Uint8Array {
  if (type === JSON_TYPE) {
    const text = jsonText(content);
    checkNesting(shapeOf(text).nesting, limits);
    return encodeText(text, encoding);
  }
  if (isUint8Array(content)) return content;
  throw new InvalidContentError(
    `content of a binary type must be a Uint8Array, not ${typeName(content)}`,
  );
}

function jsonText(content: unknown): string {
  const text = stringify(content);
  if (typeof text === "string") return text;
  throw new InvalidContentError(`content must be a JSON value, not ${typeName(content)}`);
}

// Returns undefined for values that JSON leaves out, such as a function.
function stringify(content: unknown): unknown {
  try {
    return JSON.stringify(content);
  } catch (cause) {
    throw new InvalidContentError("content cannot be converted to JSON", { cause });
  }
}
