// Experiments on a system with other settings: they are skipped, with the reason.

import assert from "node:assert/strict";

import { setting } from "#internal/lab/settings.js";

import { commandBehind, outcomeOf } from "../support/command.ts";
import { needsNamespace, needsSetting } from "../support/namespace.ts";
import { needsProc } from "../support/process-state.ts";
import { testUnless } from "../support/unless.ts";

const skip = needsProc || needsNamespace("--net");

interface Line {
  readonly experiment: string;
  readonly agrees: boolean | null;
  readonly skipped?: string;
}

/** The reasons for skipped experiments, after a shell script has changed the settings. */
async function reasons(script: string, ...names: string[]): Promise<Record<string, unknown>> {
  const words = ["lab", ...names, "--json"];
  const { stdout, stderr } = await outcomeOf(commandBehind(script, ...words));
  assert.notEqual(stdout, "", stderr);
  const lines = stdout.trim().split("\n");
  const verdicts = lines.map((line) => JSON.parse(line) as Line);
  return Object.fromEntries(
    verdicts.map(({ experiment, agrees, skipped }) => [experiment, skipped ?? agrees]),
  );
}

testUnless(needsProc)("settings are read by name", () => {
  assert.ok(setting("net.core.somaxconn")! > 0);
  assert.equal(setting("net.core.nothing"), undefined);
});

const skipQueue = skip || needsSetting("net.core.somaxconn", 1);

testUnless(skipQueue)("a queue that is too short is reported", async () => {
  const script = "echo 1 > /proc/sys/net/core/somaxconn";
  const names = ["backlog", "port-sharing", "reuseport-drain", "port-exhaustion"];
  const found = await reasons(script, ...names);
  for (const name of names)
    assert.match(String(found[name]), /^needs net\.core\.somaxconn to be at least \d+$/u);
});

for (const [name, value, ...names] of [
  ["tcp_syncookies", 2, "defer-accept"],
  ["tcp_stdurg", 1, "out-of-band"],
  ["tcp_max_tw_buckets", 0, "time-wait", "linger"],
  ["tcp_migrate_req", 1, "reuseport-drain"],
] as const) {
  const skipSetting = skip || needsSetting(`net.ipv4.${name}`, value);
  testUnless(skipSetting)(`${name} ${value} makes a difference`, async () => {
    const script = `echo ${value} > /proc/sys/net/ipv4/${name}`;
    const found = await reasons(script, ...names);
    for (const one of names)
      assert.match(String(found[one]), new RegExp(`^net\\.ipv4\\.${name} is ${value}: `, "u"));
  });
}

testUnless(skip)("a low limit on descriptors is reported", async () => {
  const found = await reasons("ulimit -n 200", "emfile", "fd-setsize", "port-sharing");
  assert.deepEqual(found, {
    emfile: "needs 256 descriptors (ulimit -n)",
    "fd-setsize": "needs 1100 descriptors (ulimit -n)",
    "port-sharing": "needs 256 descriptors (ulimit -n)",
  });
});
