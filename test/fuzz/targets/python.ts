import assert from "node:assert/strict";

import { b, int, json, repr, str, traceback, ValueError } from "bsd-sockets";
import fc from "fast-check";

import { claim, properties } from "../engine/properties.ts";
import { toPython, withoutOrder } from "../engine/python-value.ts";
import { endPython, python, RAISED } from "../engine/python.ts";
import { anyString, clearNumber, jsonNumber, nested } from "../engine/values.ts";

const MOST_DIGITS = 15;

/** Checks that both know the text's characters: they may have different versions of Unicode. */
async function knowTheSame(text: string): Promise<boolean> {
  const ours = Array.from(text).filter((character) => /\p{Cn}/u.test(character)).length;
  return ((await python("unassigned", text)) as { int: string }).int === String(ours);
}

const leaf = fc.oneof(
  ...[anyString, clearNumber, fc.bigInt(), fc.boolean(), fc.constant(null)],
  fc.uint8Array().map((bytes) => Buffer.from(bytes)),
);

function textsIn(value: unknown): string {
  if (typeof value === "string") return value;
  if (typeof value !== "object" || value === null || value instanceof Uint8Array) return "";
  return Object.entries(value)
    .map(([key, item]) => key + textsIn(item))
    .join("");
}

async function printsAlike(value: unknown): Promise<void> {
  if (!(await knowTheSame(textsIn(value)))) return;
  assert.equal(repr(value), await python("repr", toPython(value)));
  assert.equal(str(value), typeof value === "string" ? value : repr(value));
}

/** Every value can be printed. */
function printsAnything(value: unknown): void {
  assert.equal(typeof repr(value), "string");
}

async function writesAlike(value: unknown): Promise<void> {
  const text = json.dumps(value);
  assert.equal(text, await python("dumps", toPython(value, "list")));
  assert.deepEqual(toPython(json.loads(text), "list"), toPython(value, "list"));
}

/** TypeError for values that JSON cannot express; RangeError of the stack for cycles. */
function writesOrRefuses(value: unknown): void {
  try {
    JSON.parse(json.dumps(value));
  } catch (error) {
    assert.ok(error instanceof TypeError || error instanceof RangeError, String(error));
  }
}

/** JSON text, or JSON text that was damaged. */
const jsonText = fc
  .tuple(fc.json({ noUnicodeString: false }), fc.nat(), fc.string({ maxLength: 2 }), fc.boolean())
  .map(([text, at, added, isWhole]) => {
    const place = at % (text.length + 1);
    return isWhole ? text : text.slice(0, place) + added + text.slice(place + 1);
  });

/** Python reads numbers that JSON lacks, and keeps more digits than JavaScript can. */
function isBeyond(text: string): boolean {
  return /NaN|Infinity|\d{16}|[eE]/u.test(text);
}

async function readsAlike(text: string): Promise<void> {
  let ours: unknown = RAISED;
  try {
    ours = toPython(json.loads(text), "list");
  } catch (error) {
    assert.ok(error instanceof SyntaxError, String(error));
  }
  const theirs = await python("loads", text);
  if (isBeyond(text)) return;
  // 1.0 is an integer in JavaScript, and -0 is not one in Python.
  if (/\.0|-0/u.test(text)) assert.equal(ours === RAISED, theirs === RAISED);
  else assert.deepEqual(withoutOrder(ours), withoutOrder(theirs));
}

const digits = fc.oneof(
  fc.string({
    unit: fc.constantFrom(...Array.from("0123456789_+- \t\n\x0b\x1c\x1f\x85\xa0\u2003\ufeffax.")),
  }),
  fc.maxSafeInteger().map((number) => ` ${number} `),
);

/** Python also accepts integers in the digits of other scripts. */
async function readsInteger(text: string): Promise<void> {
  let ours: unknown = RAISED;
  try {
    ours = toPython(int(text));
  } catch (error) {
    assert.ok(error instanceof ValueError, String(error));
  }
  if (text.replaceAll(/\D/gu, "").length <= MOST_DIGITS) {
    assert.deepEqual(ours, await python("int", text));
  }
}

/** A bytes literal. It cannot end with a backslash, which would escape the end of the template. */
const literals = fc
  .string({ unit: fc.constantFrom(...Array.from("\\xabfnrtv01778N\"'uU\t{} z9\n")) })
  .filter((text) => !/(?<!\\)(\\\\)*\\$/u.test(text));

async function bytesAlike(text: string): Promise<void> {
  const ours = b(Object.assign([text], { raw: [text] }));
  const quoted = text.replaceAll(/\\[^]|"/gu, (found) => (found === '"' ? '\\"' : found));
  const theirs = await python("literal", `b"""${quoted}"""`);
  // Python rejects an incomplete escape, while a template keeps it.
  if (theirs !== RAISED) assert.deepEqual(toPython(ours), theirs);
}

const kinds = { Error, ValueError, TypeError };

const errors = fc.record({
  message: fc.oneof(anyString, fc.constant("\n    at file://host/x:1:2\n    at f (file:x:1:1)")),
  stack: fc.oneof(anyString, fc.constantFrom("E\n    at f (file://h/%2f:1:2)", 7, undefined)),
  kind: fc.constantFrom(...(Object.keys(kinds) as (keyof typeof kinds)[])),
});

interface Thrown {
  readonly message: string;
  readonly stack: unknown;
  readonly kind: keyof typeof kinds;
}

function hasTraceback({ message, stack, kind }: Thrown): void {
  const error = new kinds[kind](message);
  assert.match(traceback.format_exc(error), /\n$/u);
  Object.defineProperty(error, "stack", { value: stack });
  assert.match(traceback.format_exc(error), /\n$/u);
  assert.match(traceback.format_exc(message), /\n$/u);
}

export const pythonParts = properties({
  name: "python",
  about: "repr, json, int, bytes and traceback, compared with CPython",
  claims: [
    claim("a value prints as in CPython", nested(leaf), printsAlike),
    claim("anything can be printed", fc.anything(), printsAnything),
    claim(
      "a value has the same JSON, and is read back",
      nested(fc.oneof(anyString, jsonNumber, fc.boolean(), fc.constant(null))),
      writesAlike,
    ),
    claim("any value is written as JSON or rejected", fc.anything(), writesOrRefuses),
    claim("any text is the same JSON, or rejected", fc.oneof(jsonText, fc.string()), readsAlike),
    claim("any text is the same integer, or rejected", digits, readsInteger),
    claim("a literal is the same bytes", literals, bytesAlike),
    claim("any error has a traceback", errors, hasTraceback),
  ],
  close: endPython,
});
