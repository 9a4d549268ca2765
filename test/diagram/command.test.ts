import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, describe, test } from "vitest";

import type { Call } from "#internal/trace/call.js";

import { isBlockedIn, needsThread } from "../support/once-blocked.ts";
import { root, Running } from "../support/programs.ts";
import { testUnless } from "../support/unless.ts";
import { until } from "../support/until.ts";

type SidedCall = Call & { side: "server" | "client" };

const folder = mkdtempSync(join(tmpdir(), "bsd-sockets-diagram-"));

afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** Returns what a run has left in a directory for temporary files. */
function recordings(directory: string): string[] {
  return readdirSync(directory).filter((name) => name.startsWith("bsd-sockets-trace-"));
}

/** Runs `bsd-sockets trace …` with a directory for temporary files. */
function both(...words: string[]): Running {
  return bothIn(folder, ...words);
}

function bothIn(directory: string, ...words: string[]): Running {
  const env = { ...process.env, TMPDIR: directory, COLUMNS: "120" };
  return new Running(process.execPath, [`${root}dist/cli/main.js`, "trace", ...words], { env });
}

async function callsOf(...words: string[]): Promise<SidedCall[]> {
  await using running = both("--json", ...words);
  assert.equal(await running.ends(), 0, running.stderr);
  return running.lines.map((line) => JSON.parse(line) as SidedCall);
}

/** A user's program, with the package's modules. */
function programFile(name: string, text: string): string {
  const file = join(folder, name);
  const socket = JSON.stringify(new URL(`file://${root}dist/socket/index.js`).href);
  writeFileSync(file, `import * as socket from ${socket};\n${text}`);
  return file;
}

const SERVER = `
const s = socket.socket(socket.AF_INET, socket.SOCK_STREAM);
s.bind(["127.0.0.1", 0]);
s.listen();
s.getsockname();
const [conn] = s.accept();
conn.recv(64);
conn.close();
`;

const CLIENT = `
const [, , option, port, host] = process.argv;
if (option !== "--port") throw new Error("no port");
const s = socket.socket(socket.AF_INET, socket.SOCK_STREAM);
s.connect([host, Number(port)]);
s.sendall(Buffer.from("hello"));
s.close();
`;

describe("trace --both", { timeout: 120_000, concurrent: true }, () => {
  for (const [pair, accepts, connects] of [
    ["echo", 1, 1],
    ["multiconn", 2, 2],
    ["app", 1, 1],
  ] as const) {
    test(`has the calls of both programs of ${pair}, in order of time`, async () => {
      const calls = await callsOf("--both", pair);
      const count = (side: string, name: string): number =>
        calls.filter((call) => call.side === side && call.name === name && call.result >= 0).length;
      for (const name of ["socket", "bind", "listen"]) assert.equal(count("server", name), 1, name);
      assert.equal(count("server", "accept4"), accepts);
      assert.equal(count("client", "socket"), connects);
      const asked = calls.filter(({ side, name }) => side === "client" && name === "connect");
      assert.equal(asked.length, connects);
      const starts = calls.map(({ start }) => start);
      assert.deepEqual(
        starts,
        starts.toSorted((one, other) => one - other),
      );
      const established = calls.flatMap(({ states = [] }) => states.map(({ state }) => state));
      assert.ok(established.includes("LISTEN") && established.includes("ESTABLISHED"));
      // All accepted sockets were closed, because the server could finish.
      const accepted = calls.filter(({ name }) => name === "accept4").map(({ result }) => result);
      for (const fd of accepted.filter((result) => result >= 0)) {
        assert.ok(
          calls.some((call) => call.side === "server" && call.name === "close" && call.fd === fd),
        );
      }
    });
  }

  test("draws the blocked accept() as a bar, with arrows and states", async () => {
    await using running = both("--both", "echo");
    assert.equal(await running.ends(), 0, running.stderr);
    const lines = running.lines;
    assert.match(lines[0]!, /^ +ms {2}server: echo-server +client: echo-client$/u);
    const start = lines.findIndex((line) => /accept4\(\d+, … +┏/u.test(line));
    const end = lines.findIndex((line) => /accept4 … .*= \d+ <.+> +┗◄/u.test(line));
    const connect = lines.findIndex((line) => /┃.*connect\(/u.test(line));
    assert.ok(start !== -1 && start < connect && connect < end, running.stdout);
    assert.match(running.stdout, /fd \d+ CLOSE → LISTEN/u);
    assert.match(running.stdout, /fd \d+ CLOSE → ESTABLISHED/u);
    assert.ok(lines.every((line) => line.length <= 120));
    // The programs' own output must not be in it.
    assert.match(running.stderr, /^client \| Received b'Hello, world'$/mu);
  });

  test("writes a picture, and removes its temporary files", async () => {
    const directory = mkdtempSync(join(folder, "picture-"));
    const file = join(directory, "echo.svg");
    await using running = bothIn(directory, "--both", "echo", "--svg", file);
    assert.equal(await running.ends(), 0, running.stderr);
    assert.equal(running.stdout, "");
    assert.match(readFileSync(file, "utf8"), /^<svg [^]*accept4[^]*<\/svg>\n$/u);
    assert.deepEqual(recordings(directory), []);
  });

  test("passes arguments to the client of a pair", async () => {
    const calls = await callsOf("--both", "app", "search", "ring");
    const sent = calls.find(({ side, name }) => side === "client" && name === "sendto");
    assert.equal(sent?.result, 142);
  });

  test("runs the user's programs, and finds the port in their calls", async () => {
    const server = programFile("server.mjs", SERVER);
    const client = programFile("client.mjs", CLIENT);
    const words = ["--both", server, "--with", client, "--", "--port", "{port}", "{host}"];
    const calls = await callsOf(...words);
    assert.ok(calls.some(({ side, name }) => side === "server" && name === "accept4"));
  });

  test("shows what happened when a program fails, and reports the failure", async () => {
    const failing = programFile("failing.mjs", "process.exitCode = 3;");
    await using running = both("--both", "multiconn-server", "--with", failing);
    assert.equal(await running.ends(), 1);
    assert.match(running.stderr, /^trace: failing\.mjs ended with 3$/mu);
    assert.match(running.stdout, /listen\(/u);
  });

  test("reports that the server does not listen", async () => {
    const file = programFile("nothing.mjs", "");
    await using running = both("--both", file, "--with", "echo-client");
    assert.equal(await running.ends(), 1);
    assert.match(running.stderr, /^trace: nothing\.mjs ended with 0 before it listened$/mu);
  });

  for (const [words, message] of [
    [["--both", "echos"], /^error: “echos” is none of the pairs echo, multiconn, app/u],
    [["--both", "no.js", "--with", "echo-client"], /^error: “no\.js” is no program/u],
    [["--both", "echo-server", "--with", "no.js"], /^error: “no\.js” is no program/u],
  ] as const) {
    test(`rejects ${words.join(" ")}`, async () => {
      await using running = both(...words);
      assert.equal(await running.ends(), 2);
      assert.match(running.stderr, message);
      assert.equal(running.stderr.trimEnd().split("\n").length, 1);
    });
  }

  for (const words of [
    ["--both", "echo", "-o", "calls.txt"],
    ["--svg", "echo.svg", "echo-client"],
    ["--with", "echo-client"],
  ]) {
    test(`rejects ${words.join(" ")}, which would ignore an option`, async () => {
      await using running = both(...words);
      assert.equal(await running.ends(), 2);
      assert.match(running.stderr, /^error: .*(?:cannot be used with|belong to --both)/u);
    });
  }

  test("reports that it cannot write the picture", async () => {
    await using running = both("--both", "echo", "--svg", join(folder, "none", "echo.svg"));
    assert.equal(await running.ends(), 1);
    assert.match(running.stderr, /^trace: cannot write the picture: ENOENT/mu);
  });

  testUnless(needsThread)(
    "shows what happened until Ctrl-C, and leaves nothing behind",
    async () => {
      const blocked = programFile(
        "blocked.mjs",
        `
const [, , host, port] = process.argv;
const s = socket.socket(socket.AF_INET, socket.SOCK_STREAM);
s.connect([host, Number(port)]);
console.log("process", process.pid);
s.recv(1);
`,
      );
      const directory = mkdtempSync(join(folder, "interrupted-"));
      await using running = bothIn(directory, "--both", "multiconn-server", "--with", blocked);
      await until(() => {
        const client = /client \| process (\d+)/u.exec(running.stderr);
        return client !== null && isBlockedIn("recvfrom", Number(client[1]));
      });
      running.child.kill("SIGINT");
      assert.equal(await running.ends(), 130);
      assert.match(running.stdout, /recvfrom …/u);
      assert.match(running.stdout, /EINTR/u);
      assert.deepEqual(recordings(directory), []);
    },
  );

  test("leaves no recordings behind when it is killed", async () => {
    const silent = programFile("silent.mjs", 'console.log("up"); setInterval(() => {}, 1e6);');
    const directory = mkdtempSync(join(folder, "ended-"));
    await using running = bothIn(directory, "--both", silent, "--with", "echo-client");
    await until(() => running.stderr.includes("server | up"));
    assert.equal(recordings(directory).length, 1);
    running.child.kill("SIGTERM");
    assert.equal(await running.ends(), 143);
    assert.deepEqual(recordings(directory), []);
  });

  test("ends quietly when its reader has gone", async () => {
    const command = `${process.execPath} ${root}dist/cli/main.js trace --both echo | head -n 1`;
    await using running = new Running("bash", ["-o", "pipefail", "-c", command]);
    assert.equal(await running.ends(), 0, running.stderr);
    assert.equal(running.lines.length, 1);
    assert.doesNotMatch(running.stderr, /EPIPE|Error/u);
  });
});
