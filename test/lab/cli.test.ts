// The command bsd-sockets lab, with fake experiments, some of which fail on purpose.

import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";

import { afterAll, describe, test } from "vitest";

import { command, outcomeOf } from "../support/command.ts";
import { startPeer } from "../support/peers.ts";
import { isAlive, needsProc } from "../support/process-state.ts";
import { childFile, Running } from "../support/programs.ts";
import { testUnless } from "../support/unless.ts";
import { until } from "../support/until.ts";

const folder = mkdtempSync(join(tmpdir(), "bsd-sockets-lab-"));

afterAll(() => {
  rmSync(folder, { recursive: true });
});

function lab(words: string[], environment: Record<string, string> = {}): Running {
  const env = { ...process.env, ...environment };
  return new Running(process.execPath, [childFile("lab"), ...words], { env });
}

interface Typing {
  typed?: string;
  awaited?: string;
  key?: string;
}

/**
 * Runs the command in a terminal. Types a text, or presses a key (Ctrl-C) once the awaited text
 * appears.
 */
function inTerminal(words: string[], given: Typing = {}): Running {
  const program = [process.execPath, childFile("lab"), ...words];
  return startPeer("in_terminal", 80, { command: program, ...given });
}

interface Line {
  readonly experiment: string;
  readonly agrees: boolean | null;
}

function linesOf(stdout: string): Line[] {
  return stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Line);
}

describe("bsd-sockets lab", { timeout: 120_000, concurrent: true }, () => {
  test("lists the experiments if none is named", async () => {
    const { status, stdout } = await outcomeOf(lab([]));
    assert.equal(status, 0);
    assert.match(stdout, /^agreeing +The title of agreeing\ndiffering +The title of differing\n/u);
    const [first] = linesOf((await outcomeOf(lab(["--json"]))).stdout);
    assert.deepEqual(first, { name: "agreeing", title: "The title of agreeing" });
  });

  test("is a subcommand of the package", async () => {
    const { status, stdout } = await outcomeOf(command("lab"));
    assert.equal(status, 0);
    assert.match(stdout, /^half-close +Half-close/mu);
  });

  test("prints a line of JSON for each; the exit status is 1 if one differs", async () => {
    const { status, stdout, stderr } = await outcomeOf(lab(["--all", "--no-ask", "--json"]));
    assert.equal(status, 1);
    const found = linesOf(stdout).map(({ experiment, agrees }) => [experiment, agrees]);
    assert.deepEqual(found, [
      ["agreeing", true],
      ["differing", false],
      ["incomplete", false],
      ["talkative", false],
      ["skipped", null],
      ["crashing", false],
      ["failing", false],
    ]);
    assert.match(stderr, /^NOT RUN: skipped: needs luck$/mu);
    assert.match(stderr, /^crashing: the process server ended with 3\nsomething terrible$/mu);
  });

  test("a skipped experiment is reported, and is not a failure", async () => {
    const known = { FAKE_EXPERIMENTS: "agreeing,skipped" };
    const { status, stdout, stderr } = await outcomeOf(lab(["--all"], known));
    assert.equal(status, 0);
    assert.match(stdout, /^agrees .* agreeing\nnot run .* skipped\n$/u);
    assert.equal(stderr, "NOT RUN: skipped: needs luck\n");
  });

  test("many at a time cause no warning", async () => {
    const known = { FAKE_EXPERIMENTS: Array(12).fill("quiet").join() };
    const words = ["--all", "--json", "--jobs", "12"];
    const { status, stdout, stderr } = await outcomeOf(lab(words, known));
    assert.deepEqual([status, linesOf(stdout).length, stderr], [0, 12, ""]);
  });

  test("shows an experiment: question, calls, sockets, verdict, explanation", async () => {
    const { status, stdout, stderr } = await outcomeOf(lab(["agreeing"]));
    assert.equal(status, 0, stderr);
    assert.equal(stripVTControlCharacters(stdout), stdout);
    const text = stdout.replaceAll(/\s+/gu, " ");
    for (const part of [
      "The title of agreeing agreeing Does it go well? What is the answer? 1 it is yes 2 it is no",
      "1 server listener = socket(AF_INET, SOCK_STREAM)",
      '2 server listener.bind(["127.0.0.1", 0])',
      "3 server listener.listen() listen(",
      "server.listener: CLOSE → LISTEN poll —",
      "a note ✓ answer: yes at the end: server.listener: LISTEN poll — SO_ERROR OK",
      "The kernel did what the experiment expects. The first paragraph. The second one. listen(2)",
      "https://man7.org/linux/man-pages/man2/listen.2.html",
    ]) {
      assert.ok(text.includes(part), `“${part}” is not in ${text}`);
    }
    // stdin is not a terminal, so nothing is asked.
    assert.doesNotMatch(stdout, /[Pp]rediction/u);
  });

  test("shows differences and failures", async () => {
    const { status, stdout } = await outcomeOf(lab(["differing", "incomplete", "failing"]));
    assert.equal(status, 1);
    assert.match(stdout, /✗ answer: yes, expected no$/mu);
    assert.match(
      stdout,
      /did not do what the experiment expects:\n {2}answer: yes, expected no$/mu,
    );
    assert.match(stdout, /^ {2}more: \(not observed\), expected 1$/mu);
    assert.match(stdout, /^The experiment failed: listener\.send\(b`text`\): .*Broken pipe$/mu);
  });

  test("asks for a prediction until there is an answer", async () => {
    for (const [typed, said] of [
      ["7\n1\n", "Your prediction was right: it is yes"],
      ["2\n", "Your prediction was wrong. The answer is: it is yes"],
    ] as const) {
      await using terminal = inTerminal(["agreeing"], { typed });
      assert.equal(await terminal.ends(), 0);
      const shown = stripVTControlCharacters(terminal.stdout);
      assert.match(shown, /Your prediction\? \(1–2, Enter to skip\)/u);
      assert.ok(shown.includes(said), shown);
    }
  });

  test("Ctrl-C also ends it during a question", async () => {
    await using terminal = inTerminal(["agreeing"], { awaited: "to skip) " });
    assert.equal(await terminal.ends(), 130);
    assert.doesNotMatch(terminal.stdout, /listener/u);
  });

  test("Ctrl-D skips the question, and ends the line", async () => {
    await using terminal = inTerminal(["agreeing"], { awaited: "to skip) ", key: "\x04" });
    assert.equal(await terminal.ends(), 0);
    const shown = stripVTControlCharacters(terminal.stdout).replaceAll("\r", "");
    assert.match(shown, /to skip\) \n +process server: pid \d+\n/u);
    assert.doesNotMatch(shown, /Your prediction was/u);
  });

  test("does not ask with --no-ask; uses colors on a terminal", async () => {
    await using terminal = inTerminal(["agreeing", "--no-ask"]);
    assert.equal(await terminal.ends(), 0);
    assert.notEqual(stripVTControlCharacters(terminal.stdout), terminal.stdout);
    const shown = stripVTControlCharacters(terminal.stdout).replaceAll("\r", "");
    assert.doesNotMatch(shown, /Your prediction/u);
    for (const line of shown.split("\n")) assert.ok(line.length <= 80, line);
  });

  for (const [words, message] of [
    [["agreing"], /^error: there is no experiment 'agreing'\n\(Did you mean agreeing\?\)\n$/u],
    [["zzz"], /^error: there is no experiment 'zzz'\n$/u],
    [["--jobs", "0"], /^error: option '--jobs <count>' argument '0' is invalid/u],
    [["--al"], /^error: unknown option '--al'\n\(Did you mean --all\?\)\n$/u],
  ] as const) {
    test(`${words.join(" ")} is refused`, async () => {
      const { status, stdout, stderr } = await outcomeOf(lab([...words]));
      assert.equal(status, 2);
      assert.equal(stdout, "");
      assert.match(stderr, message);
    });
  }

  for (const [signal, status] of [
    ["SIGINT", 130],
    ["SIGTERM", 143],
    ["SIGKILL", "SIGKILL"],
  ] as const) {
    testUnless(needsProc)(
      `${signal} leaves no process behind, not even a blocked one`,
      async () => {
        const file = join(folder, signal);
        const known = { FAKE_EXPERIMENTS: "hanging,agreeing", FAKE_PIDS: file };
        await using running = lab(["--all", "--jobs", "1"], known);
        await until(() => existsSync(file) && readFileSync(file, "utf8") !== "");
        const pid = Number(readFileSync(file, "utf8"));
        assert.ok(isAlive(pid));
        running.child.kill(signal);
        assert.equal(await running.ends(), status);
        await until(() => !isAlive(pid));
        assert.deepEqual([running.stdout, running.stderr], ["", ""]);
      },
    );
  }

  // During a blocking call of this process, Ctrl-C does not reach listeners for SIGINT.
  for (const words of [
    ["ctrl-c", "quiet"],
    ["--all", "--jobs", "2", "--json"],
  ]) {
    test(`Ctrl-C during a blocking call of this process ends ${words.join(" ")}`, async () => {
      const known = { FAKE_EXPERIMENTS: "ctrl-c,agreeing,quiet" };
      const { status, stdout, stderr } = await outcomeOf(lab(words, known));
      assert.equal(status, 130);
      assert.doesNotMatch(stdout, /failed|quiet/u);
      assert.equal(stderr, "");
    });
  }

  test("ends silently when its output is closed", async () => {
    const script = `"$@" | head -n 1; echo "\${PIPESTATUS[0]}"`;
    const words = [process.execPath, childFile("lab"), "agreeing", "differing"];
    const { stdout, stderr } = await outcomeOf(
      new Running("bash", ["-c", script, "bash", ...words]),
    );
    assert.deepEqual([stdout, stderr], ["The title of agreeing  agreeing\n141\n", ""]);
  });

  test("the list also ends silently", async () => {
    // The reader is gone before the first line.
    const script = `mkfifo "$0"
      { exec 3>"$0"; read -r _; "$@" >&3; echo "$?"; } < <(exec 4<"$0"; exec 4<&-; echo gone)`;
    const words = [join(folder, "pipe"), process.execPath, childFile("lab")];
    const { stdout, stderr } = await outcomeOf(new Running("bash", ["-c", script, ...words]));
    assert.deepEqual([stdout, stderr], ["141\n", ""]);
  });
});
