import { InvalidContentError, shown, UnsupportedEncodingError } from "./errors.ts";

interface Encoding {
  /** Decodes bytes to text; throws TypeError for invalid bytes. */
  readonly decode: (bytes: Buffer) => string;
  /** Encodes text as bytes; throws TypeError for a character that the encoding lacks. */
  readonly encode: (text: string) => Buffer;
}

/** JSON does not allow a byte order mark, so the decoder must not drop it silently. */
const strict = { fatal: true, ignoreBOM: true } as const;

const utf8 = new TextDecoder("utf-8", strict);
const utf16 = new TextDecoder("utf-16le", strict);

/** An encoding with one byte for each of the first `count` code points of Unicode. */
function firstCharacters(count: number): Encoding {
  const beyond = count === 0x80 ? /[^\0-\x7f]/u : /[^\0-\xff]/u;
  const check = (text: string): string => {
    if (beyond.test(text)) throw new TypeError("a character is not in this encoding");
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
  // Copy first: swap16() works in place, and `bytes` is part of the receive buffer.
  decode: (bytes) => utf16.decode(evenLength(Buffer.from(bytes)).swap16()),
  encode: (text) => Buffer.from(text, "utf16le").swap16(),
};

function evenLength(bytes: Buffer): Buffer {
  if (bytes.length % 2 !== 0) throw new TypeError("odd number of bytes");
  return bytes;
}

/** The text encodings, by the names in Python's documentation. */
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

/** The supported text encodings. */
export const textEncodings: readonly string[] = Object.keys(encodings);

function encodingOf(name: string): Encoding {
  const plain = name.toLowerCase().replaceAll("_", "-");
  const real = Object.hasOwn(aliases, plain) ? aliases[plain]! : plain;
  if (Object.hasOwn(encodings, real)) return encodings[real]!;
  throw new UnsupportedEncodingError(
    `content-encoding of text/json must be one of ${textEncodings.join(", ")}, not ${shown(name)}`,
  );
}

/** Throws UnsupportedEncodingError unless `name` is a supported text encoding. */
export function checkTextEncoding(name: string): void {
  encodingOf(name);
}

/** Decodes bytes to text in the named encoding. */
export function decodeText(bytes: Buffer, name: string): string {
  const encoding = encodingOf(name);
  try {
    return encoding.decode(bytes);
  } catch (cause) {
    throw new InvalidContentError(`The content is not valid ${name}`, { cause });
  }
}

/** Encodes text as bytes in the named encoding. */
export function encodeText(text: string, name: string): Buffer {
  const encoding = encodingOf(name);
  try {
    return encoding.encode(text);
  } catch (cause) {
    throw new InvalidContentError(`content has characters that ${name} cannot encode`, { cause });
  }
}
