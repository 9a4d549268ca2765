import assert from "node:assert/strict";
import { once } from "node:events";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { endianness } from "node:os";

import { beforeAll, describe, test } from "vitest";

import { cProgram } from "#internal/bench/commands.js";
import { compile } from "#internal/bench/compile.js";
import { run } from "#internal/bench/processes.js";

const ORDER = endianness() === "LE" ? "little" : "big";

type Answer = (request: Buffer) => Buffer;

function answerOf(type: string, encoding: string, content: string): Buffer {
  const header = Buffer.from(
    `{"byteorder": "${ORDER}", "content-type": "${type}", "content-encoding": "${encoding}", ` +
      `"content-length": ${Buffer.byteLength(content)}}`,
  );
  return Buffer.concat([Buffer.from([0, header.length]), header, Buffer.from(content)]);
}

const right = answerOf("text/json", "utf-8", '{"result": "Follow the white rabbit. 🐰"}');

/** A server for the protocol that sends the given answers, and keeps the requests. */
class Double implements AsyncDisposable {
  readonly requests: Buffer[] = [];
  readonly #server: Server;

  private constructor(answer: Answer) {
    this.#server = createServer((connection) => {
      this.#serve(connection, answer);
    });
  }

  static async answering(answer: Answer): Promise<Double> {
    const double = new Double(answer);
    await once(double.#server.listen(0, "127.0.0.1"), "listening");
    return double;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  #serve(connection: Socket, answer: Answer): void {
    let received = Buffer.alloc(0);
    connection.on("error", () => connection.destroy());
    connection.on("data", (chunk) => {
      received = Buffer.concat([received, chunk]);
      const start = 2 + received.readUInt16BE();
      const header = JSON.parse(received.toString("utf8", 2, start)) as Record<string, number>;
      if (received.length < start + header["content-length"]!) return;
      this.requests.push(received);
      connection.end(answer(received));
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.close();
    await once(this.#server, "close");
  }
}

describe("app-load", () => {
  const [program] = cProgram("app-load");

  beforeAll(() => {
    compile("app-load");
  });

  test("sends the requested number of searches, and prints a figure for each batch", async () => {
    await using server = await Double.answering(() => right);
    const counts = ["-n", 20, "-r", 3, "-w", 5, "-c", 7];
    const measurement = await run([program], ["-p", server.port, "-P", process.pid, ...counts]);
    assert.equal(server.requests.length, 5 + 3 * 20);
    for (const request of server.requests) {
      const content = request.subarray(2 + request.readUInt16BE()).toString();
      assert.deepEqual(JSON.parse(content), { action: "search", value: "morpheus" });
    }
    for (const metric of ["requestsPerSecond", "cpu"]) {
      assert.equal(measurement[metric]?.length, 3, metric);
      assert.ok(measurement[metric].every((value) => value > 0));
    }
  });

  test("sends binary requests of the given size", async () => {
    const content = "First 10 bytes of request: abcdefghij";
    const answer = answerOf("binary/custom-server-binary-type", "binary", content);
    await using server = await Double.answering(() => answer);
    const counts = ["-n", 2, "-r", 2, "-m", 100_000];
    const measurement = await run([program], ["-p", server.port, "-P", process.pid, ...counts]);
    assert.deepEqual(Object.keys(measurement), ["nsPerByte", "cpuPerByte"]);
    assert.equal(server.requests.length, 4);
    for (const request of server.requests) {
      assert.equal(request.length - 2 - request.readUInt16BE(), 100_000);
    }
  });

  const wrong: [title: string, answer: Buffer][] = [
    ["a different text", Buffer.from(right.toString("latin1").replace("white", "black"), "latin1")],
    ["too short", right.subarray(0, -1)],
    ["too long", Buffer.concat([right, Buffer.from("!")])],
    ["none", Buffer.alloc(0)],
    ["endless", Buffer.alloc(10_000)],
  ];
  for (const [title, answer] of wrong) {
    test(`reports a wrong response: ${title}`, async () => {
      await using server = await Double.answering(() => answer);
      await assert.rejects(
        run([program], ["-p", server.port, "-P", process.pid, "-n", 3]),
        /a wrong answer of \d+ bytes/u,
      );
    });
  }
});
