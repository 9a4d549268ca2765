import assert from "node:assert/strict";

import { encodeMessage, MessageError, MessageParser, type Outgoing } from "bsd-sockets/messages";
import fc from "fast-check";

import { claim, properties } from "../engine/properties.ts";
import { toPython, withoutOrder } from "../engine/python-value.ts";
import { endPython, python } from "../engine/python.ts";
import { anyString, jsonNumber, nested } from "../engine/values.ts";
import { outcomeOf, split } from "./messages.ts";

const byteorder = fc.constantFrom("little" as const, "big" as const);
const numbers = jsonNumber.filter((number) => !Object.is(number, -0));
const json = nested(fc.oneof(anyString, numbers, fc.boolean(), fc.constant(null)));

const texts: fc.Arbitrary<Outgoing> = fc.record({
  content: json,
  encoding: fc.constantFrom("utf-8", "ascii", "latin-1", "utf-16-le", "utf-16-be", "UTF8"),
  byteorder,
  headers: fc.dictionary(fc.string({ maxLength: 5 }), json, { maxKeys: 3, noNullPrototype: true }),
});
const binaries: fc.Arbitrary<Outgoing> = fc.record({
  content: fc.uint8Array().map((bytes) => Buffer.from(bytes)),
  type: fc.constantFrom("binary/x", "binary/custom-client-binary-type"),
  byteorder,
});
const outgoing = fc.oneof(texts, binaries);

interface Sent {
  readonly message: Outgoing;
  readonly seed: number;
}

/** Returns the bytes, or undefined if the encoder rejects the message. */
function bytesOf(message: Outgoing): Buffer | undefined {
  try {
    return encodeMessage(message);
  } catch (error) {
    assert.ok(error instanceof MessageError, String(error));
    return undefined;
  }
}

async function arrives({ message, seed }: Sent): Promise<void> {
  const bytes = bytesOf(message);
  if (bytes === undefined) return;
  const { messages, end } = outcomeOf(split(bytes, seed, bytes.length));
  assert.equal(end, "");
  assert.equal(messages.length, 1);
  const arrived = messages[0]!;
  assert.equal(arrived.byteorder, message.byteorder);
  assert.deepEqual(arrived.content, message.content);
  assert.deepEqual({ ...message.headers, ...arrived.header }, { ...arrived.header });
  const theirs = await python("message", toPython(bytes));
  assert.deepEqual(withoutOrder(theirs), {
    tuple: [message.byteorder, withoutOrder(toPython(arrived.content, "list"))],
  });
}

/** Every message is encoded, or rejected with MessageError. */
function isEncodedOrRefused(message: Outgoing): void {
  const bytes = bytesOf(message);
  if (bytes !== undefined) assert.equal(outcomeOf([bytes]).end, "");
}

interface Stream {
  readonly length: number;
  readonly piece: number;
}

type Copy = (this: Buffer, ...values: unknown[]) => number;

/** Returns how many bytes are copied while `body` runs. */
function copied(body: () => void): number {
  let count = 0;
  const buffers = Buffer.prototype as unknown as { copy: Copy };
  const { copy } = buffers;
  buffers.copy = function (...values) {
    const bytes = copy.apply(this, values);
    count += bytes;
    return bytes;
  };
  try {
    body();
  } finally {
    buffers.copy = copy;
  }
  return count;
}

/** Waiting bytes are not copied again and again, however small the pieces. */
function copiesLittle({ length, piece }: Stream): void {
  const bytes = encodeMessage({ content: Buffer.alloc(length), type: "binary/x" });
  const parser = new MessageParser();
  const count = copied(() => {
    for (let at = 0; at < bytes.length; at += piece) {
      parser.push(bytes.subarray(at, at + piece));
      if (at + piece < bytes.length) assert.equal(parser.next(), undefined);
    }
    assert.notEqual(parser.next(), undefined);
  });
  assert.ok(count <= 3 * bytes.length + 2048, `${count} bytes of ${bytes.length} were copied`);
}

export const messageValues = properties({
  name: "message-values",
  about: "messages with any value: encoded, parsed, and read by CPython like in the tutorial",
  claims: [
    claim(
      "a message arrives unchanged, here and in CPython",
      fc.record({ message: outgoing, seed: fc.nat() }),
      arrives,
    ),
    claim(
      "every message is encoded or rejected",
      fc.record(
        {
          content: fc.anything({ withBigInt: true, withTypedArray: true, withMap: true }),
          type: fc.oneof(fc.constantFrom("text/json", "binary/x"), fc.string()),
          encoding: fc.oneof(fc.constantFrom("utf-8", "binary"), fc.string()),
          headers: fc.dictionary(fc.string(), fc.anything({ withBigInt: true })),
        },
        { requiredKeys: ["content"] },
      ),
      isEncodedOrRefused,
    ),
    claim(
      "each byte is copied a bounded number of times",
      fc.record({ length: fc.nat({ max: 60_000 }), piece: fc.integer({ min: 1, max: 5000 }) }),
      copiesLittle,
    ),
  ],
  close: endPython,
});
