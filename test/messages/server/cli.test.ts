import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import * as socket from "bsd-sockets/socket";
import { afterAll, describe, test } from "vitest";

import { checkDescriptors } from "../../support/descriptors.ts";
import { framed, message, search } from "../../support/message.ts";
import { askPython } from "../../support/python.ts";
import { fileOf, root, Running } from "../../support/programs.ts";
import { Client } from "../../support/serving.ts";
import { until } from "../../support/until.ts";

checkDescriptors();

const folder = mkdtempSync(join(tmpdir(), "bsd-sockets-serve-"));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function serve(...words: string[]): Running {
  return new Running(process.execPath, [`${root}dist/cli/main.js`, "serve", ...words]);
}

async function portOf(running: Running): Promise<number> {
  const [, port] = await running.prints(/^Listening on \('127\.0\.0\.1', (\d+)\)$/mu);
  return Number(port);
}

/** Runs the tutorial's client and returns its output. */
async function ask(port: number, action: string, value: string): Promise<string> {
  const words = [fileOf("app-client"), "127.0.0.1", String(port), action, value];
  await using client = new Running(process.execPath, words);
  assert.equal(await client.ends(), 0, client.stderr);
  return client.stdout;
}

function connect(port: number): Client {
  const sock: socket.Socket = socket.socket(socket.AF_INET, socket.SOCK_STREAM);
  sock.connect(["127.0.0.1", port]);
  sock.setblocking(false);
  return new Client(sock);
}

const PYTHON_CLIENT = `
import json, socket, struct, sys
def read(sock, count):
    data = b""
    while len(data) < count:
        data += sock.recv(count - len(data))
    return data
content = json.dumps({"action": "search", "value": "ring"}, ensure_ascii=False).encode()
header = {"byteorder": sys.byteorder, "content-type": "text/json", "content-encoding": "utf-8"}
header = json.dumps({**header, "content-length": len(content)}).encode()
with socket.create_connection(("127.0.0.1", json.load(sys.stdin)), 30) as sock:
    sock.sendall(struct.pack(">H", len(header)) + header + content)
    length, = struct.unpack(">H", read(sock, 2))
    answer = json.loads(read(sock, length))
    print(read(sock, answer["content-length"]).decode(answer["content-encoding"]))
`;

describe("bsd-sockets serve", () => {
  test("answers the tutorial's clients", async () => {
    await using running = serve("127.0.0.1", "0");
    const port = await portOf(running);
    assert.match(await ask(port, "search", "morpheus"), /Got result: Follow the white rabbit\./u);
    assert.match(await ask(port, "search", "dog"), /Got result: No match for 'dog'\./u);
    assert.match(await ask(port, "dance", "x"), /b'First 10 bytes of request: dancex'/u);
  });

  test("answers CPython, which closes after the response", async () => {
    await using running = serve("127.0.0.1", "0");
    const answer = askPython(PYTHON_CLIENT, await portOf(running));
    assert.deepEqual(answer, { result: "In the caves beneath the Misty Mountains. \u{1f48d}" });
  });

  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    test(`finishes its requests on ${signal}, and exits with 0`, async () => {
      await using running = serve("127.0.0.1", "0", "--verbose");
      using client = connect(await portOf(running));
      const bytes = search("ring");
      client.send(bytes.subarray(0, 9));
      await until(() => running.stderr.includes("info accepted"));
      running.child.kill(signal);
      await until(() => running.stderr.includes("info draining 1 connections"));
      client.send(bytes.subarray(9));
      await until(() => client.hasEnded());
      assert.match(JSON.stringify(client.contents), /Misty/u);
      client.close();
      assert.equal(await running.ends(), 0, running.stderr);
    });
  }

  for (const [signal, status] of [
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const) {
    test(`ends at once on a second ${signal}`, async () => {
      await using running = serve("127.0.0.1", "0", "--verbose");
      using client = connect(await portOf(running));
      client.send(search("ring").subarray(0, 9));
      await until(() => running.stderr.includes("info accepted"));
      running.child.kill(signal);
      await until(() => running.stderr.includes("info draining"));
      running.child.kill(signal);
      assert.equal(await running.ends(), status, running.stderr);
      assert.match(running.stderr, /warning closed 1 unfinished connections/u);
    });
  }

  test("runs the user's handler, and logs payloads only on request", async () => {
    const file = join(folder, "handler.mjs");
    writeFileSync(file, "export default ({ content }) => ({ content: [content] });\n");
    for (const words of [[], ["--log-payloads"]]) {
      await using running = serve("127.0.0.1", "0", "--verbose", "--handler", file, ...words);
      using client = connect(await portOf(running));
      client.send(message(JSON.stringify("secret \u001b[2J")));
      await until(() => client.received() === 1);
      assert.deepEqual(client.contents, [["secret \u001b[2J"]]);
      running.child.kill();
      await until(() => client.hasEnded());
      client.close();
      assert.equal(await running.ends(), 0, running.stderr);
      const told = running.stderr.match(/'secret \\x1b\[2J'/gu)?.length ?? 0;
      assert.equal(told, words.length * 2);
    }
  });

  test("logs a request that makes the handler fail, and a response as it is sent", async () => {
    const file = join(folder, "failing.mjs");
    writeFileSync(
      file,
      `export default ({ content }) => {
        if (content === "fail") throw new Error("no");
        const parent = { toJSON: () => content };
        return { content: Object.assign(new Error(content), parent, { parent }) };
      };`,
    );
    await using running = serve("127.0.0.1", "0", "--handler", file, "--log-payloads");
    using client = connect(await portOf(running));
    client.send(Buffer.concat([message('"fail"'), message('"\\u001b[2J"')]));
    await until(() => client.received() === 2);
    assert.deepEqual([client.contents[1], client.error], ["\u001b[2J", undefined]);
    await until(() => / warning response .*: '\\x1b\[2J'\n/u.test(running.stderr));
    assert.match(running.stderr, / warning request .*: 'fail'\n/u);
    assert.match(running.stderr, /^[ -~\n]+$/u);
  });

  test("survives a handler that returns promises, even rejected ones", async () => {
    const file = join(folder, "asynchronous.mjs");
    writeFileSync(file, 'export default async () => { throw new Error("secret"); };\n');
    await using running = serve("127.0.0.1", "0", "--handler", file);
    using client = connect(await portOf(running));
    for (let i = 1; i <= 2; i++) {
      client.send(message("1"));
      await until(() => client.received() === i || client.hasEnded());
      assert.equal(client.error, "INTERNAL_ERROR", running.stderr);
    }
    await until(() => running.stderr.includes("must return a response, not a promise"));
    assert.doesNotMatch(running.stderr, /secret/u);
  });

  test("exits even if the handler's module has started an endless timer", async () => {
    const file = join(folder, "timer.mjs");
    writeFileSync(file, "setInterval(() => {}, 1000); export default () => ({ content: 1 });\n");
    await using running = serve("127.0.0.1", "0", "--handler", file);
    await portOf(running);
    running.child.kill();
    assert.equal(await running.ends(), 0, running.stderr);
    await using failing = serve("192.0.2.1", "0", "--handler", file);
    assert.equal(await failing.ends(), 1, failing.stderr);
  });

  test("reports on one line why it cannot load a handler's module", async () => {
    const file = join(folder, "throwing.mjs");
    writeFileSync(file, String.raw`throw new Error("one\ntwo");`);
    await using running = serve("127.0.0.1", "0", "--handler", file);
    assert.equal(await running.ends(), 1);
    assert.equal(running.stderr, `serve: ${file}: one\\ntwo\n`);
  });

  test("escapes what a peer sent", async () => {
    await using running = serve("127.0.0.1", "0");
    using client = connect(await portOf(running));
    client.send(message("1", { "content-type": "\u001b[31m\u009b\n\u202ered" }));
    await until(() => client.hasEnded());
    await until(() => running.stderr.includes("UNSUPPORTED_TYPE"));
    assert.match(running.stderr, /^[ -~]+\n$/u);
  });

  test("listens on a path", async () => {
    const path = join(folder, "serve.sock");
    await using running = serve("--unix", path);
    await running.prints(/^Listening on '.*serve\.sock'$/mu);
    using sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM);
    sock.connect(path);
    sock.sendall(framed("{}"));
    assert.match(sock.recv(1000).toString(), /INVALID_HEADER/u);
  });

  for (const [words, status, error] of [
    [["127.0.0.1"], 2, /^serve: Give a host and a port, or --unix <path>\.$/mu],
    [["127.0.0.1", "0", "--unix", "x"], 2, /^serve: Give a host and a port/mu],
    [["127.0.0.1", "70000"], 2, /“70000” is not a whole number from 0 to 65535/u],
    [["192.0.2.1", "0"], 1, /^serve: cannot listen on \('192\.0\.2\.1', 0\): \[Errno \d+\]/mu],
    [["name.invalid", "0"], 1, /^serve: cannot listen on/mu],
    [["--unix", ""], 2, /^serve: --unix needs a path\.\n$/u],
    [["--unix", "x".repeat(200)], 1, /^serve: cannot listen on .*AF_UNIX path too long/mu],
    [["127.0.0.1", "0", "--handler", "none.mjs"], 1, /^serve: none\.mjs: Cannot find module/mu],
    [["127.0.0.1", "0", "--nesting", "many"], 2, /“many” is not a whole number/u],
  ] as const) {
    test(`rejects ${words.join(" ").slice(0, 50)}`, async () => {
      await using running = serve(...words);
      assert.equal(await running.ends(), status);
      assert.match(running.stderr, error);
    });
  }
});
