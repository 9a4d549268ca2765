import assert from "node:assert/strict";

import * as struct from "bsd-sockets/struct";
import { test } from "vitest";

import { askPython } from "../support/python.ts";
import { randomFrom } from "../support/random.ts";

const INTEGERS = { b: 8, B: 8, h: 16, H: 16, i: 32, I: 32, l: 32, L: 32, q: 64, Q: 64 } as const;

interface Case {
  format: string;
  /** Integers as text, because JSON numbers are not exact for large ones. */
  values: (string | number | boolean)[];
}

function integerCases(): Case[] {
  const cases: Case[] = [];
  for (const [code, bits] of Object.entries(INTEGERS)) {
    const isSigned = code === code.toLowerCase();
    const lowest = isSigned ? -(2n ** BigInt(bits - 1)) : 0n;
    const highest = lowest + 2n ** BigInt(bits) - 1n;
    for (const order of ["<", ">", "!", "="]) {
      for (const value of [
        lowest,
        lowest + 1n,
        0n,
        1n,
        highest - 1n,
        highest,
        lowest - 1n,
        highest + 1n,
      ]) {
        cases.push({ format: order + code, values: [String(value)] });
      }
    }
  }
  return cases;
}

function floatCases(): Case[] {
  const random = randomFrom(11);
  const special = [
    0, 1, -1, 0.1, 65504, 65519, 65520, 1e38, 3.5e38, 6e-8, 5.96e-8, 2.98e-8, 1e-320, 2049, 2051,
  ];
  const values = [
    ...special,
    ...Array.from({ length: 300 }, () => (random() - 0.5) * 2 ** Math.floor(random() * 40 - 20)),
  ];
  return ["e", "f", "d"].flatMap((code) =>
    values.flatMap((value) =>
      ["<", ">"].map((order) => ({ format: order + code, values: [value] })),
    ),
  );
}

function ours({ format, values }: Case): string {
  const isFloat = /[efd]/u.test(format);
  try {
    const arguments_ = values.map((value) => (isFloat ? Number(value) : BigInt(value as string)));
    const bytes = struct.pack(format, ...arguments_);
    const again = struct.pack(format, ...struct.unpack(format, bytes));
    assert.deepEqual(again, bytes);
    return bytes.toString("hex");
  } catch (error) {
    assert.ok(error instanceof struct.error, String(error));
    return "error";
  }
}

test("integers and floats are packed like Python's, at and beyond every limit", () => {
  const cases = [...integerCases(), ...floatCases()];
  const expected = askPython(
    `import json, struct, sys
def attempt(case):
    values = [int(v) if isinstance(v, str) else v for v in case["values"]]
    try: return struct.pack(case["format"], *values).hex()
    except (struct.error, OverflowError): return "error"
print(json.dumps([attempt(case) for case in json.load(sys.stdin)]))`,
    cases,
  );
  assert.deepEqual(cases.map(ours), expected);
});

test("a zero keeps its sign", () => {
  for (const [format, bytes] of [
    [">e", "8000"],
    [">f", "80000000"],
    [">d", "8000000000000000"],
  ] as const) {
    assert.equal(struct.pack(format, -0).toString("hex"), bytes);
    assert.ok(Object.is(struct.unpack(format, Buffer.from(bytes, "hex"))[0], -0));
  }
});

test("sizes and padding equal Python's, in every byte order", () => {
  const random = randomFrom(3);
  const codes = "xcbB?hHiIlLqQefdsp";
  const formats = ["", "@", "<", "3s2x", "@bqbh", "@ci", "0s", "@b0i", "10p", " 2H 3b "];
  for (let i = 0; i < 500; i++) {
    let format = ["", "@", "=", "<", ">", "!"][Math.floor(random() * 6)] ?? "";
    for (let length = random() * 6; length > 0; length--) {
      if (random() < 0.3) format += String(Math.floor(random() * 12));
      format += codes[Math.floor(random() * codes.length)] ?? "x";
    }
    formats.push(format);
  }
  formats.push("@n", "@N");
  assert.deepEqual(
    formats.map((format) => struct.calcsize(format)),
    askPython(
      "import json, struct, sys; print(json.dumps([struct.calcsize(f) for f in json.load(sys.stdin)]))",
      formats,
    ),
  );
});

test("bad formats, counts and values throw struct.error", () => {
  for (const format of ["y", ">n", "<N", "3", "<5", "H>", "99999999999s", "é"]) {
    assert.throws(() => struct.calcsize(format), struct.error, format);
  }
  assert.throws(() => struct.pack(">H"), { message: "pack expected 1 items for packing (got 0)" });
  assert.throws(() => struct.pack(">H", 1, 2), struct.error);
  for (const value of [65536, -1, 1.5, NaN, "1" as never, null as never, undefined as never]) {
    assert.throws(() => struct.pack(">H", value), struct.error);
  }
  assert.throws(() => struct.pack(">q", 2 ** 53), struct.error);
  assert.throws(() => struct.pack("c", Buffer.from("ab")), struct.error);
  assert.throws(() => struct.pack("3s", 5), struct.error);
  assert.throws(() => struct.unpack(">H", Buffer.alloc(3)), {
    message: "unpack requires a buffer of 2 bytes",
  });
  assert.throws(() => struct.unpack(">H", "ab" as never), TypeError);
  assert.throws(() => struct.calcsize(5 as never), TypeError);
});

test("a huge count allocates no memory until there are as many values", () => {
  assert.equal(struct.calcsize("2000000000B"), 2_000_000_000);
  assert.throws(() => struct.pack("2000000000B", 1), struct.error);
  assert.equal(struct.calcsize(">" + "99H".repeat(1000)), 198_000);
});

test("bytes and booleans are unpacked unchanged", () => {
  const bytes = struct.pack(
    ">c?3s5pxH",
    Buffer.from("z"),
    true,
    Buffer.from("abcdef"),
    Buffer.from("hey"),
    7,
  );
  assert.equal(bytes.toString("hex"), "7a0161626303686579000000" + "07");
  const [character, flag, text, pascal, number] = struct.unpack(">c?3s5pxH", bytes);
  assert.deepEqual(
    [character, flag, text, pascal, number],
    [Buffer.from("z"), true, Buffer.from("abc"), Buffer.from("hey"), 7],
  );
});

test("unpacked values have the types that the format implies", () => {
  const [short, word]: [number, number] = struct.unpack(">HI", struct.pack(">HI", 1, 2));
  const [long]: [bigint] = struct.unpack("<q", struct.pack("<q", -3n));
  const many: struct.StructValue[] = struct.unpack("3B", Buffer.of(1, 2, 3));
  assert.deepEqual([short, word, long, ...many], [1, 2, -3n, 1, 2, 3]);
});
