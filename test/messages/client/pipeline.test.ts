// Many requests at a time, against a server in CPython.

import assert from "node:assert/strict";

import {
  ClientClosedError,
  encodeMessage,
  IncompleteMessageError,
  type Message,
  MessageClient,
  type Outgoing,
  RequestError,
  UnexpectedResponseError,
} from "bsd-sockets/messages";
import { ConnectionError, KeyboardInterrupt, RuntimeError } from "bsd-sockets/errors";
import { describe, test } from "vitest";

import { checkDescriptors } from "../../support/descriptors.ts";
import { replaceMethod } from "../../support/replaced.ts";
import { ScriptedServer } from "../../support/scripted-server.ts";

checkDescriptors();

const options = { timeout: 120_000 };
const answers = (...contents: unknown[]): Buffer =>
  Buffer.concat(contents.map((content) => encodeMessage({ content })));

/** Requests whose contents are numbers; counts those that were taken. */
class Numbers implements Iterable<Outgoing> {
  taken = 0;
  isLeft = false;
  readonly #count: number;
  readonly #make: (index: number) => unknown;

  constructor(count: number, make: (index: number) => unknown = (index) => index) {
    this.#count = count;
    this.#make = make;
  }

  *[Symbol.iterator](): Generator<Outgoing> {
    try {
      while (this.taken < this.#count) yield { content: this.#make(this.taken++) };
    } finally {
      this.isLeft = true;
    }
  }
}

/** Returns the responses before an error, and the error. */
function drained(responses: Iterable<Message>): [contents: unknown[], error: unknown] {
  const contents: unknown[] = [];
  try {
    for (const { content } of responses) contents.push(content);
  } catch (error) {
    return [contents, error];
  }
  return [contents, undefined];
}

describe("a pipeline", options, () => {
  test("yields the responses in order, and takes requests only as they are sent", async () => {
    await using server = await ScriptedServer.start([[["echo", 1000]]]);
    using client = MessageClient.connect(server.address, { window: 7 });
    const numbers = new Numbers(1000);
    let given = 0;
    for (const { content } of client.requests(numbers)) {
      assert.equal(content, given++);
      assert.ok(numbers.taken <= given + 7);
    }
    assert.deepEqual([given, numbers.isLeft, client.isOpen], [1000, true, true]);
  });

  test("of no request and of one; repeatedly on the same connection", async () => {
    await using server = await ScriptedServer.start([[["echo", 6]]]);
    using client = MessageClient.connect(server.address);
    assert.deepEqual(drained(client.requests([])), [[], undefined]);
    assert.deepEqual(drained(client.requests(new Numbers(1))), [[0], undefined]);
    assert.deepEqual(drained(client.requests(new Numbers(3))), [[0, 1, 2], undefined]);
    assert.equal(client.request({ content: "last" }).content, "last");
    assert.equal(client.request({ content: "very last" }).content, "very last");
  });

  test("reads while it writes: a server that waits for its reader does not cause a deadlock", async () => {
    const size = 500_000;
    await using server = await ScriptedServer.start([[["echo", 60]]]);
    using client = MessageClient.connect(server.address);
    const requests = new Numbers(60, (index) => Buffer.alloc(size, index));
    let index = 0;
    for (const { content } of client.requests(requests)) {
      assert.ok((content as Buffer).equals(Buffer.alloc(size, index++)));
    }
    assert.equal((await server.seen())[0]!.bytes, 60 * size);
  });

  test("takes no more requests than fit, when the server reads none", async () => {
    await using server = await ScriptedServer.start([[["stall"]]]);
    using client = MessageClient.connect(server.address, { window: 65_536, idleTimeout: 0.3 });
    const numbers = new Numbers(Infinity, () => Buffer.alloc(100_000));
    const [contents, error] = drained(client.requests(numbers));
    assert.match((error as Error).message, /^idleTimeout: .*, after 0 responses; \d+ requests/u);
    assert.deepEqual([contents, numbers.isLeft], [[], true]);
    // The kernel's buffers hold a few megabytes.
    assert.ok(numbers.taken < 1000, `took ${numbers.taken}`);
  });

  test("responses that arrive together, or split at any point", async () => {
    const bytes = answers(0, "one", { two: 2 });
    for (const cut of [1, 2, 50, bytes.length - 1]) {
      await using server = await ScriptedServer.start([
        [["receive", 3], ["send", bytes.subarray(0, cut)], ["send", bytes.subarray(cut)], ["hold"]],
      ]);
      using client = MessageClient.connect(server.address);
      const [contents, error] = drained(client.requests(new Numbers(3)));
      assert.deepEqual([contents, error], [[0, "one", { two: 2 }], undefined]);
    }
  });

  test("finish: true shuts down after the last request", async () => {
    await using server = await ScriptedServer.start([
      [["receive", 3], ["hold"], ["send", answers(1, 2, 3)]],
    ]);
    using client = MessageClient.connect(server.address);
    const [contents] = drained(client.requests(new Numbers(3), { finish: true }));
    assert.deepEqual(contents, [1, 2, 3]);
    assert.throws(() => client.request({ content: 1 }), ClientClosedError);
    assert.equal((await server.seen())[0]!.end, true);
  });
});

describe("a pipeline that ends early", options, () => {
  test("yields the responses that arrived before the server closed", async () => {
    await using server = await ScriptedServer.start([
      [
        ["receive", 5],
        ["send", answers(1, 2)],
      ],
    ]);
    using client = MessageClient.connect(server.address);
    const [contents, error] = drained(client.requests(new Numbers(5)));
    assert.deepEqual(contents, [1, 2]);
    assert.ok(error instanceof ConnectionError);
    assert.match(error.message, /after 2 responses; 3 requests unanswered$/u);
    assert.equal(client.isOpen, false);
  });

  test("yields the responses before the server closed inside one", async () => {
    const bytes = answers(1, 2);
    await using server = await ScriptedServer.start([
      [
        ["receive", 5],
        ["send", bytes.subarray(0, -1)],
      ],
    ]);
    using client = MessageClient.connect(server.address);
    const [contents, error] = drained(client.requests(new Numbers(5)));
    assert.deepEqual(contents, [1]);
    assert.ok(error instanceof IncompleteMessageError);
    assert.match(error.message, /inside a response's content, after 1 response; 4 requests/u);
  });

  test("yields the responses before the connection broke while sending", async () => {
    const large = (): Buffer => Buffer.alloc(2 ** 22);
    await using server = await ScriptedServer.start([
      [
        ["receive_bytes", 2 ** 22 + 2 ** 21],
        ["send", answers(1)],
      ],
    ]);
    using client = MessageClient.connect(server.address);
    const [contents, error] = drained(client.requests(new Numbers(8, large)));
    assert.deepEqual(contents, [1]);
    assert.ok(error instanceof ConnectionError);
    assert.match(error.message, /, after 1 response; \d requests? unanswered$/u);
  });

  test("an extra response throws, after all expected responses", async () => {
    await using server = await ScriptedServer.start([
      [["receive", 2], ["send", answers(1, 2, 3)], ["hold"]],
    ]);
    using client = MessageClient.connect(server.address);
    const [contents, error] = drained(client.requests(new Numbers(2)));
    assert.deepEqual(contents, [1, 2]);
    assert.ok(error instanceof UnexpectedResponseError);
    assert.equal(client.isOpen, false);
  });

  test("an error response is thrown, or yielded like the others", async () => {
    const refusal = encodeMessage({ headers: { error: "NO" }, content: { result: "Error: no" } });
    const bytes = Buffer.concat([answers(1), refusal, answers(3)]);
    const script = [["receive", 3], ["send", bytes], ["hold"]] as const;
    await using server = await ScriptedServer.start([[...script], [...script]]);
    using client = MessageClient.connect(server.address);
    const [contents, error] = drained(client.requests(new Numbers(3)));
    assert.deepEqual(contents, [1]);
    assert.ok(error instanceof RequestError);
    // The third response is still due; another request must not receive it.
    assert.equal(client.isOpen, false);
    using second = MessageClient.connect(server.address);
    const given = drained(second.requests(new Numbers(3), { errors: "give" }));
    assert.deepEqual(given, [[1, { result: "Error: no" }, 3], undefined]);
    assert.equal(second.isOpen, true);
  });

  test("an invalid request ends it, after the responses to those before", async () => {
    await using server = await ScriptedServer.start([[["echo", 3]]]);
    using client = MessageClient.connect(server.address);
    const numbers = new Numbers(9, (index) => (index === 2 ? undefined : index));
    const [contents, error] = drained(client.requests(numbers));
    assert.deepEqual([contents, (error as { code?: string }).code], [[0, 1], "INVALID_CONTENT"]);
    assert.deepEqual([numbers.taken, numbers.isLeft], [3, true]);
    assert.equal(client.request({ content: "next" }).content, "next");
  });

  test("so does an error thrown by the iterable, but Ctrl-C ends it at once", async () => {
    function* throwing(error: Error): Generator<Outgoing> {
      yield { content: 1 };
      throw error;
    }
    await using server = await ScriptedServer.start([[["echo", 1], ["hold"]]]);
    using client = MessageClient.connect(server.address);
    const failure = new Error("from the iterable");
    assert.deepEqual(drained(client.requests(throwing(failure))), [[1], failure]);
    assert.equal(client.isOpen, true);
    const [contents, error] = drained(client.requests(throwing(new KeyboardInterrupt())));
    assert.deepEqual(contents, []);
    assert.ok(error instanceof KeyboardInterrupt);
    assert.equal(client.isOpen, false);
  });

  test("leaving it closes the client only while responses are due", async () => {
    await using server = await ScriptedServer.start([[["echo", 3]], [["echo", 3], ["hold"]]]);
    using client = MessageClient.connect(server.address);
    let count = 0;
    for (const { content } of client.requests(new Numbers(3))) {
      assert.equal(content, count++);
      if (count === 3) break;
    }
    assert.equal(client.isOpen, true);
    client.close();
    using second = MessageClient.connect(server.address);
    const numbers = new Numbers(3);
    const [first] = second.requests(numbers);
    assert.equal(first?.content, 0);
    assert.deepEqual([second.isOpen, numbers.isLeft], [false, true]);
    assert.throws(() => second.request({ content: 1 }), ClientClosedError);
  });

  test("close() and other requests while a pipeline is running", async () => {
    await using server = await ScriptedServer.start([[["echo", 3], ["hold"]]]);
    using client = MessageClient.connect(server.address);
    const responses = client.requests(new Numbers(3));
    assert.equal(responses.next().done, false);
    assert.throws(() => client.request({ content: 1 }), RuntimeError);
    assert.throws(() => [...client.requests([])], RuntimeError);
    client.close();
    assert.throws(() => responses.next(), ClientClosedError);
  });

  test("close() inside the iterable of requests", async () => {
    await using server = await ScriptedServer.start([[["echo", 3], ["hold"]]]);
    using client = MessageClient.connect(server.address);
    function* closing(): Generator<Outgoing> {
      yield { content: 1 };
      client.close();
    }
    assert.throws(() => [...client.requests(closing())], ClientClosedError);
  });
});

test("time that the caller takes between two responses does not count", options, async () => {
  await using server = await ScriptedServer.start([[["echo", 100]]]);
  using client = MessageClient.connect(server.address, { window: 2 });
  let passed = 0;
  const now = performance.now.bind(performance);
  using _clock = replaceMethod(performance, "now", () => now() + passed);
  let given = 0;
  for (const { content } of client.requests(new Numbers(100))) {
    assert.equal(content, given++);
    passed += 1e6;
  }
  assert.equal(given, 100);
});
