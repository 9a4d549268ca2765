import assert from "node:assert/strict";

import { test } from "vitest";

import type { LabEvent } from "#internal/lab/events.js";
import type { Experiment } from "#internal/lab/experiment.js";
import { runMany } from "#internal/lab/many.js";
import { type Run, runExperiment } from "#internal/lab/runner.js";
import { differences, type Verdict } from "#internal/lab/verdict.js";

import { checkDescriptors } from "../support/descriptors.ts";
import { fakeModule, fakes } from "../support/lab/fake-experiments.ts";
import { isAlive, needsProc } from "../support/process-state.ts";
import { testUnless } from "../support/unless.ts";
import { until } from "../support/until.ts";

checkDescriptors();

async function run(name: string, options: Partial<Run> = {}): Promise<Verdict> {
  return await runExperiment({ experiment: fakes[name]!, module: fakeModule, ...options });
}

test("an experiment with the expected observations agrees", async () => {
  const events: LabEvent[] = [];
  const report = (event: LabEvent): void => void events.push(event);
  const verdict = await run("agreeing", { report });
  const { seconds, ...rest } = verdict;
  assert.ok(seconds > 0);
  const values = { observed: { answer: "yes" }, expected: { answer: "yes" } };
  assert.deepEqual(rest, { experiment: "agreeing", agrees: true, ...values });
  const types = events.map(({ type }) => type);
  assert.deepEqual(types, ["process", "step", "step", "step", "note", "observation", "end"]);
  // They are plain data, so that a web page can show them.
  assert.deepEqual(JSON.parse(JSON.stringify(events)), events);
});

test("another value, a missing observation and an unexpected one do not agree", async () => {
  const found = await Promise.all(["differing", "incomplete", "talkative"].map((one) => run(one)));
  assert.deepEqual(
    found.map(({ agrees }) => agrees),
    [false, false, false],
  );
  assert.deepEqual(found.map(differences), [
    [{ name: "answer", observed: "yes", expected: "no" }],
    [{ name: "more", observed: undefined, expected: 1 }],
    [{ name: "more", observed: 1, expected: undefined }],
  ]);
});

test("a skipped experiment neither agrees nor differs", async () => {
  const { agrees, skipped, observed } = await run("skipped");
  assert.deepEqual(
    { agrees, skipped, observed },
    { agrees: null, skipped: "needs luck", observed: {} },
  );
});

test("a process that crashes ends the experiment, with its stderr", async () => {
  const { agrees, error } = await run("crashing");
  assert.equal(agrees, false);
  assert.match(error!, /^the process server ended with 3\nsomething terrible$/mu);
});

test("an unhandled error of a call ends the experiment", async () => {
  const { agrees, error } = await run("failing");
  assert.equal(agrees, false);
  assert.match(error!, /^listener\.send\(b`text`\): \[Errno \d+\] Broken pipe$/u);
});

for (const [how, options] of [
  ["its time is up", { deadlineSeconds: 3 }],
  ["it is interrupted", {}],
] as const) {
  testUnless(needsProc)(`a blocked process is killed when ${how}`, async () => {
    let pid = 0;
    const ending = new AbortController();
    const report = (event: LabEvent): void => {
      if (event.type === "process") pid = event.pid;
      if (event.type === "step" && "blocksIn" in event.result && how === "it is interrupted") {
        ending.abort();
      }
    };
    const { agrees, error } = await run("hanging", { ...options, report, signal: ending.signal });
    assert.equal(agrees, false);
    assert.match(
      error!,
      /within 3 seconds; .* = listener\.accept\(\) has not returned$|was interrupted$/u,
    );
    await until(() => !isAlive(pid));
  });
}

test("an experiment that is interrupted before it starts does not start", async () => {
  let hasRun = false;
  const experiment = {
    ...fakes["quiet"]!,
    run: async (): Promise<void> => {
      await Promise.resolve();
      hasRun = true;
    },
  };
  const verdict = await run("quiet", { experiment, signal: AbortSignal.abort() });
  assert.equal(verdict.error, "it was interrupted");
  assert.ok(!hasRun);
});

test("verdicts are reported in order, however the experiments end", async () => {
  const names = ["slow", "quick", "quicker"];
  const ended: string[] = [];
  const reported: string[] = [];
  let endSlow: () => void = () => undefined;
  const slow = new Promise<void>((resolve) => (endSlow = resolve));
  const runOne = async ({ name }: Experiment): Promise<Verdict> => {
    if (name === "slow") await slow;
    ended.push(name);
    if (ended.length === 2) endSlow();
    return { experiment: name, agrees: true, observed: {}, expected: {}, seconds: 0 };
  };
  const experiments = names.map((name) => ({ ...fakes["agreeing"]!, name }));
  const verdicts = await runMany(experiments, runOne, 2, ({ experiment }) =>
    reported.push(experiment),
  );
  assert.deepEqual(ended, ["quick", "quicker", "slow"]);
  assert.deepEqual(reported, names);
  assert.deepEqual(
    verdicts.map(({ experiment }) => experiment),
    names,
  );
});
