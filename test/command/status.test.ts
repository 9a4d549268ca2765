// How every command ends: by a signal, without a reader, on a full disk, with invalid arguments.

import assert from "node:assert/strict";
import { createSocket } from "node:dgram";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, test } from "vitest";

import { commands } from "#internal/cli/commands.js";
import { statusOfSignal } from "#internal/command/status.js";
import { programs } from "#internal/programs/catalogue.js";

import { command } from "../support/command.ts";
import { needsLinux } from "../support/kernel.ts";
import { startPeer } from "../support/peers.ts";
import { untilAsleep } from "../support/process-state.ts";
import { root, type Running } from "../support/programs.ts";
import { describeUnless } from "../support/unless.ts";
import { until } from "../support/until.ts";

const HOST = "127.0.0.1";
const MAIN = `${root}dist/cli/main.js`;
const needsRoot = process.getuid?.() !== 0 && "NOT RUN: raw sockets need root here";

/** A command line, how it is shown to be invalid, and where its statuses are its own. */
interface Row {
  readonly words: readonly string[];
  /** Invalid arguments for the same command; left out where no others are read. */
  readonly invalid?: readonly string[];
  /** Says that it has begun, on standard output or standard error; left out when it ends at once. */
  readonly begins?: RegExp;
  readonly skip?: string | false;
  /** The statuses that are not those of all commands; null when it does not end. */
  readonly statuses?: Partial<Record<Case, number | null>>;
}

type Case = "SIGINT" | "SIGTERM" | "unread" | "full" | "invalid";
const statuses: Readonly<Record<Case, number>> = {
  SIGINT: 130,
  SIGTERM: 143,
  unread: 141,
  full: 1,
  invalid: 2,
};

const listening = /^Listening on/mu;
/** The tutorial's server handles Ctrl-C, and its check of the arguments ends with 1. */
const ofTutorial = { SIGINT: 0, invalid: 1 };
const port = "0";

const rows: readonly Row[] = [
  { words: ["tour"], invalid: ["tour", "--nope"], begins: /^1\. echo/mu },
  {
    words: ["trace", "multiconn-server", HOST, port],
    invalid: ["trace", "--states", "echo-client"],
    begins: listening,
    statuses: { SIGINT: 0 },
  },
  { words: ["trace", "--both", "multiconn"], invalid: ["trace", "--both", "no"], begins: /\w/u },
  { words: ["lab"], invalid: ["lab", "no-experiment"] },
  { words: ["lab", "half-close", "--no-ask"], begins: /\w/u },
  { words: ["lab", "half-close", "--json"], invalid: ["lab", "--jobs", "0"] },
  { words: ["bench", "--list"], invalid: ["bench", "no-workload"] },
  {
    words: [..."bench ring -m poll --only bsd-sockets -n 2 -a 1 -w 1 --rounds 1".split(" ")],
    invalid: ["bench", "--rounds", "0"],
    begins: /^Round 1/mu,
  },
  {
    words: ["serve", HOST, port],
    invalid: ["serve"],
    begins: listening,
    statuses: { SIGINT: 0, SIGTERM: 0, unread: null },
  },
  { words: ["request", HOST, "PORT", "search", "ring"], invalid: ["request", HOST] },
  { words: ["netstat", "--watch"], invalid: ["netstat", "--port", "0"], begins: /\w/u },
  {
    words: ["ping", HOST],
    invalid: ["ping"],
    begins: /bytes from/u,
    skip: needsRoot,
    statuses: { SIGINT: 0 },
  },
  { words: ["resolve", "--numeric", HOST, "80"], invalid: ["resolve"] },
  { words: ["errno"], invalid: ["errno", "--nope"] },
  {
    words: ["capture"],
    invalid: ["capture", "--count", "0"],
    begins: /^Capturing/mu,
    skip: needsRoot,
  },
  { words: ["echo-server", HOST, port], begins: listening },
  {
    words: ["multiconn-server", HOST, port],
    invalid: ["multiconn-server"],
    begins: listening,
    statuses: ofTutorial,
  },
  {
    words: ["app-server", HOST, port],
    invalid: ["app-server"],
    begins: listening,
    statuses: ofTutorial,
  },
];

const options = { timeout: 240_000, concurrent: true };

let server: Running;
/** Packets for those who capture them. */
const sender = createSocket("udp4");
let sending: NodeJS.Timeout;

beforeAll(async () => {
  server = command("serve", HOST, 0);
  await server.port();
  sending = setInterval(() => {
    sender.send("packet", 9, HOST);
  }, 50);
});

afterAll(async () => {
  await server[Symbol.asyncDispose]();
  clearInterval(sending);
  sender.close();
});

async function complete(words: readonly string[]): Promise<string[]> {
  const port = String(await server.port());
  return words.map((word) => (word === "PORT" ? port : word));
}

/** Starts the command with an output of a kind that `with_output.py` knows. */
async function start(kind: string, words: readonly string[]): Promise<Running> {
  return startPeer("with_output", kind, process.execPath, MAIN, ...(await complete(words)));
}

interface End {
  readonly status: number;
  readonly stderr: string;
}

/** Waits for the end of a command; it must not have printed a stack trace. */
async function endOf(running: Running): Promise<End> {
  const end = await running.ends();
  const { stderr } = running;
  // The echo server's KeyboardInterrupt is the tutorial's.
  if (!stderr.startsWith("KeyboardInterrupt")) assert.doesNotMatch(stderr, /^\s+at /mu);
  const status = typeof end === "number" ? end : statusOfSignal(end as NodeJS.Signals);
  return { status, stderr };
}

/** Runs the command to its end. */
async function outcome(kind: string, words: readonly string[]): Promise<End> {
  await using running = await start(kind, words);
  return await endOf(running);
}

/** Sends a signal to the command once it has begun, or waits for the reader of its output. */
async function endBySignal({ words, begins }: Row, signal: NodeJS.Signals): Promise<number> {
  await using running = await start(begins === undefined ? "stuck" : "plain", words);
  if (begins === undefined) await untilAsleep(running.pid);
  else await until(() => begins.test(running.stdout) || begins.test(running.stderr));
  running.child.kill(signal);
  return (await endOf(running)).status;
}

const CANNOT_PRINT = /^[\w-]+: cannot print: no space left on device \(ENOSPC\)$/u;

test("every command is here", () => {
  const tested = new Set(rows.map(({ words }) => words[0]));
  assert.deepEqual(
    commands.map(({ name }) => name).filter((name) => !tested.has(name)),
    [],
  );
});

for (const row of rows) {
  const { words, invalid, skip = false } = row;
  const expected = { ...statuses, ...row.statuses };
  describeUnless(needsLinux || skip)(words.join(" "), options, () => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) {
      test(signal, async () => {
        assert.equal(await endBySignal(row, signal), expected[signal]);
      });
    }

    for (const kind of expected.unread === null ? [] : ["unread", "silent"]) {
      test(`a reader that left: ${kind}`, async () => {
        const { status, stderr } = await outcome(kind, words);
        assert.equal(status, expected.unread);
        assert.doesNotMatch(stderr, /cannot print/u);
      });
    }

    test("a full disk", async () => {
      const { status, stderr } = await outcome("full", words);
      assert.equal(status, expected.full);
      const lines = stderr.split("\n").filter((line) => CANNOT_PRINT.test(line));
      assert.equal(lines.length, 1, stderr);
    });

    if (invalid === undefined) return;
    test(`invalid: ${invalid.join(" ")}`, async () => {
      const { status, stderr } = await outcome("plain", invalid);
      assert.equal(status, expected.invalid);
      assert.equal(stderr === "", expected.invalid === 1);
    });
  });
}

describeUnless(needsLinux)("--help and --version", options, () => {
  const names = [...commands, ...programs].map(({ name }) => name);
  for (const words of [["--help"], ["--version"], ...names.map((name) => [name, "--help"])]) {
    test(words.join(" "), async () => {
      assert.equal((await outcome("unread", words)).status, 141);
      const { status, stderr } = await outcome("full", words);
      assert.equal(status, 1);
      assert.match(stderr.trimEnd(), CANNOT_PRINT);
    });
  }
});

describeUnless(needsLinux)("output that cannot be written otherwise", options, () => {
  // One that prints by print(), one through a stream of Node's, a program, and the help.
  for (const [first, ...rest] of [
    ["errno"],
    ["lab"],
    ["echo-server", HOST, "0"],
    ["--help"],
  ] as const) {
    test(`${first}: a file that is open for reading only`, async () => {
      const { status, stderr } = await outcome("wrong", [first, ...rest]);
      assert.equal(status, 1);
      assert.match(stderr, /^[\w-]+: cannot print: bad file descriptor \(EBADF\)\n$/u);
    });
  }

  // They print more at a time than a pipe holds, or go on printing.
  for (const [first, ...rest] of [
    ["errno", "--json"],
    ["lab", "half-close", "--no-ask"],
    ["tour"],
    ["request", HOST, "PORT", "search", "ring", "--repeat", "1000000"],
  ]) {
    test(`${first!}: a reader that leaves in the middle`, async () => {
      const { status, stderr } = await outcome("leaving", [first!, ...rest]);
      assert.deepEqual([status, stderr], [141, ""]);
    });
  }
});

describeUnless(needsLinux)("serve", options, () => {
  const folder = mkdtempSync(join(tmpdir(), "bsd-sockets-"));
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  test("goes on when nobody reads its output", async () => {
    const path = join(folder, "unread");
    await using serving = await start("silent", ["serve", "--unix", path]);
    await until(() => existsSync(path));
    const { status } = await outcome("plain", ["request", "--unix", path, "search", "ring"]);
    assert.equal(status, 0);
    serving.child.kill("SIGTERM");
    assert.equal((await endOf(serving)).status, 0);
  });
});
