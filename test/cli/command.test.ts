import assert from "node:assert/strict";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, describe, test } from "vitest";

import { command, outcomeOf } from "../support/command.ts";
import { unusedPort } from "../support/peers.ts";
import { root, Running, start } from "../support/programs.ts";

const HOST = "127.0.0.1";

/** Removes what differs between runs from the output. */
function withoutPorts(text: string): string {
  return text.replace(/', \d+\)/gu, "', PORT)");
}

type Starter = (name: string, ...words: (string | number)[]) => Running;

/** Returns the output and exit statuses of a server and its client. */
async function conversation(begin: Starter, pair: string, ...words: string[]): Promise<unknown[]> {
  await using server = begin(`${pair}-server`, HOST, 0);
  await using client = begin(`${pair}-client`, HOST, await server.port(), ...words);
  const clientEnd = await client.ends();
  if (pair !== "echo") server.child.kill("SIGINT");
  const serverEnd = await server.ends();
  const outputs = [client.stdout, client.stderr, server.stdout, server.stderr].map(withoutPorts);
  return [clientEnd, serverEnd, ...outputs];
}

const options = { timeout: 240_000, concurrent: true };

test("too few descriptors to load a command are reported on one line", async (t) => {
  const script = `ulimit -n 40; exec "$@"`;
  const words = ["-c", script, "sh", process.execPath, `${root}dist/cli/main.js`, "lab"];
  const { status, stderr } = await outcomeOf(new Running("sh", words));
  // Node decides how many it needs at a time.
  if (status === 0) {
    t.skip("NOT RUN: this Node loads it with 40 descriptors");
    return;
  }
  assert.equal(status, 1);
  assert.match(stderr, /^bsd-sockets: too many open files: .*\(ulimit -n\)\n$/u);
});

describe("the command runs each program like its file", options, () => {
  for (const [pair, ...words] of [
    ["echo"],
    ["multiconn", "1"],
    ["app", "search", "🐶"],
    ["app", "binary", "😃"],
  ] as const) {
    test([pair, ...words].join(" "), async () => {
      assert.deepEqual(
        // The two messages of multiconn may be echoed together or separately.
        (await conversation(command, pair, ...words)).slice(0, pair === "multiconn" ? 2 : 6),
        (await conversation(start, pair, ...words)).slice(0, pair === "multiconn" ? 2 : 6),
      );
    });
  }

  test("app-server-test and app-client-test", async () => {
    await using server = command("app-server-test", HOST, 0);
    await using client = command("app-client-test", HOST, await server.port(), "binary", "test");
    await client.prints(/^BlockingIOError/mu);
    for (const program of [client, server]) {
      program.child.kill("SIGINT");
      assert.equal(await program.ends(), 0);
      assert.equal(program.lines.at(-1), "Caught keyboard interrupt, exiting");
    }
  });

  for (const name of [
    "multiconn-server",
    "multiconn-client",
    "app-server",
    "app-client",
    "app-server-test",
    "app-client-test",
  ]) {
    test(`${name} without arguments`, async () => {
      const [own, direct] = [await outcomeOf(command(name)), await outcomeOf(start(name))];
      assert.equal(own.status, 1);
      assert.match(own.stdout, new RegExp(`^Usage: ${name} <host> <port>`, "u"));
      assert.deepEqual(own, direct);
    });
  }

  test("echo-client without a server", async () => {
    const { status, stdout, stderr } = await outcomeOf(
      command("echo-client", HOST, await unusedPort()),
    );
    assert.equal(status, 1);
    assert.equal(stdout, "");
    assert.match(stderr, /^ConnectionRefusedError: \[Errno \d+\] Connection refused$/mu);
  });

  test("echo-server is ended by SIGINT", async () => {
    await using server = command("echo-server", HOST, 0);
    await server.port();
    server.child.kill("SIGINT");
    assert.equal(await server.ends(), "SIGINT");
    assert.match(server.stderr, /^KeyboardInterrupt/mu);
  });
});

describe("the command's own options", options, () => {
  test("--help names every program", async () => {
    const { status, stdout, stderr } = await outcomeOf(command("--help"));
    assert.equal(status, 0);
    assert.equal(stderr, "");
    for (const name of ["echo", "multiconn", "app"]) {
      assert.match(stdout, new RegExp(`^ +${name}-server `, "mu"));
      assert.match(stdout, new RegExp(`^ +${name}-client `, "mu"));
    }
    for (const name of ["app-server-test", "app-client-test", "tour"]) {
      assert.match(stdout, new RegExp(`^ +${name} `, "mu"));
    }
  });

  test("--help of a program", async () => {
    const { status, stdout } = await outcomeOf(command("app-client", "--help"));
    assert.equal(status, 0);
    assert.match(stdout, /app-client <host> <port> <action> <value>/u);
  });

  test("--version is the package's", async () => {
    const { version } = JSON.parse(readFileSync(`${root}package.json`, "utf8")) as {
      version: string;
    };
    const expected = { status: 0, stdout: `${version}\n`, stderr: "" };
    assert.deepEqual(await outcomeOf(command("--version")), expected);
  });

  for (const [wrong, meant] of [
    ["echo-serve", "echo-server"],
    ["mulitconn-client", "multiconn-client"],
    ["app-client-tset", "app-client-test"],
    ["tuor", "tour"],
  ]) {
    test(`${wrong!} is unknown; ${meant!} is suggested`, async () => {
      const { status, stdout, stderr } = await outcomeOf(command(wrong!));
      assert.equal(status, 2);
      assert.equal(stdout, "");
      assert.match(stderr, new RegExp(`unknown command '${wrong!}'[^]*${meant!}\\?`, "u"));
    });
  }
});

describe("the programs, copied out of the package", options, () => {
  const folder = mkdtempSync(join(tmpdir(), "bsd-sockets-"));
  cpSync(`${root}dist/tutorial`, folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), '{"type": "module"}');
  mkdirSync(join(folder, "node_modules"));
  symlinkSync(root, join(folder, "node_modules", "bsd-sockets"), "dir");
  const copied: Starter = (name, ...words) =>
    new Running(process.execPath, [join(folder, `${name}.js`), ...words.map(String)]);

  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  test("echo, app", async () => {
    for (const [pair, ...words] of [["echo"], ["app", "search", "morpheus"]] as const) {
      assert.deepEqual(
        await conversation(copied, pair, ...words),
        await conversation(start, pair, ...words),
      );
    }
  });
});
