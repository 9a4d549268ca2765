import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { Call } from "bsd-sockets/trace";
import { afterAll, describe, test } from "vitest";

import { needsThread } from "../support/once-blocked.ts";
import { unusedPort } from "../support/peers.ts";
import { childFile, fileOf, root, Running } from "../support/programs.ts";
import { testUnless } from "../support/unless.ts";

const folder = mkdtempSync(join(tmpdir(), "bsd-sockets-"));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const HOST = "127.0.0.1";
const REFUSED = /^connect\(\d+, \{sa_family=AF_INET, .*\) = -1 ECONNREFUSED \(.*\) <[\d.]+>$/mu;
const PORT = String(await unusedPort());
const client = [fileOf("echo-client"), HOST, PORT];

interface Outcome {
  status: number | string;
  stdout: string;
  stderr: string;
}

async function run(words: readonly string[], environment: NodeJS.ProcessEnv): Promise<Outcome> {
  const options = { env: { ...process.env, ...environment } };
  await using running = new Running(process.execPath, words, options);
  return { status: await running.ends(), stdout: running.stdout, stderr: running.stderr };
}

describe("BSD_SOCKETS_TRACE", () => {
  test("1 means standard error", async () => {
    const { status, stdout, stderr } = await run(client, { BSD_SOCKETS_TRACE: "1" });
    assert.equal(status, 1);
    assert.equal(stdout, "");
    assert.match(stderr, REFUSED);
    assert.match(stderr, /^ConnectionRefusedError/mu);
  });

  for (const value of ["", "0"]) {
    test(`“${value}” means no trace`, async () => {
      assert.doesNotMatch((await run(client, { BSD_SOCKETS_TRACE: value })).stderr, REFUSED);
    });
  }

  test("anything else is a file; %p is replaced by the process id", async () => {
    const file = join(folder, "trace-%p");
    await using program = new Running(process.execPath, client, {
      env: { ...process.env, BSD_SOCKETS_TRACE: file },
    });
    await program.ends();
    assert.doesNotMatch(program.stderr, REFUSED);
    assert.match(readFileSync(file.replace("%p", String(program.pid)), "utf8"), REFUSED);
  });

  test("a file is overwritten, and workers also write to it", async () => {
    const file = join(folder, "workers");
    const code = `
      const { Worker, isMainThread } = require("node:worker_threads");
      import("bsd-sockets/socket").then((socket) => {
        socket.socket().close();
        if (isMainThread) new Worker(process.argv[1], { eval: true, argv: [process.argv[1]] });
      });`;
    for (let round = 0; round < 2; round++) {
      await run(["-e", code.replaceAll("process.argv[1]", JSON.stringify(code))], {
        BSD_SOCKETS_TRACE: file,
      });
    }
    const lines = readFileSync(file, "utf8").split("\n");
    assert.equal(lines.filter((line) => line.startsWith("socket(")).length, 1);
    assert.equal(lines.filter((line) => /^\[pid \d+\] socket\(/u.test(line)).length, 1);
  });

  testUnless(needsThread)(
    "each line is a call, even if a worker's call ends while one blocks",
    async () => {
      const file = join(folder, "beside");
      await run([childFile("blocked-beside-worker")], { BSD_SOCKETS_TRACE: file });
      const lines = readFileSync(file, "utf8").split("\n").slice(0, -1);
      const line = /^(?:\[pid \d+\] )?\w+\(.*(?:\) = .* <\d+\.\d{6}>| <unfinished \.\.\.>)$/u;
      assert.deepEqual(
        lines.filter((text) => !line.test(text)),
        [],
      );
      const accepts = lines.filter((text) => text.startsWith("accept4("));
      assert.equal(accepts.length, 2);
      assert.match(accepts[0]!, /^accept4\(\d+, {2}<unfinished \.\.\.>$/u);
      assert.match(accepts[1]!, /^accept4\(\d+, \{sa_family=AF_INET, .* = \d+ </u);
    },
  );

  testUnless(process.platform !== "linux")("a lost trace is reported once", async () => {
    const { stderr } = await run(client, { BSD_SOCKETS_TRACE: "/dev/full" });
    assert.equal(stderr.match(/^bsd-sockets: the trace cannot be written: ENOSPC$/gmu)?.length, 1);
  });

  test("a child process appends to the file", async () => {
    const file = join(folder, "children");
    const code = `
      const { spawnSync } = require("node:child_process");
      import("bsd-sockets/socket").then((socket) => {
        spawnSync(process.execPath, ${JSON.stringify(client)});
        socket.socket().close();
      });`;
    await run(["-e", code], { BSD_SOCKETS_TRACE: file });
    const lines = readFileSync(file, "utf8").split("\n");
    assert.equal(lines.filter((line) => /^\[pid \d+\] connect\(/u.test(line)).length, 1);
    assert.match(lines.at(-2)!, /^close\(/u);
  });

  test("an unwritable file is reported, and the program still runs", async () => {
    const { stderr } = await run(client, { BSD_SOCKETS_TRACE: join(folder, "no/such") });
    assert.match(stderr, /^BSD_SOCKETS_TRACE: nothing is recorded: ENOENT.*\n/u);
    assert.match(stderr, /^ConnectionRefusedError/mu);
  });

  test("shows what a blocked program waits for", async () => {
    await using server = new Running(process.execPath, [fileOf("echo-server"), HOST, "0"], {
      env: { ...process.env, BSD_SOCKETS_TRACE: "1" },
    });
    const port = await server.port();
    await run([fileOf("echo-client"), HOST, String(port)], {});
    assert.equal(await server.ends(), 0);
    assert.match(server.stderr, /^accept4\(\d+, \{sa_family=AF_INET, .*SOCK_CLOEXEC\) = \d+ </mu);
  });
});

describe("bsd-sockets trace", () => {
  const main = `${root}dist/cli/main.js`;

  test("runs a tutorial program", async () => {
    const { status, stderr } = await run([main, "trace", "echo-client", HOST, PORT], {});
    assert.equal(status, 1);
    assert.match(stderr, REFUSED);
  });

  test("runs a file, and passes on the options after it", async () => {
    const file = join(folder, "calls");
    const words = ["trace", "-o", file, fileOf("echo-client"), HOST, PORT, "--json"];
    const { stderr } = await run([main, ...words], {});
    assert.doesNotMatch(stderr, REFUSED);
    assert.match(readFileSync(file, "utf8"), REFUSED);
  });

  for (const name of ["0", "1"]) {
    test(`-o ${name} is a file, unlike the variable's ${name}`, async () => {
      await using running = new Running(
        process.execPath,
        [main, "trace", "-o", name, "echo-client", HOST, PORT],
        { cwd: folder },
      );
      assert.equal(await running.ends(), 1);
      assert.doesNotMatch(running.stderr, REFUSED);
      assert.match(readFileSync(join(folder, name), "utf8"), REFUSED);
    });
  }

  for (const [words, message] of [
    [["-o", join(folder, "no/such"), "echo-client"], "cannot write the calls: ENOENT.*"],
    [["-o", folder, "echo-client"], "cannot write the calls: EISDIR.*"],
    [["--states", "echo-client"], "--states belongs to --json"],
  ] as const) {
    test(`refused: trace ${words.join(" ").replace(folder, "folder")}`, async () => {
      const { status, stdout, stderr } = await run([main, "trace", ...words, HOST, PORT], {});
      assert.deepEqual([status, stdout], [2, ""]);
      assert.match(stderr, new RegExp(`^error: ${message}\\n$`, "u"));
    });
  }

  test("a missing program leaves no file behind", async () => {
    const file = join(folder, "nothing");
    const { status } = await run([main, "trace", "-o", file, join(folder, "no-program")], {});
    assert.equal(status, 2);
    assert.equal(existsSync(file), false);
  });

  test("--both --help prints the help", async () => {
    const { status, stdout } = await run([main, "trace", "--both", "--help"], {});
    assert.equal(status, 0);
    assert.match(stdout, /^Usage: bsd-sockets trace/u);
  });

  test("--json prints a line of JSON for each call", async () => {
    const words = ["trace", "--json", "--states", "echo-client", HOST, PORT];
    const { stderr } = await run([main, ...words], {});
    const calls = stderr
      .split("\n")
      .filter((line) => line.startsWith("{"))
      .map((line) => JSON.parse(line) as Call);
    assert.deepEqual(
      calls.map(({ name, errno }) => [name, errno]),
      [
        ["socket", null],
        ["connect", "ECONNREFUSED"],
        ["close", null],
      ],
    );
    if (process.platform === "linux") {
      assert.deepEqual(calls[0]?.states, [{ fd: calls[0]?.result, state: "CLOSE" }]);
    }
  });

  test("--string-limit shows more", async () => {
    const text = "a text that is longer than the part shown by default";
    const code = `import("bsd-sockets/socket").then((socket) => {
      const [left] = socket.socketpair();
      left.sendall(Buffer.from(${JSON.stringify(text)}));
    });`;
    const { stderr } = await run(["-e", code], {
      BSD_SOCKETS_TRACE: "1",
      BSD_SOCKETS_TRACE_STRINGS: "100",
    });
    assert.ok(stderr.includes(`"${text}"`));
  });

  for (const [words, message] of [
    [["no-such-program"], /neither a program “no-such-program” nor a file/u],
    [[folder], /neither a program “.*” nor a file/u],
    [[], /missing required argument 'program'/u],
    [["-s", "much", "echo-client"], /a number of bytes/u],
  ] as const) {
    test(`refuses ${["trace", ...words].join(" ").replace(folder, "a folder")}`, async () => {
      const { status, stderr } = await run([main, "trace", ...words], {});
      assert.equal(status, 2);
      assert.match(stderr, message);
    });
  }
});
