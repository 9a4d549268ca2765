import assert from "node:assert/strict";

import {
  encodeMessage,
  HeaderTooLongError,
  InvalidContentError,
  InvalidHeaderError,
  type Outgoing,
  packContent,
  textEncodings,
  unpackContent,
} from "bsd-sockets/messages";
import * as struct from "bsd-sockets/struct";
import { describe, test } from "vitest";

import { message } from "../../support/message.ts";
import { parsed } from "../../support/messages.ts";

describe("encoded messages are parsed again", () => {
  for (const encoding of textEncodings) {
    test(`in ${encoding}`, () => {
      const text =
        encoding === "ascii" ? "plain\0\n" : encoding === "latin-1" ? "ä\xff" : "ä\u{1f436}\ud800";
      const [arrived] = parsed(encodeMessage({ content: { text, list: [1, [null]] }, encoding }));
      assert.deepEqual(arrived?.content, { text, list: [1, [null]] });
      assert.equal(arrived.encoding, encoding);
    });
  }

  for (const name of [
    "UTF8",
    "utf_8",
    "US-ASCII",
    "Latin1",
    "ISO-8859-1",
    "UTF-16LE",
    "utf_16_be",
  ]) {
    test(`with the alias ${name}`, () => {
      assert.equal(parsed(encodeMessage({ content: "a", encoding: name }))[0]?.content, "a");
    });
  }

  test("bytes of any type, with additional headers", () => {
    const outgoing = { content: Buffer.from("abc"), type: "binary/x.y+z", headers: { id: 7 } };
    const [arrived] = parsed(encodeMessage(outgoing));
    assert.deepEqual(arrived?.content, Buffer.from("abc"));
    assert.deepEqual([arrived.type, arrived.header["id"]], ["binary/x.y+z", 7]);
  });

  test("the required headers cannot be replaced", () => {
    const outgoing = { content: "a", headers: { "content-length": 99, byteorder: "none" } };
    assert.equal(parsed(encodeMessage(outgoing))[0]?.content, "a");
  });
});

/** The header of a message with different content. */
const [{ header: foreign } = {}] = parsed(encodeMessage({ content: "another" }));

const cyclic: unknown[] = [];
cyclic.push(cyclic);

const refused: readonly (readonly [string, Outgoing, RegExp | (new () => Error)])[] = [
  ["nothing", { content: undefined }, /content must be a JSON value, not undefined/u],
  ["a function", { content: () => 1 }, InvalidContentError],
  ["a bigint", { content: 1n }, /content cannot be converted to JSON/u],
  ["a cycle", { content: cyclic }, InvalidContentError],
  ["text as bytes", { content: "a", type: "binary/x" }, /must be a Uint8Array, not string/u],
  [
    "a character outside ASCII",
    { content: "ä", encoding: "ascii" },
    /content has characters that ascii cannot encode/u,
  ],
  ["a character outside Latin-1", { content: "€", encoding: "latin-1" }, InvalidContentError],
  [
    "an unknown type",
    { content: "a", type: "text/plain" },
    /content-type must be text\/json or binary\/\*, not "text\/plain"/u,
  ],
  [
    "an unknown encoding",
    { content: "a", encoding: "x" },
    /content-encoding of text\/json must be one of utf-8, .*, not "x"/u,
  ],
  ["an invalid byte order", { content: "a", byteorder: "middle" as "little" }, InvalidHeaderError],
  ["a long header", { content: "a", headers: { x: "x".repeat(5000) } }, HeaderTooLongError],
  [
    "a header with toJSON",
    { content: "a", headers: { toJSON: () => foreign } },
    InvalidHeaderError,
  ],
  ["a header that JSON cannot express", { content: "a", headers: { x: 1n } }, InvalidHeaderError],
  [
    "too much content",
    { content: Buffer.alloc(2 ** 20 + 1) },
    /1048577 bytes; the limit is 1048576/u,
  ],
];

describe("refuses to encode", () => {
  for (const [title, outgoing, error] of refused) {
    test(title, () => {
      assert.throws(() => encodeMessage(outgoing), error);
    });
  }
});

test("an error names the argument of the wrong type", () => {
  for (const [message, complaint] of [
    [null, "message must be an object, not null"],
    [{ content: "a", type: 5 }, "type must be a string, not number"],
    [{ content: "a", encoding: {} }, "encoding must be a string, not object"],
    [{ content: "a", headers: [] }, "headers must be an object, not array"],
  ] as const) {
    assert.throws(() => encodeMessage(message as unknown as Outgoing), new TypeError(complaint));
  }
});

describe("numbers in binary content", () => {
  for (const byteorder of ["little", "big"] as const) {
    test(`are packed in the byte order that the header names: ${byteorder}`, () => {
      const content = packContent("HiQ", byteorder, 1, -2, 3n);
      const mark = byteorder === "little" ? "<" : ">";
      assert.deepEqual(content, struct.pack(`${mark}HiQ`, 1, -2, 3n));
      const [arrived] = parsed(encodeMessage({ content, byteorder }));
      assert.deepEqual(unpackContent(arrived!, "HiQ"), [1, -2, 3n]);
    });
  }

  test("need binary content of the right size", () => {
    const [text] = parsed(message("1"));
    assert.throws(() => unpackContent(text!, "H"), InvalidContentError);
    const [short] = parsed(encodeMessage({ content: Buffer.alloc(1) }));
    assert.throws(() => unpackContent(short!, "H"), /has 1 bytes; the format needs 2/u);
  });

  test("reject a format with a byte order", () => {
    const [arrived] = parsed(encodeMessage({ content: Buffer.alloc(2) }));
    for (const format of ["<H", ">H", "=H", "!H", "@H"]) {
      assert.throws(() => unpackContent(arrived!, format), RangeError);
      assert.throws(() => packContent(format, "big", 1), RangeError);
    }
  });
});
