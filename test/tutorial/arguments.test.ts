import assert from "node:assert/strict";

import { describe, test } from "vitest";

import { start } from "../support/programs.ts";

const HOST = "127.0.0.1";

/** The programs that need arguments: their usage, and valid arguments. */
const programs: [name: string, usage: string, words: string[]][] = [
  ["multiconn-server", "<host> <port>", [HOST, "0"]],
  ["multiconn-client", "<host> <port> <num_connections>", [HOST, "1", "1"]],
  ["app-server", "<host> <port>", [HOST, "0"]],
  ["app-client", "<host> <port> <action> <value>", [HOST, "1", "search", "ring"]],
  ["app-server-test", "<host> <port>", [HOST, "0"]],
  ["app-client-test", "<host> <port> <action> <value>", [HOST, "1", "binary", "test"]],
];

/** Those, and the two that need none. */
const all = [
  ...programs,
  ["echo-server", "", [HOST, "0"]] as const,
  ["echo-client", "", [HOST, "1"]] as const,
];

async function outcome(name: string, words: string[]): Promise<[unknown, string, string]> {
  await using program = start(name, ...words);
  return [await program.ends(), program.stdout, program.stderr];
}

describe("wrong numbers of arguments", { concurrent: true }, () => {
  for (const [name, usage, words] of programs) {
    const expected = [1, `Usage: ${name} ${usage}\n`, ""];
    test(`${name} prints its usage`, async () => {
      assert.deepEqual(await outcome(name, []), expected);
      assert.deepEqual(await outcome(name, words.slice(1)), expected);
      assert.deepEqual(await outcome(name, [...words, "more"]), expected);
    });
  }
});

describe("addresses of another family", { concurrent: true }, () => {
  const others = ["fe80::1%lo", "::ffff:127.0.0.1", "/tmp/server.sock"];
  for (const [name, , words] of all) {
    for (const host of name === "echo-server" ? ["::1", ...others] : ["::1"]) {
      test(`${name} refuses ${host} on one line`, async () => {
        const family = host.startsWith("/") ? "AF_UNIX" : "IPv6";
        assert.deepEqual(await outcome(name, [host, ...words.slice(1)]), [
          1,
          "",
          `${name}: '${host}' is an ${family} address; ` +
            "this program needs an IPv4 one, such as '127.0.0.1'\n",
        ]);
      });
    }
  }
});

describe("port texts", { concurrent: true }, () => {
  for (const [name, , words] of all) {
    test(`${name} refuses a port that is not a number`, async () => {
      const [status, , errors] = await outcome(name, [HOST, "12ab", ...words.slice(2)]);
      assert.equal(status, 1);
      assert.match(errors, /^ValueError: invalid literal for int\(\) with base 10: '12ab'$/mu);
    });

    test(`${name} refuses a port that is too large`, async () => {
      const [status, , errors] = await outcome(name, [HOST, "65536", ...words.slice(2)]);
      assert.equal(status, 1);
      assert.match(errors, /port must be 0-65535/u);
    });
  }

  for (const name of ["multiconn-server", "app-server", "app-server-test"]) {
    test(`${name} prints the port that the kernel chose for port 0`, async () => {
      await using server = start(name, HOST, 0);
      const port = await server.port();
      assert.ok(port > 0 && port < 65536);
      assert.deepEqual(server.lines, [`Listening on ('${HOST}', ${port})`]);
    });

    test(`${name} fails if the port is taken`, async () => {
      await using first = start(name, HOST, 0);
      const [status, output, errors] = await outcome(name, [HOST, String(await first.port())]);
      assert.equal(status, 1);
      assert.equal(output, "");
      assert.match(errors, /^OSError: \[Errno \d+\] Address already in use$/mu);
    });
  }
});
