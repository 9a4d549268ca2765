import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";

import { afterAll, describe, test } from "vitest";

import type { Results } from "#internal/bench/results.js";

import { startPeer } from "../support/peers.ts";
import { childFile, root, Running } from "../support/programs.ts";
import { until } from "../support/until.ts";

const folder = mkdtempSync(join(tmpdir(), "bsd-sockets-bench-"));
const inFolder = (name: string): string => join(folder, name);

afterAll(() => {
  rmSync(folder, { recursive: true });
});

function bench(words: string[], environment: Record<string, string> = {}): Running {
  const env = { ...process.env, ...environment };
  return new Running(process.execPath, [childFile("bench"), ...words], { env });
}

async function outcome(program: Running): Promise<[status: unknown, out: string, error: string]> {
  await using running = program;
  return [await running.ends(), running.stdout, running.stderr];
}

function readResults(name: string): Results {
  return JSON.parse(readFileSync(inFolder(name), "utf8")) as Results;
}

const short = ["-n", "10,1000", "--rounds", "2", "--only", "c epoll,sockets,koffi"];

describe("bsd-sockets bench", { timeout: 60_000, concurrent: true }, () => {
  test("prints a table, reports what it skips, and writes all figures", async () => {
    const [status, out, error] = await outcome(bench([...short, "--json", inFolder("all.json")]));
    assert.equal(status, 0, error);
    assert.match(
      out,
      /^\| +10 \| +1 \| C epoll +\| +20\.0 ns \| +10\.0 ns \| +30\.0 ns \| +0\.50 \|/mu,
    );
    assert.match(error, /^Skipped: koffi epoll: .*--peers/mu);
    assert.match(error, /^Skipped: bsd-sockets select at n=1000 a=1: .*FD_SETSIZE/mu);
    assert.match(error, /^Round 2 of 2: fake$/mu);
    // No progress bar, because stderr is not a terminal.
    assert.equal(stripVTControlCharacters(error), error);

    const results = readResults("all.json");
    assert.equal(results.format, 1);
    assert.equal(results.isComplete, true);
    assert.equal(results.rounds, 2);
    assert.deepEqual(results.settings.data, { n: [10, 1000] });
    assert.match(results.command, /^bsd-sockets -n 10,1000 --rounds 2 --only 'c epoll,sock/u);
    assert.ok(Math.abs(Date.now() - Date.parse(results.date)) < 120_000);
    assert.ok(results.machine.cores > 0 && results.machine.memoryBytes > 0);
    assert.equal(results.versions["Node.js"], process.versions.node);
    const [fake] = results.workloads;
    assert.deepEqual(
      fake?.cells.map(({ implementation, point }) => `${point["n"]} ${implementation}`),
      [
        "10 bsd-sockets epoll",
        "10 bsd-sockets select",
        "10 C epoll",
        "1000 bsd-sockets epoll",
        "1000 C epoll",
      ],
    );
    const { samples, summary } = fake.cells[2]!;
    const values = { wait: [10, 20, 30], total: [10_000] };
    assert.deepEqual(samples, [
      { round: 1, values },
      { round: 2, values },
    ]);
    assert.equal(summary["wait"]?.ratio, 0.5);
    assert.equal(summary["wait"].count, 6);
  });

  test("writes a report, and again from saved figures", async () => {
    const first = ["--json", inFolder("some.json"), "--report", inFolder("report")];
    const [status, out] = await outcome(bench([...short, ...first]));
    assert.equal(status, 0);
    const again = ["--from", inFolder("some.json"), "--report", inFolder("again")];
    assert.deepEqual((await outcome(bench(again))).slice(0, 2), [0, out]);
    for (const file of ["index.html", "README.md", "fake.md", "fake-waiting-more.svg"]) {
      const page = readFileSync(inFolder(`report/${file}`), "utf8");
      assert.equal(readFileSync(inFolder(`again/${file}`), "utf8"), page);
    }
  });

  test("continues after a failure, and its exit status is 1", async () => {
    const [status, out, error] = await outcome(bench(short, { FAKE_FAIL: "C epoll" }));
    assert.equal(status, 1);
    assert.match(error, /^Failed: fake n=10 a=1 C epoll: .*/mu);
    assert.match(error, /meant to fail/u);
    assert.match(out, /^Failed: fake n=10 a=1 C epoll$/mu);
    assert.match(out, /\| bsd-sockets epoll +\| +4\.00 µs \|/u);
    assert.ok(!error.includes(root), error);
  });

  test("ends with Ctrl-C, shows the results so far, and leaves no process behind", async () => {
    const pidFile = inFolder("pid");
    const words = [...short, "--json", inFolder("part.json")];
    await using program = bench(words, { FAKE_HANG: "C epoll", FAKE_PID_FILE: pidFile });
    await until(() => existsSync(pidFile) && readFileSync(pidFile, "utf8") !== "");
    program.child.kill("SIGINT");
    assert.equal(await program.ends(), 130);
    assert.match(program.stdout, /^Interrupted: not all rounds were run\.$/mu);
    assert.match(program.stdout, /\| bsd-sockets epoll +\| +40\.0 ns \|/u);
    assert.equal(readResults("part.json").isComplete, false);
    const pid = Number(readFileSync(pidFile, "utf8"));
    assert.throws(() => process.kill(pid, 0), { code: "ESRCH" });
  });

  test("shows a progress bar on a terminal", async () => {
    const command = [process.execPath, childFile("bench"), ...short] as const;
    await using terminal = startPeer("in_terminal", 120, { command });
    assert.equal(await terminal.ends(), 0, terminal.stdout);
    // The cells that it shows depend on when it is drawn.
    assert.match(terminal.stdout, /░ \d+% \| .* left \| round 2\/2 fake n=\d+ a=1 /u);
    assert.match(terminal.stdout, /Skipped: koffi epoll/u);
    assert.doesNotMatch(terminal.stdout, /^Round/mu);
  });

  test("refuses invalid arguments", async () => {
    for (const [words, complaint] of [
      [["nothing"], /Allowed choices are fake/u],
      [["-n", "0"], /“0” is not a whole number from 1 on/u],
      [["-m", "select,io_uring"], /“io_uring” is not a backend: use select, poll, epoll, kqueue/u],
      [["-s", "64"], /none of the workloads to run has data -s/u],
      [["--data", "s64"], /“s64” does not have the form c=1,16/u],
    ] as const) {
      const [status, out, error] = await outcome(bench([...words]));
      assert.deepEqual([status, out], [2, ""], words.join(" "));
      assert.match(error, complaint);
    }
  });

  test("lists the workloads, their data and their implementations", async () => {
    const [status, out] = await outcome(bench(["--list"]));
    assert.equal(status, 0);
    assert.match(out, /^fake: A ring of <nothing>$/mu);
    assert.match(out, /^ {2}data: n, a$/mu);
    assert.match(out, /^ {2}- koffi epoll \(unavailable: .*--peers/mu);
  });

  test("is a subcommand", async () => {
    const command = (...words: string[]): Running =>
      new Running(process.execPath, [`${root}dist/cli/main.js`, ...words]);
    const [status, help] = await outcome(command("bench", "--help"));
    assert.equal(status, 0);
    assert.match(help, /bsd-sockets bench ring -n 100,1000,9000 -a 1 -m epoll,poll/u);
    assert.deepEqual((await outcome(command("help", "bench"))).slice(0, 2), [0, help]);
  });

  test("runs the package's workloads", async () => {
    const words = ["register", "-n", "10", "-r", "1", "--quick", "--rounds", "1"];
    const command = [`${root}dist/cli/main.js`, "bench", ...words, "--only", "bsd-sockets"];
    const [status, out, error] = await outcome(new Running(process.execPath, command));
    assert.equal(status, 0, error);
    assert.match(out, /^\| Register, .* \| bsd-sockets select +\| +\d[\d.,]* [nµm]s \|/mu);
  });
});
