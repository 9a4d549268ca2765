// One request at a time, against a server in CPython.

import assert from "node:assert/strict";

import {
  ClientClosedError,
  encodeMessage,
  IncompleteMessageError,
  MessageClient,
  request,
  RequestError,
  UnexpectedResponseError,
} from "bsd-sockets/messages";
import { ConnectionError, ConnectionResetError } from "bsd-sockets/errors";
import { describe, test } from "vitest";

import { checkDescriptors } from "../../support/descriptors.ts";
import { unusedPort } from "../../support/peers.ts";
import { start } from "../../support/programs.ts";
import { ScriptedServer, type Step } from "../../support/scripted-server.ts";

checkDescriptors();

const ask = { content: { action: "search", value: "ring" } };
const answer = (result: unknown): Buffer => encodeMessage({ content: { result } });
const options = { timeout: 120_000 };

/** Returns the error of a client's only request to a server with this script. */
async function thrownBy(steps: readonly Step[]): Promise<Error> {
  await using server = await ScriptedServer.start([steps]);
  using client = MessageClient.connect(server.address);
  return errorOf(() => client.request(ask));
}

function errorOf(call: () => unknown): Error {
  try {
    call();
  } catch (error) {
    return error as Error;
  }
  throw new Error("it did not throw");
}

describe("a request and its response", options, () => {
  test("the header and the content arrive on both sides", async () => {
    const response = encodeMessage({ content: { result: "💍" }, headers: { more: [1] } });
    await using server = await ScriptedServer.start([
      [["receive", 1], ["send", response], ["hold"]],
    ]);
    const { content, header, type } = request(server.address, { ...ask, headers: { extra: "é" } });
    assert.deepEqual([content, header["more"], type], [{ result: "💍" }, [1], "text/json"]);
    const [seen] = await server.seen();
    assert.equal(seen!.requests[0]!.content, JSON.stringify(ask.content));
    assert.equal((JSON.parse(seen!.requests[0]!.header) as { extra: string }).extra, "é");
    assert.equal(seen!.end, true);
  });

  test("a response in pieces of one byte, and then two requests on the same connection", async () => {
    await using server = await ScriptedServer.start([
      [
        ["receive", 1],
        ["send", answer("first"), 1],
        ["receive", 1],
        ["send", answer("second")],
      ],
    ]);
    using client = MessageClient.connect(server.address);
    assert.deepEqual(client.request(ask).content, { result: "first" });
    assert.deepEqual(client.request(ask).content, { result: "second" });
    assert.equal((await server.seen())[0]!.requests.length, 2);
  });

  test("the tutorial's app-server, with text and with bytes", async () => {
    await using server = start("app-server", "127.0.0.1", 0);
    const address = ["127.0.0.1", await server.port()] as const;
    assert.deepEqual(request(address, ask).content, {
      result: "In the caves beneath the Misty Mountains. \u{1f48d}",
    });
    const { content, type } = request(address, { content: Buffer.from("double1234") });
    assert.deepEqual(content, Buffer.from("First 10 bytes of request: double1234"));
    assert.equal(type, "binary/custom-server-binary-type");
  });

  test("a response may arrive before all of an 8 MiB request is sent", async () => {
    const content = Buffer.alloc(2 ** 23, "x");
    await using server = await ScriptedServer.start([
      [["receive_bytes", 10], ["send", answer("enough")], ["hold"]],
    ]);
    using client = MessageClient.connect(server.address);
    assert.deepEqual(client.request({ content }).content, { result: "enough" });
  });

  test("the rest of such a request is sent before the next one", async () => {
    const content = Buffer.alloc(2 ** 23, "x");
    const first = encodeMessage({ content }, { contentLength: content.length });
    await using server = await ScriptedServer.start([
      [
        ["receive_bytes", 10],
        ["send", answer("enough")],
        ["receive_bytes", first.length - 10],
        ["receive", 1],
        ["send", answer("second")],
      ],
    ]);
    using client = MessageClient.connect(server.address);
    assert.deepEqual(client.request({ content }).content, { result: "enough" });
    assert.deepEqual(client.request(ask).content, { result: "second" });
    assert.equal((await server.seen())[0]!.requests[0]!.content, JSON.stringify(ask.content));
  });
});

describe("an error response", options, () => {
  const refusal = encodeMessage({
    headers: { error: "INTERNAL_ERROR" },
    content: { result: "Error: it \x1b[31mbroke\nhere" },
  });

  test("is thrown, with printable text, and the next request works", async () => {
    await using server = await ScriptedServer.start([
      [
        ["receive", 1],
        ["send", refusal],
        ["receive", 1],
        ["send", answer("well")],
      ],
    ]);
    using client = MessageClient.connect(server.address);
    const error = errorOf(() => client.request(ask));
    assert.ok(error instanceof RequestError);
    assert.equal(String(error), "RequestError: it \\x1b[31mbroke\\nhere");
    assert.equal(error.code, "INTERNAL_ERROR");
    assert.deepEqual(error.response.content, { result: "Error: it \x1b[31mbroke\nhere" });
    assert.deepEqual(client.request(ask).content, { result: "well" });
  });

  test("without text, the code is the message; without a code, it is an ordinary response", async () => {
    const bare = encodeMessage({ headers: { error: "X" }, content: null });
    const ordinary = encodeMessage({ headers: { error: true }, content: 1 });
    await using server = await ScriptedServer.start([
      [
        ["receive", 1],
        ["send", bare],
        ["receive", 1],
        ["send", ordinary],
      ],
    ]);
    using client = MessageClient.connect(server.address);
    assert.equal(errorOf(() => client.request(ask)).message, "X");
    assert.equal(client.request(ask).content, 1);
  });
});

describe("errors that close the client", options, () => {
  test("the server closes before or inside the response", async () => {
    const closed = await thrownBy([["receive", 1]]);
    assert.ok(closed instanceof ConnectionError);
    assert.equal(
      closed.message,
      "The server closed the connection, after 0 responses; 1 request unanswered",
    );
    for (const [length, part] of [
      [1, "header"],
      [20, "header"],
      [answer("x").length - 1, "content"],
    ] as const) {
      const error = await thrownBy([
        ["receive", 1],
        ["send", answer("x").subarray(0, length)],
      ]);
      assert.ok(error instanceof IncompleteMessageError);
      assert.match(
        error.message,
        new RegExp(`inside a response's ${part}, after 0 responses`, "u"),
      );
    }
  });

  test("the server resets the connection", async () => {
    const error = await thrownBy([["receive", 1], ["reset"]]);
    assert.ok(error instanceof ConnectionResetError);
    assert.match(error.message, /after 0 responses; 1 request unanswered$/u);
  });

  test("a response that breaks the protocol or a limit", async () => {
    const garbage = await thrownBy([["receive", 1], ["send", Buffer.from("\0\x02hi")], ["hold"]]);
    assert.equal((garbage as Error & { code: string }).code, "INVALID_HEADER");
    await using server = await ScriptedServer.start([
      [["receive", 1], ["send", answer("x".repeat(100))], ["hold"]],
    ]);
    using client = MessageClient.connect(server.address, { limits: { contentLength: 50 } });
    const error = errorOf(() => client.request(ask)) as Error & { code: string };
    assert.equal(error.code, "CONTENT_TOO_LONG");
    assert.equal(client.isOpen, false);
  });

  test("a second response to one request, together with the first", async () => {
    const both = Buffer.concat([answer("first"), answer("second")]);
    await using server = await ScriptedServer.start([[["receive", 1], ["send", both], ["hold"]]]);
    using client = MessageClient.connect(server.address);
    assert.deepEqual(client.request(ask).content, { result: "first" });
    assert.throws(() => client.request(ask), UnexpectedResponseError);
    assert.equal((await server.seen())[0]!.bytes, 0, "the second request was not sent");
  });

  test("bytes before any request", async () => {
    await using server = await ScriptedServer.start([[["send", answer("early")]]]);
    using client = MessageClient.connect(server.address);
    await server.seen();
    assert.throws(() => client.request(ask), UnexpectedResponseError);
  });

  test("the server closed while no request was outstanding", async () => {
    await using server = await ScriptedServer.start([
      [
        ["receive", 1],
        ["send", answer("bye")],
      ],
    ]);
    using client = MessageClient.connect(server.address);
    client.request(ask);
    await server.seen();
    assert.throws(() => client.request(ask), ConnectionError);
  });

  test("afterwards, requests throw ClientClosedError with the cause", async () => {
    await using server = await ScriptedServer.start([[["receive", 1]]]);
    using client = MessageClient.connect(server.address);
    const reason = errorOf(() => client.request(ask));
    assert.equal(client.isOpen, false);
    for (const call of [() => client.request(ask), client.finish.bind(client)]) {
      const error = errorOf(call);
      assert.ok(error instanceof ClientClosedError);
      assert.equal(String(error), "ClientClosedError: The client is closed");
      assert.equal(error.cause, reason);
    }
    client.close();
    client.close();
  });
});

test("an invalid request is not sent, and leaves the client open", options, async () => {
  await using server = await ScriptedServer.start([
    [
      ["receive", 1],
      ["send", answer("well")],
    ],
  ]);
  using client = MessageClient.connect(server.address);
  const error = errorOf(() => client.request({ content: "\u{1f48d}", encoding: "ascii" }));
  assert.equal((error as Error & { code: string }).code, "INVALID_CONTENT");
  assert.deepEqual(client.request(ask).content, { result: "well" });
});

test(
  "finish() ends the server's input, and no request is possible afterwards",
  options,
  async () => {
    await using server = await ScriptedServer.start([[["hold"], ["send", answer("x")]]]);
    using client = MessageClient.connect(server.address);
    client.finish();
    client.finish();
    assert.equal((await server.seen())[0]!.end, true);
    assert.throws(() => client.request(ask), /has finished sending/u);
  },
);

test("invalid options are rejected before anything is opened", options, async () => {
  const address = ["127.0.0.1", await unusedPort()] as const;
  for (const [wrong, expected] of [
    [{ idleTimeout: 0 }, RangeError],
    [{ idleTimeout: Number.NaN }, RangeError],
    [{ connectTimeout: "1" }, TypeError],
    [{ window: 0 }, RangeError],
    [{ window: "1" }, TypeError],
    [{ limits: { nesting: -1 } }, RangeError],
    [{ timeout: 1 }, RangeError],
  ] as const) {
    assert.throws(() => MessageClient.connect(address, wrong as object), expected);
  }
  for (const wrong of [null, 5, [], ["a"], ["a", 1, 2]]) {
    assert.throws(() => MessageClient.connect(wrong as never), TypeError);
  }
  assert.throws(() => MessageClient.connect(["127.0.0.1", ""]), RangeError);
  for (const port of [-1, "-1", 65_536 + address[1], String(65_536 + address[1])]) {
    assert.throws(() => MessageClient.connect(["127.0.0.1", port]), /port must be 0-65535/u);
  }
});
