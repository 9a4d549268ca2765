import assert from "node:assert/strict";

import {
  encodeMessage,
  type Limits,
  type Message,
  MessageError,
  MessageParser,
} from "bsd-sockets/messages";

import { randomFrom } from "../../support/random.ts";
import { guided } from "../engine/guided.ts";
import { below } from "../engine/mutate.ts";
import { Source } from "../engine/source.ts";

const LIMITS: readonly Partial<Limits>[] = [
  {},
  { headerLength: 200, headers: 6, contentLength: 64, nesting: 3 },
  { headerLength: 110, headers: 4, contentLength: 0, nesting: 1 },
];
const LENGTH_BYTES = 2;
const MOST_BYTE_BY_BYTE = 400;

/** The outcome of a stream: its messages, and how it ends. */
interface Outcome {
  readonly messages: readonly Message[];
  readonly end: string;
}

function codeOf(error: unknown): string {
  assert.ok(error instanceof MessageError, String(error));
  return `${error.code} ${error.name} ${error.message}`;
}

/** The parser never keeps more than the longest part of a message. */
function checkMemory(parser: MessageParser, limits: Partial<Limits>): void {
  const { headerLength = 4096, contentLength = 1_048_576 } = limits;
  assert.ok(parser.buffered < LENGTH_BYTES + Math.max(headerLength, contentLength));
}

/** Parses a stream in pieces. */
export function outcomeOf(pieces: readonly Uint8Array[], limits: Partial<Limits> = {}): Outcome {
  const parser = new MessageParser(limits);
  const messages: Message[] = [];
  try {
    for (const piece of pieces) {
      parser.push(piece);
      for (let found; (found = parser.next()) !== undefined;) messages.push(found);
      checkMemory(parser, limits);
    }
    parser.finish();
    return { messages, end: "" };
  } catch (error) {
    const end = codeOf(error);
    checkEnded(parser, end);
    return { messages, end };
  }
}

/** After an error the parser keeps nothing, and repeats the error. */
function checkEnded(parser: MessageParser, end: string): void {
  for (const call of [
    () => parser.next(),
    () => {
      parser.finish();
    },
  ]) {
    parser.push(Buffer.alloc(10));
    assert.equal(parser.buffered, 0);
    try {
      call();
      assert.fail("it continued after an error");
    } catch (error) {
      assert.equal(codeOf(error), end);
    }
  }
}

/** Splits the bytes into pieces of any length, including empty ones. */
export function split(bytes: Buffer, seed: number, longest: number): Buffer[] {
  const random = randomFrom(seed);
  const pieces: Buffer[] = [];
  for (let at = 0; at < bytes.length;) {
    const length = below(random, longest + 1);
    pieces.push(bytes.subarray(at, at + length));
    at += length;
  }
  return pieces;
}

/**
 * A received message can be sent again, unless our encoding of it is longer than the limits allow.
 */
function checkSentOn(message: Message, limits: Partial<Limits>): void {
  let bytes: Buffer;
  try {
    bytes = encodeMessage({ ...message, headers: message.header }, limits);
  } catch (error) {
    assert.match(codeOf(error), /^(?:HEADER|CONTENT)_TOO_LONG/u);
    return;
  }
  const { messages, end } = outcomeOf([bytes], limits);
  assert.equal(end, "");
  assert.equal(messages.length, 1);
  const [again] = messages;
  assert.deepEqual(
    [again!.type, again!.encoding, again!.byteorder],
    [message.type, message.encoding, message.byteorder],
  );
  // JSON.stringify writes -0 as 0, while JSON.parse reads -0.
  assert.equal(JSON.stringify(again!.content), JSON.stringify(message.content));
}

function check(input: Buffer): void {
  const source = new Source(input);
  const limits = source.pick(LIMITS);
  const [seed, longest] = [source.take(2).readUInt16LE(), source.byte() + 1];
  const bytes = source.rest();
  const whole = outcomeOf([bytes], limits);
  assert.deepEqual(outcomeOf(split(bytes, seed, longest), limits), whole);
  if (bytes.length <= MOST_BYTE_BY_BYTE) {
    assert.deepEqual(
      outcomeOf(
        Array.from(bytes, (byte) => Buffer.of(byte)),
        limits,
      ),
      whole,
    );
  }
  for (const message of whole.messages) checkSentOn(message, limits);
}

const value = { action: "search", value: ["ä", 1.5, null, { deep: [[]] }] };
const encodings = ["utf-8", "utf-16-le", "utf-16-be"];
const latin = { content: { value: "ä" }, encoding: "latin-1" };
const streams = [
  ...encodings.map((encoding) => encodeMessage({ content: value, encoding })),
  encodeMessage(latin),
  encodeMessage({ content: [1], encoding: "ascii", byteorder: "big", headers: { more: [1] } }),
  encodeMessage({ content: Buffer.from([0, 1, 2]), type: "binary/x" }),
];

export const messages = guided({
  name: "messages",
  about: "the message parser: any bytes, in any pieces, with limits",
  covers: ["/dist/messages/protocol/"],
  seeds: [...streams, Buffer.concat(streams)].flatMap((stream) =>
    [0, 1].map((limits) => Buffer.concat([Buffer.from([limits, 1, 2, 9]), stream])),
  ),
  words: [
    ...["byteorder", "content-type", "content-encoding", "content-length", "little", "text/json"],
    ...['"x":[[[[]]]],', '"content-length":-1', '"content-length":1e400', "binary/y", "binary"],
    ...["\ufeff", "\\ud800", "__proto__", "utf-7", "9007199254740993", "UTF_8", ":::::::::::"],
  ].map((word) => Buffer.from(word)),
  check,
});
