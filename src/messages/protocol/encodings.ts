import { InvalidContentError, UnsupportedEncodingError } from "./errors.ts";

interface Encoding {
  /** The text of bytes; a TypeError for bytes that are none. */
  readonly decode: (bytes: Buffer) => string;
  /** The bytes of a text; a TypeError for a text that has none. */
  readonly encode: (text: string) => Buffer;
}

/** A byte order mark is no part of JSON, so it must not be dropped in silence. */
const strict = { fatal: true, ignoreBOM: true } as const;

const utf8 = new TextDecoder("utf-8", strict);
const utf16 = new TextDecoder("utf-16le", strict);

/** An encoding that has one byte for each of the first characters of Unicode. */
function firstCharacters(count: number): Encoding {
  const beyond = count === 0x80 ? /[^\0-\x7f]/u : /[^\0-\xff]/u;
  const check = (text: string): string => {
    if (beyond.test(text)) throw new TypeError("a character is not in it");
    return text;
  };
  return {
    decode: (bytes) => check(bytes.toString("latin1")),
    encode: (text) => Buffer.from(check(text), "latin1"),
  };
}

const littleEndian16: Encoding = {
  decode: (bytes) => utf16.decode(bytes),
  encode: (text) => Buffer.from(text, "utf16le"),
};

const bigEndian16: Encoding = {
  // A copy, because swapping happens in place, and in the memory of what is received next.
  decode: (bytes) => utf16.decode(evenLength(Buffer.from(bytes)).swap16()),
  encode: (text) => Buffer.from(text, "utf16le").swap16(),
};

function evenLength(bytes: Buffer): Buffer {
  if (bytes.length % 2 !== 0) throw new TypeError("half a code unit");
  return bytes;
}

/** The encodings of text, by the names that Python's documentation gives them. */
const encodings: Readonly<Record<string, Encoding>> = {
  "utf-8": {
    decode: (bytes) => utf8.decode(bytes),
    encode: (text) => Buffer.from(text, "utf8"),
  },
  ascii: firstCharacters(0x80),
  "latin-1": firstCharacters(0x100),
  "utf-16-le": littleEndian16,
  "utf-16-be": bigEndian16,
};

const aliases: Readonly<Record<string, string>> = {
  utf8: "utf-8",
  "us-ascii": "ascii",
  latin1: "latin-1",
  "iso-8859-1": "latin-1",
  "utf-16le": "utf-16-le",
  "utf-16be": "utf-16-be",
};

/** The encodings of text content that are supported. */
export const textEncodings: readonly string[] = Object.keys(encodings);

function encodingOf(name: string): Encoding {
  const plain = name.toLowerCase().replaceAll("_", "-");
  const real = Object.hasOwn(aliases, plain) ? aliases[plain]! : plain;
  if (Object.hasOwn(encodings, real)) return encodings[real]!;
  throw new UnsupportedEncodingError(
    `content-encoding ${JSON.stringify(name)} is not supported for text/json: ${textEncodings.join(", ")} are`,
  );
}

/** Throws an UnsupportedEncodingError for an encoding of text that is not supported. */
export function checkTextEncoding(name: string): void {
  encodingOf(name);
}

/** The text of bytes in an encoding. */
export function decodeText(bytes: Buffer, name: string): string {
  const encoding = encodingOf(name);
  try {
    return encoding.decode(bytes);
  } catch (cause) {
    throw new InvalidContentError(`The content is not ${name}`, { cause });
  }
}

/** The bytes of a text in an encoding. */
export function encodeText(text: string, name: string): Buffer {
  const encoding = encodingOf(name);
  try {
    return encoding.encode(text);
  } catch (cause) {
    throw new InvalidContentError(`The content cannot be expressed in ${name}`, { cause });
  }
}
