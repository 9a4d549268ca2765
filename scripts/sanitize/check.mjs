// Makes one kind of check: builds, shows that it reports defects, runs tests, gathers reports.

import { join } from "node:path";

import { root } from "../setup.mjs";
import { folderOf } from "./build.mjs";
import { emptyFolder, readReports } from "./reports.mjs";
import { missedDefects } from "./self-check.mjs";
import { runTests, sum } from "./tests.mjs";

/** Prints what does not run, so that nobody takes silence for success. */
export function tellNotRun(what, why) {
  process.stderr.write(`NOT RUN: ${what}: ${why}\n`);
}

/** Prints the files that a kind does not take, a line for each reason. */
function tellLeftOut(kind, files) {
  const reasons = new Map();
  for (const file of files) {
    const why = kind.whyLeftOut(file);
    if (why !== undefined) reasons.set(why, [...(reasons.get(why) ?? []), file]);
  }
  for (const [why, all] of reasons) {
    const which = all.length <= 3 ? all.join(", ") : `${all.length} test files`;
    tellNotRun(`${kind.name}: ${which}`, why);
  }
  for (const [title, why] of kind.leftOutTests) tellNotRun(`${kind.name}: “${title}”`, why);
}

/**
 * What makes node:test leave out the tests that a kind does not take. A test runs also when only its
 * parent's name matches, and every test is a child of one that is called <root>.
 */
function exceptLeftOut(kind) {
  if (kind.leftOutTests.length === 0) return [];
  const names = kind.leftOutTests.map(([title]) => title.replace(/[^\w ,]/gu, ".")).join("|");
  return [`--test-name-pattern=/^(?!(?:<root>|${names})$)/`];
}

/**
 * Makes a check of test files. Gives the counts of tests and the reports, or why it could not run.
 */
export function check(kind, files) {
  const whyNot = kind.whyNot();
  if (whyNot !== undefined) return { kind, whyNot };
  const addon = kind.build();
  const missed = missedDefects(kind);
  if (missed.length > 0) {
    const whyNot = `it does not report a deliberate defect here: ${missed.join(", ")}`;
    return { kind, whyNot, isBroken: true };
  }
  tellLeftOut(kind, files);
  const taken = files.filter((file) => kind.whyLeftOut(file) === undefined);
  const begun = Date.now();
  const results = kind.passes.map((pass, index) =>
    runPass(
      kind,
      pass,
      taken.filter((file) => pass.takes(file)),
      addon,
      index,
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

function runPass(kind, pass, files, addon, index) {
  const reports = emptyFolder(join(root, folderOf(kind.name), `reports-${index}`));
  if (files.length === 0) return { counts: sum([]), reports: [] };
  process.stderr.write(`${kind.title}, ${pass.title}: ${files.length} test files …\n`);
  const environment = { BSD_SOCKETS_ADDON: addon, ...pass.environment(reports) };
  // A program around Node would be around node:test's runner alone, and not around the files.
  const groups = kind.isPerFile === true ? files.map((file) => [file]) : [files];
  const parameters = kind.isPerFile === true ? [] : ["--test", "--test-timeout=600000"];
  const options = { environment, parameters: [...parameters, ...exceptLeftOut(kind)] };
  const counts = groups.map((group) => runTests(kind.command(reports), group, options, reports));
  return { counts: sum(counts), reports: readReports(reports) };
}

/** Prints what came of a check; false when it found something. */
export function tell(result) {
  const { kind, whyNot, isBroken, files, counts, reports, seconds } = result;
  if (whyNot !== undefined) {
    tellNotRun(kind.title, whyNot);
    return isBroken !== true;
  }
  for (const report of reports) process.stdout.write(`\n${report}\n`);
  process.stdout.write(
    `${kind.name}: ${files} test files in ${seconds} s: ${counts.pass} passed, ` +
      `${counts.fail} failed, ${counts.skipped} skipped; reports: ${reports.length}\n`,
  );
  return reports.length === 0 && counts.fail === 0 && counts.pass > 0;
}
