import { isUint8Array } from "node:util/types";

import { typeName } from "../../arguments/errors.ts";
import { checkTextEncoding, decodeText, encodeText } from "./encodings.ts";
import { InvalidContentError, UnsupportedEncodingError, UnsupportedTypeError } from "./errors.ts";
import { checkNesting } from "./header.ts";
import { shapeOf } from "./json-text.ts";
import type { Limits } from "./limits.ts";

const JSON_TYPE = "text/json";
const BINARY_ENCODING = "binary";
const binaryType = /^binary\/[\w.+-]+$/u;

/**
 * Throws for a content-type or content-encoding that is not supported: `text/json` in an encoding of
 * text, and any `binary/` type in `binary`, are.
 */
export function checkForm(type: string, encoding: string): void {
  if (type === JSON_TYPE) checkTextEncoding(encoding);
  else if (!binaryType.test(type)) {
    throw new UnsupportedTypeError(
      `content-type ${JSON.stringify(type)} is not supported: text/json and binary/* are`,
    );
  } else if (encoding !== BINARY_ENCODING) {
    throw new UnsupportedEncodingError(
      `content-encoding ${JSON.stringify(encoding)} is not supported for ${type}: binary is`,
    );
  }
}

/** What bytes of a checked type and encoding say: a JSON value, or a copy of the bytes. */
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
    throw new InvalidContentError("The content is not JSON", { cause });
  }
}

/** The bytes of a content in a checked type and encoding. */
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
    `The content of ${type} must be a Uint8Array, not ${typeName(content)}`,
  );
}

function jsonText(content: unknown): string {
  const text = stringify(content);
  if (typeof text === "string") return text;
  throw new InvalidContentError(`JSON cannot express a content of type ${typeName(content)}`);
}

// Undefined for what JSON leaves out, such as a function.
function stringify(content: unknown): unknown {
  try {
    return JSON.stringify(content);
  } catch (cause) {
    throw new InvalidContentError("JSON cannot express the content", { cause });
  }
}
