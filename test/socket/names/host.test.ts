import assert from "node:assert/strict";

import { test } from "vitest";

import { asciiName, encodedHost } from "#internal/socket/names/host.js";

import { askPython } from "../../support/python.ts";

function encodedByPython(names: string[]): (string | null)[] {
  return askPython(
    `import json, sys
def encoded(name):
    try:
        return name.encode("idna").decode()
    except UnicodeError:
        return None
print(json.dumps([encoded(name) for name in json.load(sys.stdin)]))`,
    names,
  ) as (string | null)[];
}

function encodedHere(name: string): unknown {
  try {
    return encodedHost(name);
  } catch (error) {
    assert.ok(error instanceof RangeError, String(error));
    return null;
  }
}

const LONG = "x".repeat(63);

test("names have the same ASCII form as in CPython, or none", () => {
  const names = [
    ...[
      "localhost",
      "LocalHost",
      "a.b.c",
      "a.",
      "",
      "127.0.0.1",
      "::1",
      "fe80::1%lo",
      "a_b",
      "-a-",
    ],
    ...["xn--grn-hoa.example", "a b", "a/b", "%41", LONG, `${LONG}.${LONG}`, `${LONG}.`],
    ...[
      "grün.example",
      "GRÜN.example",
      "bücher.example",
      "пример.испытание",
      "παράδειγμα",
      "例え.テスト",
    ],
    ...[
      "例え。テスト",
      "实例.测试",
      "مثال",
      "דוגמה",
      "उदाहरण",
      "ａｂｃ",
      "e\u0301",
      "é",
      "ü.",
      "a\u00adb",
    ],
    ...[`${LONG}x`, `${LONG}x.a`, "a..b", ".", "..", ".a", "ü..a", "..ü", "ü".repeat(64), "\ud800"],
    ...["xn--ü", "אa", "a\u202eb", "\ufffd"],
  ];
  assert.deepEqual(names.map(encodedHere), encodedByPython(names));
});

test("where IDNA has changed since 2003, names have the form that browsers and Node use", () => {
  assert.equal(asciiName("straße.example"), "xn--strae-oqa.example");
  assert.deepEqual(encodedByPython(["straße.example"]), ["strasse.example"]);
});

test("a non-ASCII name with an embedded port or path is refused, not truncated", () => {
  for (const text of [
    "/x",
    "#x",
    "?x",
    "%41",
    ":80",
    "@b",
    " b",
    "\\x",
    "<",
    "[",
    "|",
    "\0",
    "\t",
    "\x7f",
  ]) {
    assert.equal(encodedHere(`ü${text}`), null, text);
    assert.equal(encodedHere(`${text}ü`), null, text);
  }
});
