import assert from "node:assert/strict";

import { afterAll, beforeAll, describe, test } from "vitest";

import { Client } from "../support/client.ts";
import { checkDescriptors } from "../support/descriptors.ts";
import {
  ask,
  framed,
  type Header,
  headerFor,
  message,
  parsed,
  search,
} from "../support/message.ts";
import { type Running, start } from "../support/programs.ts";
import { newSeed, randomBytes, randomFrom } from "../support/random.ts";
import { until } from "../support/until.ts";

checkDescriptors();

const HOST = "127.0.0.1";
const seed = newSeed();
const random = randomFrom(seed);

/** What a case sends, and the end of app-server's error message; null if it responds. */
interface Case {
  title: string;
  bytes: Buffer;
  error: RegExp | null;
  answer?: string;
}

const refused: Case[] = [
  { title: "random bytes", bytes: randomBytes(random, 70_000), error: /Error: / },
  { title: "zeros", bytes: Buffer.alloc(70_000), error: /Error: / },
  { title: "a header of length 0", bytes: framed(""), error: /^SyntaxError: /mu },
  { title: "a header that is not JSON", bytes: framed("{oops"), error: /^SyntaxError: /mu },
  {
    title: "a header that is not UTF-8",
    bytes: framed(Buffer.of(0xff, 0xfe)),
    error: /^TypeError/mu,
  },
  ...["null", "5", "true", '"text"', "[]", '["byteorder"]'].map((header) => ({
    title: `a header that is ${header}`,
    bytes: framed(header),
    error: /^(?:TypeError|ValueError): /mu,
  })),
  ...["byteorder", "content-length", "content-type", "content-encoding"].map((name) => ({
    title: `a header without ${name}`,
    bytes: framed(JSON.stringify(headerFor("{}", { [name]: undefined })), "{}"),
    error: new RegExp(`^ValueError: Missing required header '${name}'\\.$`, "mu"),
  })),
  {
    title: "an empty header object: the error names byteorder",
    bytes: framed("{}"),
    error: /^ValueError: Missing required header 'byteorder'\.$/mu,
  },
  {
    title:
      "a header with only content-encoding: the error names content-length before content-type",
    bytes: framed('{"byteorder": "little", "content-encoding": "utf-8"}'),
    error: /^ValueError: Missing required header 'content-length'\.$/mu,
  },
  ...[
    ["-1", "-1"],
    ["1.5", "1.5"],
    ["true", "True"],
    ["false", "False"],
    ["null", "None"],
    ['"37"', "'37'"],
    ["[2]", ""],
    ["{}", "{}"],
    ["1e400", "inf"],
    ["-1e400", "-inf"],
    ["1e300", ""],
    ["9007199254740993", ""],
  ].map(([length, printed]) => ({
    title: `content-length ${length!}`,
    bytes: framed(
      JSON.stringify(headerFor("{}", { "content-length": "LENGTH" })).replace('"LENGTH"', length!),
      "{}",
    ),
    error: new RegExp(
      `^ValueError: Invalid content-length ${printed!.replace(/[{}]/gu, "\\$&")}`,
      "mu",
    ),
  })),
  {
    title: "content-length NaN",
    bytes: framed(JSON.stringify(headerFor("{}")).replace(":2}", ":NaN}"), "{}"),
    error: /^SyntaxError: /mu,
  },
  ...[5, null, true, {}, [], "no-such-encoding", ""].map((encoding) => ({
    title: `content-encoding ${JSON.stringify(encoding)}`,
    bytes: message("{}", { "content-encoding": encoding }),
    error: /^(?:RangeError|TypeError|ValueError|LookupError).*: /mu,
  })),
  { title: "an empty JSON content", bytes: message(""), error: /^SyntaxError: /mu },
  { title: "content that is not JSON", bytes: message("{oops"), error: /^SyntaxError: /mu },
  { title: "content that is not UTF-8", bytes: message(Buffer.of(0xff)), error: /^TypeError/mu },
];

const answered: Case[] = [
  ...['""', "0", "false", "null", "[]", "{}", '"text"', "5", "true"].map((content) => ({
    title: `a JSON content of ${content}`,
    bytes: message(content),
    error: null,
    answer: `{"result": "Error: invalid action 'None'."}`,
  })),
  ...([5, null, true, "", "text/JSON"] as const).map((type) => ({
    title: `content-type ${JSON.stringify(type)}`,
    bytes: message("{}", { "content-type": type }),
    error: null,
    answer: "First 10 bytes of request: {}",
  })),
  ...([5, null, "middle"] as const).map((byteorder) => ({
    title: `byteorder ${JSON.stringify(byteorder)}`,
    bytes: message('{"action": "search", "value": "x"}', { byteorder }),
    error: null,
    answer: `{"result": "No match for 'x'."}`,
  })),
  {
    title: "an empty binary content",
    bytes: message("", { "content-type": "binary/x", "content-encoding": "binary" }),
    error: null,
    answer: "First 10 bytes of request: ",
  },
  {
    title: "binary content with an unknown encoding",
    bytes: message("abc", { "content-type": "binary/x", "content-encoding": "no-such-encoding" }),
    error: null,
    answer: "First 10 bytes of request: abc",
  },
  {
    title: "a search without a value",
    bytes: message('{"action": "search"}'),
    error: null,
    answer: `{"result": "No match for 'None'."}`,
  },
  {
    title: "names that every object has",
    bytes: message('{"action": "search", "value": "constructor", "__proto__": {"x": 1}}'),
    error: null,
    answer: `{"result": "No match for 'constructor'."}`,
  },
  {
    title: "bytes after the request",
    bytes: Buffer.concat([search("ring"), randomBytes(random, 2000)]),
    error: null,
    answer: '{"result": "In the caves beneath the Misty Mountains. 💍"}',
  },
];

/** Sends a request piece by piece; each call sends the next piece. */
class Patient {
  readonly #client: Client;
  readonly #rest: Buffer;
  #sent = 0;

  constructor(client: Client, request: Buffer) {
    this.#client = client;
    this.#rest = request;
  }

  sendMore(): void {
    if (this.#sent === this.#rest.length - 1) return;
    this.#client.send(this.#rest.subarray(this.#sent, ++this.#sent));
  }

  async finish(): Promise<string> {
    this.#client.send(this.#rest.subarray(this.#sent));
    return parsed(await this.#client.receiveAll()).content.toString();
  }
}

describe(`app-server continues after bad bytes (seed ${seed})`, () => {
  let server: Running;
  let port: number;
  let bystander: Client;
  let patient: Patient;

  beforeAll(async () => {
    server = start("app-server", HOST, 0);
    port = await server.port();
    bystander = await Client.to(port);
    patient = new Patient(bystander, search("🐶"));
  });

  for (const { title, bytes, error, answer } of [...refused, ...answered]) {
    test(title, { timeout: 60_000 }, async () => {
      const printedBefore = server.stdout.length;
      await using client = await Client.to(port);
      patient.sendMore();
      client.send(bytes);
      const received = await client.receiveAll();
      await until(() =>
        server.stdout.slice(printedBefore).includes(`Closing connection to ${client.address}`),
      );
      const printed = server.stdout.slice(printedBefore);
      if (error === null) {
        assert.equal(parsed(received).content.toString(), answer);
        assert.doesNotMatch(printed, /Error: Exception/u);
      } else {
        assert.equal(received.length, 0);
        assert.ok(printed.includes(`Main: Error: Exception for ${client.address}:\nTraceback`));
        assert.match(printed, error);
      }
      assert.equal(await ask(port, search("no")), `{"result": "No match for 'no'."}`);
    });
  }

  afterAll(async () => {
    await using _ended = server;
    await using _left = bystander;
    assert.equal(await patient.finish(), '{"result": "🐾 Playing ball! 🏐"}');
    server.child.kill("SIGINT");
    assert.equal(await server.ends(), 0);
    assert.equal(server.stderr, "");
  });
});

describe(`bad bytes (seed ${seed})`, () => {
  test("app-server continues after clients that leave too early", async () => {
    await using server = start("app-server", HOST, 0);
    const port = await server.port();
    const request = search("ring");
    for (let count = 0; count < request.length; count += count < 4 ? 1 : 23) {
      await using client = await Client.to(port);
      client.send(request.subarray(0, count));
      client.end();
      assert.equal((await client.receiveAll()).length, 0);
      await server.prints(new RegExp(`^Closing connection to .*, ${client.port}\\)$`, "mu"));
    }
    assert.match(server.stdout, /^RuntimeError: Peer closed\.$/mu);
    assert.equal(await ask(port, search("no")), `{"result": "No match for 'no'."}`);
  });

  test("app-server waits for content that never arrives, and serves others", async () => {
    await using server = start("app-server", HOST, 0);
    const port = await server.port();
    const endless: Header = { "content-length": 1e12 };
    await using client = await Client.to(port);
    client.send(message("{}", endless));
    await server.prints(/^Accepted/mu);
    assert.equal(await ask(port, search("no")), `{"result": "No match for 'no'."}`);
    assert.equal(client.isEnded, false);
    client.end();
    await server.prints(new RegExp(`^Closing connection to .*, ${client.port}\\)$`, "mu"));
  });

  test("app-server continues after many clients with random bytes", async () => {
    await using server = start("app-server", HOST, 0);
    const port = await server.port();
    for (let round = 0; round < 10; round++) {
      await Promise.all(
        Array.from({ length: 10 }, async () => {
          await using client = await Client.to(port);
          // A short header, so that the server parses it.
          const noise = randomBytes(random, 3 + Math.floor(random() * 500));
          noise.writeUInt16BE(Math.floor(random() * (noise.length - 2)));
          client.send(noise);
          client.end();
          await client.receiveAll();
        }),
      );
    }
    assert.equal(await ask(port, search("no")), `{"result": "No match for 'no'."}`);
    server.child.kill("SIGINT");
    assert.equal(await server.ends(), 0);
  });

  test("multiconn-server echoes random bytes", async () => {
    await using server = start("multiconn-server", HOST, 0);
    await using client = await Client.to(await server.port());
    const bytes = randomBytes(random, 100_000);
    client.send(bytes);
    client.end();
    assert.equal(Buffer.compare(await client.receiveAll(), bytes), 0);
  });
});
