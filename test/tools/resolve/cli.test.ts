// The command compared with CPython's getaddrinfo, without asking a name server.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";

import * as socket from "bsd-sockets/socket";
import { describe, test } from "vitest";
import { reasonOf } from "#internal/command/lookup-reasons.js";

import { command, type Outcome, outcomeOf } from "../../support/command.ts";

async function resolve(...words: string[]): Promise<Outcome> {
  return await outcomeOf(command("resolve", ...words));
}

/** Returns what Python prints for a call of getaddrinfo. */
function python(call: string): string {
  const code = `import socket as module; from socket import *; print(module.getaddrinfo(${call}))`;
  return spawnSync("python3", ["-c", code], { encoding: "utf8" }).stdout;
}

const options = { timeout: 60_000, concurrent: true };

describe("resolve --python prints the same as Python", options, () => {
  for (const [call, ...words] of [
    ["'127.0.0.1', 80", "127.0.0.1", "80"],
    [
      "'localhost', '80', AF_INET, SOCK_STREAM",
      "localhost",
      "80",
      "--family=inet",
      "--type=stream",
    ],
    ["'::1', 'http', proto=IPPROTO_TCP", "::1", "http", "--proto", "tcp"],
    ["None, 80, flags=AI_PASSIVE", "", "80", "--passive"],
    ["None, '80', AF_INET6, SOCK_DGRAM", "", "80", "--family", "AF_INET6", "--type", "SOCK_DGRAM"],
    ["'::1', None, type=SOCK_RAW, flags=AI_NUMERICHOST", "::1", "--type", "3", "--numeric"],
    [
      "'127.0.0.1', '1', flags=AI_CANONNAME | AI_NUMERICSERV",
      "127.0.0.1",
      "1",
      "--canonical",
      "--numeric-port",
    ],
    [
      "'127.0.0.1', 1, AF_INET6, flags=AI_V4MAPPED | AI_ALL",
      "127.0.0.1",
      "1",
      "--family=inet6",
      "--mapped",
      "--all-mapped",
    ],
  ]) {
    test(words.join(" "), async () => {
      const expected = python(call!);
      assert.notEqual(expected, "");
      const { status, stdout, stderr } = await resolve("--python", ...words);
      assert.deepEqual([status, stdout, stderr], [0, expected, ""]);
    });
  }
});

describe("resolve", options, () => {
  test("as a table", async () => {
    const { status, stdout } = await resolve("127.0.0.1", "80", "--type", "stream", "--canonical");
    assert.equal(status, 0);
    assert.deepEqual(stdout.split("\n"), [
      "Family   Type         Proto        Canonical name  Address",
      "AF_INET  SOCK_STREAM  IPPROTO_TCP  127.0.0.1       ('127.0.0.1', 80)",
      "",
    ]);
  });

  test("--json prints one result per line", async () => {
    const { status, stdout } = await resolve("::1", "80", "--json", "--numeric");
    assert.equal(status, 0);
    const [first, ...rest] = stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as object);
    const names = { family: "AF_INET6", type: "SOCK_STREAM", proto: "IPPROTO_TCP", canonname: "" };
    assert.deepEqual(first, { ...names, sockaddr: ["::1", 80, 0, 0] });
    assert.ok(rest.length > 0);
  });

  for (const [words, code, reason] of [
    [["name", "--numeric"], "EAI_NONAME", "no numeric address"],
    [["::1", "http", "--numeric-port"], "EAI_NONAME", "a port is a number"],
    [[""], "EAI_NONAME", "a host or a port"],
    [["127.0.0.1", "no-such-service"], "EAI_SERVICE", "services"],
    [["127.0.0.1", "--type=stream", "--proto=udp"], "(EAI_SOCKTYPE|EAI_BADHINTS)", ""],
  ] as const) {
    test(`${words.join(" ")} is ${code}`, async () => {
      const { status, stdout, stderr } = await resolve(...words);
      assert.deepEqual([status, stdout], [1, ""]);
      assert.match(
        stderr,
        new RegExp(`^resolve: .*\\(${code}, -?\\d+\\)\\.?.*${reason}.*\\n$`, "u"),
      );
    });
  }

  test("a label that is too long is reported on one line", async () => {
    const { status, stderr } = await resolve("a..b");
    assert.equal(status, 1);
    assert.match(stderr, /^resolve: a\.\.b: .*label empty or too long.*\n$/u);
  });

  for (const words of [
    [],
    ["x", "--family", "inet7"],
    ["x", "--type", "constructor"],
    ["::1", "--json", "--python"],
  ]) {
    test(`refused: resolve ${words.join(" ")}`, async () => {
      const { status, stdout, stderr } = await resolve(...words);
      assert.deepEqual([status, stdout], [2, ""]);
      assert.match(stderr, /^error: .+\n$/u);
    });
  }

  test("each code of a failed lookup has a reason", () => {
    for (const code of [
      "EAI_NONAME",
      "EAI_AGAIN",
      "EAI_FAIL",
      "EAI_SERVICE",
      "EAI_FAMILY",
    ] as const) {
      assert.notEqual(reasonOf(socket[code]), "", code);
    }
    assert.equal(reasonOf(12_345), "");
  });
});
