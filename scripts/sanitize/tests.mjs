// Runs test files under a check, and counts the tests.

import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { filesBelow, root } from "../build/setup.mjs";

/** Returns the test files whose path contains one of the words; all without words. */
export function testFiles(words) {
  return filesBelow("test")
    .filter((file) => file.endsWith(".test.ts"))
    .filter((file) => words.length === 0 || words.some((word) => file.includes(word)));
}

/** Returns the text of a test file. */
export function sourceOf(file) {
  return readFileSync(join(root, file), "utf8");
}

/** Returns the compiled file of a test. */
function compiled(file) {
  return join("build", file.replace(/\.ts$/u, ".js"));
}

const NO_TESTS = { pass: 0, fail: 0, skipped: 0, again: 0 };

/**
 * Runs test files with node:test, through a command that starts Node; returns how many tests
 * passed, failed and were skipped.
 */
export function runTests([program, ...parameters], files, options) {
  const reporters = ["tap", "spec"].map((name) => `--test-reporter=${name}`);
  const destinations = ["stdout", "stderr"].map((name) => `--test-reporter-destination=${name}`);
  const given = [...parameters, "--enable-source-maps", ...reporters, ...destinations];
  const result = spawnSync(program, [...given, ...options.parameters, ...files.map(compiled)], {
    cwd: root,
    encoding: "utf8",
    maxBuffer: 2 ** 30,
    // Through a pipe, like a test runner: it makes Node open descriptors at once that it would
    // otherwise open during tests that count descriptors.
    stdio: ["inherit", "pipe", "inherit"],
    env: { ...process.env, ...options.environment },
  });
  const tap = result.stdout;
  const counts = { ...countsIn(tap), failedFiles: failedFilesIn(tap, files) };
  // A run that was cut short is not a success, whatever it counted.
  return result.status === 0 || counts.fail > 0 ? counts : { ...counts, fail: 1 };
}

/** Returns the test files that have a failed test. */
function failedFilesIn(tap, files) {
  const failures = tap.split(/^ *(?=(?:not )?ok )/mu).filter((part) => part.startsWith("not ok"));
  const places = failures.map((part) => /^ *location: '(.*)'$/mu.exec(part)?.[1] ?? "");
  return files.filter((file) => {
    const name = `/${file.replace(/\.ts$/u, ".")}`;
    return places.some((place) => place.includes(name));
  });
}

/** Returns the counts at the end of the output of node:test's tap reporter. */
function countsIn(tap) {
  const count = (what) => Number(new RegExp(`^# ${what} (\\d+)$`, "mu").exec(tap)?.[1] ?? 0);
  return {
    pass: count("pass"),
    fail: count("fail") + count("cancelled"),
    skipped: count("skipped"),
    again: 0,
  };
}

/** Adds up counts. */
export function sum(all) {
  const keys = Object.keys(NO_TESTS);
  return Object.fromEntries(keys.map((key) => [key, all.reduce((n, each) => n + each[key], 0)]));
}
