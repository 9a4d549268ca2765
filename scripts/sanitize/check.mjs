// Runs one kind of check: builds, proves that it reports defects, runs tests, collects reports.

import { join } from "node:path";

import { root } from "../build/setup.mjs";
import { folderOf } from "./build.mjs";
import { countUnseen, emptyFolder, readReports } from "./reports.mjs";
import { missedDefects } from "./self-check.mjs";
import { runTests, sum } from "./tests.mjs";

/** Prints what does not run, so that silence is not mistaken for success. */
function reportNotRun(what, why) {
  process.stderr.write(`NOT RUN: ${what}: ${why}\n`);
}

/** Prints the files that a kind leaves out, one line per reason. */
function reportLeftOut(kind, files) {
  const reasons = new Map();
  for (const file of files) {
    const why = kind.whyLeftOut(file);
    if (why !== undefined) reasons.set(why, [...(reasons.get(why) ?? []), file]);
  }
  for (const [why, all] of reasons) {
    const which = all.length <= 3 ? all.join(", ") : `${all.length} test files`;
    reportNotRun(`${kind.name}: ${which}`, why);
  }
  for (const [title, why] of kind.leftOutTests) reportNotRun(`${kind.name}: “${title}”`, why);
}

/**
 * Returns the node:test option that excludes tests. A test also runs if only its parent's name
 * matches, and every test is a child of <root>.
 */
function exceptLeftOut(kind) {
  if (kind.leftOutTests.length === 0) return [];
  const names = kind.leftOutTests.map(([title]) => title.replace(/[^\w ,]/gu, ".")).join("|");
  return [`--test-name-pattern=/^(?!(?:<root>|${names})$)/`];
}

/**
 * Checks test files. Returns the counts of tests and the reports, or why the check could not run.
 */
export function check(kind, files) {
  const whyNot = kind.whyNot();
  if (whyNot !== undefined) return { kind, whyNot };
  const addon = kind.build();
  const missed = missedDefects(kind);
  if (missed.length > 0) {
    const whyNot = `it does not report deliberate defects here: ${missed.join(", ")}`;
    return { kind, whyNot, isBroken: true };
  }
  reportLeftOut(kind, files);
  const taken = files.filter((file) => kind.whyLeftOut(file) === undefined);
  const addons = { BSD_SOCKETS_ADDON: addon };
  if (taken.some((file) => file.includes("kqueue")) && kind.buildDouble !== undefined) {
    addons.BSD_SOCKETS_KQUEUE_ADDON = kind.buildDouble();
  }
  const begun = Date.now();
  const results = kind.passes.map((pass) =>
    runPass(
      kind,
      pass,
      taken.filter((file) => pass.takes(file)),
      addons,
    ),
  );
  return {
    kind,
    files: taken.length,
    counts: sum(results.map(({ counts }) => counts)),
    reports: results.flatMap(({ reports }) => reports),
    seconds: Math.round((Date.now() - begun) / 1000),
  };
}

function runPass(kind, pass, files, addons) {
  const reports = emptyFolder(join(root, folderOf(kind.name), pass.folder));
  if (files.length === 0) return { counts: sum([]), reports: [] };
  process.stderr.write(`${kind.title}, ${pass.title}: ${files.length} test files …\n`);
  const environment = { ...addons, ...pass.environment(reports) };
  const options = { environment, parameters: exceptLeftOut(kind) };
  const counts = runFiles(kind, files, options, reports);
  const unseen = countUnseen(reports);
  if (unseen > 0)
    reportNotRun(`${kind.name}: leaks of ${unseen} processes`, "LeakSanitizer crashed");
  return { counts, reports: readReports(reports) };
}

/** Runs test files, and repeats those that fail: an instrumented Node can be too slow for them. */
function runFiles(kind, files, options, reports) {
  const counts = runOnce(kind, files, options, reports);
  const again = counts.flatMap(({ failedFiles }) => failedFiles ?? []);
  const all = sum(counts);
  if (again.length === 0) return all;
  process.stderr.write(`${kind.title}, once more: ${again.join(", ")} …\n`);
  const second = sum(runOnce(kind, again, options, reports));
  return {
    ...all,
    fail: second.fail,
    pass: all.pass + all.fail - second.fail,
    again: again.length,
  };
}

// A command prefix would wrap only node:test's runner, and not the files.
function runOnce(kind, files, { environment, parameters }, reports) {
  const run = (group, more) =>
    runTests(kind.command(reports), group, { environment, parameters: [...parameters, ...more] });
  if (kind.isPerFile === true) return files.map((file) => run([file], []));
  return [run(files, ["--test", "--test-timeout=600000"])];
}

/** Prints the result of a check; returns false if it found something. */
export function printResult(result) {
  const { kind, whyNot, isBroken, files, counts, reports, seconds } = result;
  if (whyNot !== undefined) {
    reportNotRun(kind.title, whyNot);
    return isBroken !== true;
  }
  for (const report of reports) process.stdout.write(`\n${report}\n`);
  process.stdout.write(
    `${kind.name}: ${files} test files in ${seconds} s: ${counts.pass} passed, ` +
      `${counts.fail} failed, ${counts.skipped} skipped; ` +
      `files run twice: ${counts.again}; reports: ${reports.length}\n`,
  );
  return reports.length === 0 && counts.fail === 0 && counts.pass > 0;
}
