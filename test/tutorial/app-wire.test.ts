import assert from "node:assert/strict";
import { endianness } from "node:os";

import { describe, test } from "vitest";

import { answerOf, startPeer } from "../support/peers.ts";
import { start } from "../support/programs.ts";

// The application protocol, with CPython at the other end of the wire.

interface Received {
  /** The exact header. */
  header: string;
  content: string;
  /** True if the connection then ended normally. */
  closed: boolean;
}

const HOST = "127.0.0.1";
const ORDER = endianness() === "LE" ? "little" : "big";
const NAMES = ["byteorder", "content-type", "content-encoding", "content-length"];
const MEGABYTES = 3_000_000;

/** Differences in the wire format that have no effect. */
const variants: [title: string, variant: object][] = [
  ["little-endian", { byteorder: "little" }],
  ["big-endian", { byteorder: "big" }],
  ["keys in reverse order", { order: [...NAMES].reverse() }],
  [
    "unknown keys",
    {
      extra: { "x-émoji": "🐰", nested: { a: [null, 1.5] }, toString: 1 },
      order: ["nested", ...NAMES, "toString", "x-émoji"],
    },
  ],
  ["one byte at a time", { piece: 1 }],
  ["three bytes at a time", { piece: 3, byteorder: "big" }],
];

function headerOf(type: string, encoding: string, content: string): string {
  return (
    `{"byteorder": "${ORDER}", "content-type": "${type}", "content-encoding": "${encoding}", ` +
    `"content-length": ${Buffer.byteLength(content)}}`
  );
}

describe("app-server and CPython's clients", { concurrent: true }, () => {
  const conversations: [title: string, request: object, content: string, type: string][] = [
    ...variants.map(
      ([title, variant]) =>
        [
          title,
          { json: { action: "search", value: "🐶" }, ...variant },
          '{"result": "🐾 Playing ball! 🏐"}',
          "text/json",
        ] as [string, object, string, string],
    ),
    [
      "UTF-16",
      { json: { action: "search", value: "ring" }, encoding: "utf-16le" },
      '{"result": "In the caves beneath the Misty Mountains. 💍"}',
      "text/json",
    ],
    [
      "unknown Unicode characters",
      { json: { action: "search", value: "ﷺ–Ω🐇" } },
      `{"result": "No match for 'ﷺ–Ω🐇'."}`,
      "text/json",
    ],
    [
      "binary",
      { text: "binary😃 and more" },
      "First 10 bytes of request: binary😃",
      "binary/custom-server-binary-type",
    ],
    [
      "binary, one byte at a time",
      { text: "binary😃 and more", piece: 1 },
      "First 10 bytes of request: binary😃",
      "binary/custom-server-binary-type",
    ],
    [
      "megabytes of binary",
      { text: "0123456789", repeat: MEGABYTES / 10 },
      "First 10 bytes of request: 0123456789",
      "binary/custom-server-binary-type",
    ],
    [
      "megabytes of JSON, both ways",
      { json: { action: "search", value: "hé".repeat(MEGABYTES / 3) } },
      `{"result": "No match for '${"hé".repeat(MEGABYTES / 3)}'."}`,
      "text/json",
    ],
  ];

  for (const [title, request, content, type] of conversations) {
    test(title, async () => {
      await using server = start("app-server", HOST, 0);
      await using client = startPeer("app_client", await server.port(), request);
      const answer = await answerOf<Received>(client);
      assert.equal(answer.content === content, true, answer.content.slice(0, 200));
      const encoding = type === "text/json" ? "utf-8" : "binary";
      assert.equal(answer.header, headerOf(type, encoding, content));
      assert.equal(answer.closed, true);
    });
  }
});

describe("app-client and CPython's servers", { concurrent: true }, () => {
  for (const [title, variant] of variants) {
    test(title, async () => {
      await using server = startPeer("app_server", { json: { result: "🐾 ring" }, ...variant });
      const port = await server.port();
      await using client = start("app-client", HOST, port, "search", "🐶");
      assert.equal(await client.ends(), 0);
      const address = `('${HOST}', ${port})`;
      assert.deepEqual(client.lines.slice(2), [
        `Received response {'result': '🐾 ring'} from ${address}`,
        "Got result: 🐾 ring",
        `Closing connection to ${address}`,
      ]);
      const content = '{"action": "search", "value": "🐶"}';
      assert.deepEqual(await answerOf<Received>(server), {
        header: headerOf("text/json", "utf-8", content),
        content,
        closed: true,
      });
    });
  }

  test("binary", async () => {
    await using server = startPeer("app_server", { text: "answer 😃", type: "binary/mine" });
    const port = await server.port();
    await using client = start("app-client", HOST, port, "binary", "😃");
    assert.equal(await client.ends(), 0);
    assert.deepEqual(client.lines.slice(2, 4), [
      `Received binary/mine response from ('${HOST}', ${port})`,
      "Got response: b'answer \\xf0\\x9f\\x98\\x83'",
    ]);
    const content = "binary😃";
    assert.deepEqual(await answerOf<Received>(server), {
      header: headerOf("binary/custom-client-binary-type", "binary", content),
      content,
      closed: true,
    });
  });

  for (const [title, json, line] of [
    ["null", null, "Received response None"],
    ["an empty text", "", "Received response ''"],
    ["0", 0, "Received response 0"],
    ["false", false, "Received response False"],
    ["an empty object", {}, "Received response {}"],
  ] as const) {
    test(`${title} as response content is printed`, async () => {
      await using server = startPeer("app_server", { json });
      const port = await server.port();
      await using client = start("app-client", HOST, port, "search", "ring");
      assert.equal(await client.ends(), 0);
      assert.equal(client.lines[2], `${line} from ('${HOST}', ${port})`);
      assert.equal(client.lines.at(-1), `Closing connection to ('${HOST}', ${port})`);
    });
  }

  test("megabytes of binary, both ways", async () => {
    // One argument may have 128 KiB. All together may have more, but the client uses only one.
    const value = "0123456789".repeat(12_000);
    await using server = startPeer("app_server", { text: "0123456789", repeat: MEGABYTES / 10 });
    await using client = start("app-client", HOST, await server.port(), "binary", value);
    assert.equal(await client.ends(), 0);
    const line = client.lines.find((text) => text.startsWith("Got response: "));
    assert.equal(line === `Got response: b'${"0123456789".repeat(MEGABYTES / 10)}'`, true);
    const request = await answerOf<Received>(server);
    assert.equal(request.content === `binary${value}`, true);
    assert.equal(request.closed, true);
  });

  test("megabytes of JSON", async () => {
    const result = "hé🐰".repeat(300_000);
    await using server = startPeer("app_server", { json: { result } });
    await using client = start("app-client", HOST, await server.port(), "search", "ring");
    assert.equal(await client.ends(), 0);
    assert.equal(client.lines.includes(`Got result: ${result}`), true);
    assert.equal((await answerOf<Received>(server)).closed, true);
  });

  for (const [title, answer, error] of [
    ["content-length is negative", { extra: { "content-length": -1 } }, "content-length -1."],
    ["content-length is true", { extra: { "content-length": true } }, "content-length True."],
    ["content-length is missing", { order: NAMES.slice(0, 3) }, "header 'content-length'."],
    ["byteorder is missing", { order: NAMES.slice(1) }, "header 'byteorder'."],
  ] as const) {
    test(`a response whose ${title} ends the client`, async () => {
      await using server = startPeer("app_server", { json: {}, ...answer });
      const port = await server.port();
      await using client = start("app-client", HOST, port, "search", "ring");
      assert.equal(await client.ends(), 0);
      assert.ok(client.lines.includes(`Main: Error: Exception for ('${HOST}', ${port}):`));
      assert.ok(
        client.lines.some((line) => line.endsWith(error)),
        client.stdout,
      );
      assert.equal(client.lines.at(-1), `Closing connection to ('${HOST}', ${port})`);
    });
  }
});
