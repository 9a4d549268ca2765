import assert from "node:assert/strict";

import { b, OSError, repr, TimeoutError, ValueError } from "bsd-sockets";
import { test } from "vitest";

import { askPython } from "../support/python.ts";

test("all characters of strings are printed as in Python", () => {
  const texts: string[] = ["", "it's", '"', 'it\'s "both"', "back\\slash", "tab\tnew\nreturn\r"];
  for (let code = 0; code < 0x3000; code++) texts.push(String.fromCodePoint(code));
  texts.push("\u{1f430}", "\u{10ffff}", "\ue000", "\ufeff", "\u{e0001}", "caf\u00e9 \u{1f436} x");
  const printed = texts.map(repr);
  const expected = askPython(
    "import json, sys; print(json.dumps([repr(text) for text in json.load(sys.stdin)]))",
    texts,
  ) as string[];
  // Unicode grows: the older of the two escapes characters that it does not know.
  const differing = printed.filter((text, index) => text !== expected[index]);
  const grown = differing.filter((text) => !text.startsWith("'\\") && text.length <= 4);
  assert.deepEqual(differing, grown);
});

test("bytes are printed as in Python", () => {
  const all = Array.from({ length: 256 }, (_, byte) => [byte]);
  const texts = [...all, [], [...Buffer.from("it's")], [...Buffer.from('"it\'s"')], [34], [92, 39]];
  assert.deepEqual(
    texts.map((bytes) => repr(Buffer.from(bytes))),
    askPython(
      "import json, sys; print(json.dumps([repr(bytes(x)) for x in json.load(sys.stdin)]))",
      texts,
    ),
  );
});

test("values of other types are printed as in Python", () => {
  assert.equal(repr(null), "None");
  assert.equal(repr(undefined), "None");
  assert.equal(repr(true), "True");
  assert.equal(repr(1), "1");
  assert.equal(repr(-0), "-0.0");
  assert.equal(repr(1.5), "1.5");
  assert.equal(repr(NaN), "nan");
  assert.equal(repr(-Infinity), "-inf");
  assert.equal(repr(2n ** 70n), "1180591620717411303424");
  assert.equal(repr(["127.0.0.1", 65432]), "('127.0.0.1', 65432)");
  assert.equal(repr([1]), "(1,)");
  assert.equal(repr([]), "()");
  assert.equal(repr({ a: [1, { b: [] }], c: null }), "{'a': [1, {'b': []}], 'c': None}");
  assert.equal(repr(new Map([[1, "x"]])), "{1: 'x'}");
  assert.equal(repr(Object.create(null)), "{}");
  assert.equal(repr(new OSError(11, "Again")), "OSError(11, 'Again')");
  assert.equal(repr(new TimeoutError(null, "timed out")), "TimeoutError('timed out')");
  assert.equal(repr(new ValueError("bad")), "ValueError('bad')");
});

test("b makes bytes from a template, with Python's escapes", () => {
  const hello: Uint8Array = b`Hello, world`;
  assert.deepEqual(hello, Buffer.from("Hello, world"));
  assert.deepEqual(
    b`\x00\xff\n\r\t\\\'\"\101\7\q`,
    Buffer.from("\0\u00ff\n\r\t\\'\"A\u0007\\q", "latin1"),
  );
  assert.deepEqual(
    b`a\
b`,
    Buffer.from("ab"),
  );
  assert.deepEqual(b`<${Buffer.of(0, 255)}|${"é"}|${7}>`, Buffer.from("3c00ff7cc3a97c373e", "hex"));
  assert.deepEqual(b`${""}`, Buffer.alloc(0));
});
