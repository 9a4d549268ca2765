import assert from "node:assert/strict";

import * as socket from "bsd-sockets/socket";
import { afterAll, test } from "vitest";

import { inNamespace, needsNamespace } from "../../support/namespace.ts";
import { root, Running } from "../../support/programs.ts";
import { describeUnless, testUnless } from "../../support/unless.ts";
import { until } from "../../support/until.ts";

const COMMAND = [`${root}dist/cli/main.js`, "capture"];
const needsRoot = process.platform !== "linux" || process.getuid?.() !== 0;
const skip = needsRoot && "NOT RUN: Linux shows packets only to root";

function capture(...words: (string | number)[]): Running {
  return new Running(process.execPath, [...COMMAND, ...words.map(String)]);
}

async function begun(running: Running): Promise<void> {
  await until(() => running.stderr.startsWith("Capturing on "));
}

interface Line {
  number: number;
  sourcePort: number;
  destinationPort: number;
  payload: string;
  payloadLength: number;
}

describeUnless(skip)("bsd-sockets capture", { timeout: 60_000 }, () => {
  const receiver = socket.socket(socket.AF_INET, socket.SOCK_DGRAM);
  const sender = socket.socket(socket.AF_INET, socket.SOCK_DGRAM);
  receiver.bind(["127.0.0.1", 0]);
  const [, port] = receiver.getsockname();
  afterAll(() => {
    receiver.close();
    sender.close();
  });

  function send(...texts: string[]): void {
    for (const text of texts) sender.sendto(Buffer.from(text), receiver.getsockname());
  }

  for (const name of ["lo", "any"]) {
    test(`--count ends it, --port filters, each packet appears once: ${name}`, async () => {
      const words = ["--interface", name, "--port", port, "--count", 3, "--json", "--hex"];
      await using running = capture(...words);
      await begun(running);
      send("one", "two", "\u001b[31m");
      assert.equal(await running.ends(), 0, running.stderr);
      const lines = running.lines.map((line) => JSON.parse(line) as Line);
      assert.deepEqual(
        lines.map(({ number, payload }) => [number, Buffer.from(payload, "hex").toString()]),
        [
          [1, "one"],
          [2, "two"],
          [3, "\u001b[31m"],
        ],
      );
      for (const { destinationPort } of lines) assert.equal(destinationPort, port);
      assert.match(running.stderr, /\n3 packets captured, \d+ dropped by the kernel\n$/u);
    });
  }

  test("--hex shows the payload, and a pipe gets no colours", async () => {
    await using running = capture("--port", port, "--count", 1, "--hex");
    await begun(running);
    send("Hello\u001b");
    assert.equal(await running.ends(), 0, running.stderr);
    const [line = "", bytes] = running.lines;
    assert.match(
      line,
      /^ {4}1 0\.000000000 {4}127\.0\.0\.1 → 127\.0\.0\.1 {4}UDP 48 \d+ → \d+ Len=6$/u,
    );
    assert.equal(bytes, `      0000  48 65 6c 6c 6f 1b${" ".repeat(33)}Hello.`);
  });

  test("Ctrl-C ends it, even if no packet arrived", async () => {
    await using running = capture("--port", port);
    await begun(running);
    running.child.kill("SIGINT");
    assert.equal(await running.ends(), 130);
    assert.match(running.stderr, /\n0 packets captured, \d+ dropped by the kernel\n$/u);
  });

  test("it ends quietly when nobody reads its output", async () => {
    await using running = capture("--port", port);
    await begun(running);
    running.child.stdout!.destroy();
    await until(() => {
      send("one");
      return running.child.exitCode !== null;
    });
    assert.equal(running.child.exitCode, 141);
    assert.equal(running.stderr, "Capturing on 'lo'\n");
  });

  test("an unknown interface and an unwritable file are reported", async () => {
    for (const [words, message] of [
      [["--interface", "nowhere"], /^capture: there is no interface "nowhere", but .*lo/u],
      [["--write", "/nowhere/file"], /^capture: cannot write the file: ENOENT/u],
      [["--write", "/dev/full"], /^capture: cannot write the file: ENOSPC/u],
    ] as const) {
      await using running = capture(...words);
      assert.equal(await running.ends(), 1);
      assert.match(running.stderr, message);
      assert.equal(running.stderr.split("\n").length, 2);
    }
  });
});

testUnless(needsNamespace())("without CAP_NET_RAW, it reports what is needed", async () => {
  // Root of a user namespace has no rights in the network namespace outside.
  const [command, ...words] = inNamespace();
  await using running = new Running(command, [...words, process.execPath, ...COMMAND]);
  assert.equal(await running.ends(), 1);
  const message = "capture: only root, or a program with CAP_NET_RAW, may see packets";
  assert.equal(running.stderr, `${message}; run it with sudo\n`);
});

for (const words of [
  ["--port", "0"],
  ["--port", "65536"],
  ["--count", "0"],
  ["--count", "1.5"],
]) {
  test(`${words.join(" ")} is refused`, async () => {
    await using running = capture(...words);
    assert.equal(await running.ends(), 2);
    assert.match(running.stderr, /^error: option .* is not a whole number from 1 .*\n$/u);
  });
}
