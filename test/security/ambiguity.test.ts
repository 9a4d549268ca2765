// Messages that two receivers might read differently are rejected, or read as documented.

import assert from "node:assert/strict";

import { afterAll, beforeAll, describe, test } from "vitest";

import { frame, members, request, serve } from "../support/attack.ts";
import { Client } from "../support/client.ts";
import type { Running } from "../support/programs.ts";

const CONTENT = '{"action":"search","value":"ring"}';
const RIGHT = members(CONTENT.length);
const ANSWER = "In the caves beneath the Misty Mountains.";

const refused: Record<string, [header: string | Buffer, code: string]> = {
  "content-length twice": [`{${RIGHT},"content-length":5}`, "INVALID_HEADER"],
  "twice, once escaped": [`{${RIGHT},"content\\u002dlength":5}`, "INVALID_HEADER"],
  "any other header twice": [`{${RIGHT},"x":1,"x":1}`, "INVALID_HEADER"],
  "only inherited from __proto__": [
    `{${RIGHT.replace('"content-length":34', '"__proto__":{"content-length":34}')}}`,
    "INVALID_HEADER",
  ],
  "not an integer": [`{${members("34.5")}}`, "INVALID_HEADER"],
  "beyond the exact integers": [`{${members("9007199254740993")}}`, "INVALID_HEADER"],
  infinite: [`{${members("1e400")}}`, "INVALID_HEADER"],
  negative: [`{${members("-1")}}`, "INVALID_HEADER"],
  "a string": [`{${members('"34"')}}`, "INVALID_HEADER"],
  "an array of one": [`{${members("[34]")}}`, "INVALID_HEADER"],
  true: [`{${members("true")}}`, "INVALID_HEADER"],
  NaN: [`{${members("NaN")}}`, "INVALID_HEADER"],
  "hexadecimal digits": [`{${members("0x22")}}`, "INVALID_HEADER"],
  "a leading zero": [`{${members("034")}}`, "INVALID_HEADER"],
  "a byte order mark": [`\ufeff{${RIGHT}}`, "INVALID_HEADER"],
  "bytes after the object": [`{${RIGHT}} x`, "INVALID_HEADER"],
  "a null byte after the object": [`{${RIGHT}}\0`, "INVALID_HEADER"],
  "two objects": [`{${RIGHT}}{${RIGHT}}`, "INVALID_HEADER"],
  "an empty header": ["", "INVALID_HEADER"],
  "bytes that are not UTF-8": [Buffer.from(`{${RIGHT},"x":"\xff"}`, "latin1"), "INVALID_HEADER"],
  "an overlong slash": [Buffer.from(`{${RIGHT},"x":"\xc0\xaf"}`, "latin1"), "INVALID_HEADER"],
  "a surrogate encoded in UTF-8": [
    Buffer.from(`{${RIGHT},"x":"\xed\xa0\x80"}`, "latin1"),
    "INVALID_HEADER",
  ],
  "an encoding named like a member of Object.prototype": [
    `{${RIGHT.replace("utf-8", "constructor")}}`,
    "UNSUPPORTED_ENCODING",
  ],
};

const read: Record<string, string> = {
  "a number with an exponent": `{${members("3.4e1")}}`,
  "a number with zeros after the point": `{${members("34.0")}}`,
  "another header that differs only in case": `{${RIGHT},"Content-Length":5}`,
  "a header named __proto__": `{${RIGHT},"__proto__":{"content-length":5}}`,
  "an escaped lone surrogate": `{${RIGHT},"x":"\\ud800"}`,
  "surrounding whitespace": ` \n\t{${RIGHT}}\r\n `,
};

describe("a header", { timeout: 60_000 }, () => {
  let server: Running;
  let port: number;
  beforeAll(async () => {
    server = serve();
    port = await server.port();
  });
  afterAll(async () => {
    await server[Symbol.asyncDispose]();
  });

  async function answerTo(...parts: Uint8Array[]): Promise<string> {
    await using client = await Client.to(port);
    client.send(Buffer.concat(parts));
    client.end();
    return (await client.receiveAll()).toString();
  }

  for (const [what, [header, code]] of Object.entries(refused)) {
    test(`is rejected: ${what}`, async () => {
      const length = Buffer.from([0, Buffer.byteLength(header)]);
      // The rest would be a request if the length were read differently.
      const answer = await answerTo(length, Buffer.from(header), request(CONTENT));
      assert.ok(answer.includes(`"error":"${code}"`), answer);
      assert.ok(!answer.includes(ANSWER));
    });
  }

  for (const [what, header] of Object.entries(read)) {
    test(`is accepted: ${what}`, async () => {
      const answer = await answerTo(frame(header, CONTENT), request(CONTENT));
      assert.equal(answer.split(ANSWER).length - 1, 2, answer);
    });
  }

  test("does not change any prototype", async () => {
    const evil = '{"__proto__":{"action":"search","value":"ring"},"constructor":{"prototype":{}}}';
    assert.match(await answerTo(request(evil)), /invalid action 'None'/u);
    assert.match(await answerTo(request("{}")), /invalid action 'None'/u);
  });

  test("of a megabyte of brackets is rejected before it is parsed", async () => {
    const answer = await answerTo(request("[".repeat(2 ** 20)));
    assert.match(answer, /"error":"NESTING_TOO_DEEP"/u);
  });
});
