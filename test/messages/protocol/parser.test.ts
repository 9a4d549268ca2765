import assert from "node:assert/strict";

import {
  ContentTooLongError,
  encodeMessage,
  HeaderTooLongError,
  IncompleteMessageError,
  InvalidContentError,
  InvalidHeaderError,
  type Limits,
  MessageError,
  MessageParser,
  NestingTooDeepError,
  TooManyHeadersError,
  UnsupportedEncodingError,
  UnsupportedTypeError,
} from "bsd-sockets/messages";
import { describe, test } from "vitest";

import { framed, message } from "../../support/message.ts";
import { allOf, headerOf, parsed, withHeader } from "../../support/messages.ts";

const stream = Buffer.concat([
  message('{"action": "search", "value": "ring"}'),
  encodeMessage({ content: Buffer.from([0, 255, 10]), byteorder: "big" }),
  message("null"),
  encodeMessage({ content: Buffer.alloc(0) }),
  message('"\u{1f436}"', { more: [1, { a: null }] }),
]);

describe("a stream of messages", () => {
  test("returns each with its header", () => {
    const messages = parsed(stream);
    assert.deepEqual(
      messages.map(({ content }) => content),
      [
        { action: "search", value: "ring" },
        Buffer.from([0, 255, 10]),
        null,
        Buffer.alloc(0),
        "\u{1f436}",
      ],
    );
    assert.deepEqual(
      messages.map(({ type, encoding, byteorder }) => [type, encoding, byteorder]),
      [
        ["text/json", "utf-8", "little"],
        ["binary/custom-client-binary-type", "binary", "big"],
        ["text/json", "utf-8", "little"],
        ["binary/custom-client-binary-type", "binary", "little"],
        ["text/json", "utf-8", "little"],
      ],
    );
    assert.deepEqual(messages[4]?.header["more"], [1, { a: null }]);
  });

  test("returns the same for two pieces, split anywhere", () => {
    const whole = parsed(stream);
    for (let cut = 0; cut <= stream.length; cut++) {
      const parser = new MessageParser();
      parser.push(stream.subarray(0, cut));
      const first = allOf(parser);
      parser.push(stream.subarray(cut));
      assert.deepEqual([...first, ...allOf(parser)], whole, `split at ${cut}`);
      parser.finish();
    }
  });

  test("returns the same byte by byte", () => {
    const parser = new MessageParser();
    const messages = [...stream].flatMap((byte) => {
      parser.push(Uint8Array.of(byte));
      return allOf(parser);
    });
    assert.deepEqual(messages, parsed(stream));
    assert.equal(parser.buffered, 0);
  });

  test("copies what is pushed, so the caller may reuse the memory", () => {
    const parser = new MessageParser();
    const memory = encodeMessage({ content: Buffer.from("abc") });
    parser.push(memory);
    memory.fill(0);
    const arrived = parser.next();
    parser.push(Buffer.alloc(1));
    assert.deepEqual(arrived?.content, Buffer.from("abc"));
  });

  test("reports its stage", () => {
    const parser = new MessageParser();
    const bytes = message("[1]");
    const stages = [...bytes].map((byte) => {
      parser.push(Uint8Array.of(byte));
      parser.next();
      return parser.stage;
    });
    const inHeader = bytes.length - 4;
    assert.deepEqual(stages.slice(0, inHeader), Array<string>(inHeader).fill("header"));
    assert.deepEqual(stages.slice(inHeader), ["content", "content", "content", "between"]);
  });

  test("allows the end only between two messages", () => {
    for (let length = 1; length < stream.length; length++) {
      const parser = new MessageParser();
      parser.push(stream.subarray(0, length));
      const count = allOf(parser).length;
      if (parser.stage === "between") {
        parser.finish();
        continue;
      }
      const ends = (): void => {
        parser.finish();
      };
      assert.throws(ends, IncompleteMessageError, `after ${count} messages`);
      assert.throws(() => parser.next(), IncompleteMessageError);
    }
  });
});

/** The bytes of a first message, and the limits. */
type Case = readonly [title: string, bytes: Uint8Array, limits?: Partial<Limits>];

const longHeader = headerOf(0, { padding: "x".repeat(4096) });

const refused: readonly (readonly [new () => MessageError, string, readonly Case[]])[] = [
  [
    HeaderTooLongError,
    "HEADER_TOO_LONG",
    [
      ["a length over the limit, without the header", Uint8Array.of(0xff, 0xff)],
      ["a length one byte over the limit", Uint8Array.of(0x10, 0x01)],
      ["a header that is too long and complete", withHeader(longHeader)],
      ["a length over a lower limit", Uint8Array.of(0, 101), { headerLength: 100 }],
    ],
  ],
  [
    TooManyHeadersError,
    "TOO_MANY_HEADERS",
    [
      [
        "33",
        withHeader(headerOf(0, Object.fromEntries(Array.from({ length: 29 }, (_, i) => [i, 0])))),
      ],
      ["more than a lower limit", message("1"), { headers: 3 }],
      ["40 with the same name", framed(`{${Array(40).fill('"a":1').join(",")}}`)],
    ],
  ],
  [
    NestingTooDeepError,
    "NESTING_TOO_DEEP",
    [
      ["arrays in the header", withHeader(headerOf(0, { deep: nested(32) }))],
      ["arrays in the content", message(JSON.stringify(nested(33)))],
      ["objects", message('{"a":'.repeat(33) + "1" + "}".repeat(33))],
      ["arrays that are never closed", message("[".repeat(100_000))],
      ["arrays in a header that are never closed", framed("[".repeat(4000))],
      [
        "arrays in UTF-16",
        withHeader(
          headerOf(66, { "content-encoding": "utf-16-le" }),
          Buffer.from("[".repeat(33), "utf16le"),
        ),
      ],
    ],
  ],
  [
    ContentTooLongError,
    "CONTENT_TOO_LONG",
    [
      ["one byte too many", withHeader(headerOf(1_048_577))],
      ["a far larger length", withHeader(headerOf(Number.MAX_SAFE_INTEGER))],
      ["more than a lower limit", message("12"), { contentLength: 1 }],
    ],
  ],
  [
    InvalidHeaderError,
    "INVALID_HEADER",
    [
      ["nothing", Uint8Array.of(0, 0)],
      ["not JSON", framed("{")],
      ["not UTF-8", framed(Uint8Array.of(0x7b, 0xff, 0x7d))],
      ["a byte order mark", framed(`\ufeff${JSON.stringify(headerOf(0))}`)],
      ["an array", framed("[]")],
      ["null", framed("null")],
      ["a number", framed("5")],
      ["text", framed('"a"')],
      ["two values", framed(`${JSON.stringify(headerOf(0))} {}`)],
      ["NaN, as Python writes it", framed('{"byteorder": NaN}')],
      ...["byteorder", "content-type", "content-encoding", "content-length"].map((name): Case => [
        `without ${name}`,
        message("1", { [name]: undefined }),
      ]),
      ["inherited members", framed('{"__proto__": {"byteorder": "little"}}')],
      [
        "a duplicate member",
        framed(JSON.stringify(headerOf(0)).replace("{", '{"byteorder":"big",')),
      ],
      [
        "an escaped duplicate member",
        framed(JSON.stringify(headerOf(0)).replace("{", '{"byte\\u006frder":"big",')),
      ],
      ...["middle", "Little", 1, null, ["little"]].map((value): Case => [
        `byteorder ${JSON.stringify(value)}`,
        message("1", { byteorder: value }),
      ]),
      ...[-1, 0.5, 1e300, "1", null, true, [1], {}].map((value): Case => [
        `content-length ${JSON.stringify(value)}`,
        message("1", { "content-length": value }),
      ]),
      [
        "content-length 9007199254740993",
        framed(JSON.stringify(headerOf(7)).replace(":7", ":9007199254740993")),
      ],
      ["content-type 1", message("1", { "content-type": 1 })],
      ["content-encoding null", message("1", { "content-encoding": null })],
    ],
  ],
  [
    UnsupportedTypeError,
    "UNSUPPORTED_TYPE",
    [
      "",
      "text/plain",
      "TEXT/JSON",
      "text/json ",
      "binary/",
      "binary/a b",
      "binary/a\n",
      "__proto__",
    ].map((type): Case => [JSON.stringify(type), message("1", { "content-type": type })]),
  ],
  [
    UnsupportedEncodingError,
    "UNSUPPORTED_ENCODING",
    [
      ...["", "ebcdic", "binary", "utf-16", "__proto__", "constructor"].map((encoding): Case => [
        `${JSON.stringify(encoding)} for JSON`,
        message("1", { "content-encoding": encoding }),
      ]),
      ["utf-8 for bytes", message("1", { "content-type": "binary/x" })],
    ],
  ],
  [
    InvalidContentError,
    "INVALID_CONTENT",
    [
      ["nothing", message("")],
      ["not JSON", message("{'a': 1}")],
      ["NaN, as Python writes it", message("NaN")],
      ["two values", message("1 2")],
      ["not UTF-8", withHeader(headerOf(3), Uint8Array.of(0x22, 0xff, 0x22))],
      ["an overlong sequence", withHeader(headerOf(4), Uint8Array.of(0x22, 0xc0, 0xaf, 0x22))],
      ["a byte order mark", message("\ufeff1")],
      ["not ASCII", message('"ä"', { "content-encoding": "ascii" })],
      ["an odd number of bytes", message("1", { "content-encoding": "utf-16-le" })],
      ["an odd number of bytes, big-endian", message("1", { "content-encoding": "utf-16-be" })],
    ],
  ],
];

function nested(depth: number): unknown {
  return depth === 0 ? 1 : [nested(depth - 1)];
}

for (const [Class, code, cases] of refused) {
  describe(`${Class.name} for`, () => {
    for (const [title, bytes, limits] of cases) {
      test(title, () => {
        const fails = (cut: number): MessageError => {
          const parser = new MessageParser(limits);
          let failure: unknown;
          for (const piece of [bytes.subarray(0, cut), bytes.subarray(cut)]) {
            parser.push(piece);
            try {
              assert.equal(parser.next(), undefined);
            } catch (error) {
              failure ??= error;
              assert.equal(error, failure);
              assert.equal(parser.buffered, 0);
            }
          }
          assert.ok(failure instanceof Class, String(failure));
          return failure;
        };
        const whole = fails(bytes.length);
        assert.deepEqual([whole.code, whole.name], [code, Class.name]);
        for (const cut of [0, 1, 2, 3, bytes.length - 1]) {
          assert.equal(fails(cut).message, whole.message);
        }
      });
    }
  });
}

describe("limits", () => {
  test("include the value itself", () => {
    const header = Object.fromEntries(Array.from({ length: 28 }, (_, i) => [i, 0]));
    assert.equal(parsed(message(JSON.stringify(nested(32)), header)).length, 1);
    const text = JSON.stringify("x".repeat(1_048_574));
    assert.equal(parsed(message(text)).length, 1);
    const bare = JSON.stringify(headerOf(1, { p: "" })).length;
    assert.equal(parsed(message("1", { p: "x".repeat(4096 - bare) })).length, 1);
  });

  test("do not apply to the contents of strings", () => {
    const text = JSON.stringify(['"[[[[', "\\", "{".repeat(100), ":,:"]);
    assert.deepEqual(parsed(message(text, { note: '":{"\\' }))[0]?.content, JSON.parse(text));
  });

  for (const [limits, text] of [
    [{ headerLength: 65_536 }, /headerLength must be an integer from 0 to 65535, not 65536/u],
    [{ contentLength: -1 }, /contentLength must be an integer from 0 to \d+, not -1/u],
    [
      { size: 1 },
      /size is not a limit; the limits are headerLength, headers, contentLength, nesting/u,
    ],
  ] as const) {
    test(`cannot be ${JSON.stringify(limits)}`, () => {
      assert.throws(() => new MessageParser(limits as Partial<Limits>), {
        name: "RangeError",
        message: text,
      });
    });
  }

  test("are integers", () => {
    for (const [headers, given] of [
      ["5", "string"],
      [1.5, "1.5"],
      [NaN, "NaN"],
    ] as const) {
      assert.throws(() => new MessageParser({ headers: headers as number }), {
        name: "TypeError",
        message: `headers must be an integer, not ${given}`,
      });
    }
  });
});

test("only bytes can be pushed", () => {
  for (const wrong of ["text", null, [1], new ArrayBuffer(1), new DataView(new ArrayBuffer(1))]) {
    const push = (): void => {
      new MessageParser().push(wrong as unknown as Uint8Array);
    };
    assert.throws(push, /^TypeError: bytes must be a Uint8Array/u);
  }
});

test("an announced length allocates no memory", () => {
  const parsers = Array.from(
    { length: 1000 },
    () => new MessageParser({ contentLength: 2 ** 31 - 1 }),
  );
  const before = process.memoryUsage().arrayBuffers;
  for (const parser of parsers) {
    parser.push(withHeader(headerOf(2 ** 31 - 1)));
    assert.equal(parser.next(), undefined);
  }
  assert.ok(process.memoryUsage().arrayBuffers - before < 2 ** 24);
});
