// What Linux does, seen through this package: connections whose network is gone.

import assert from "node:assert/strict";
import { test } from "node:test";

import { inNamespace, needsNamespace } from "../support/namespace.ts";
import { childFile, Running } from "../support/programs.ts";

const skip = needsNamespace("--net");

interface Ending {
  readonly error: string;
  readonly milliseconds: number;
}

interface Result {
  readonly withUserTimeout: Ending;
  readonly withKeepalive: Ending;
  readonly plain: string;
}

test(
  "experiment 24: TCP_USER_TIMEOUT and keepalive end a connection that would stay",
  { skip },
  async () => {
    const [command, ...words] = inNamespace("--net");
    await using child = new Running(command, [...words, process.execPath, childFile("dead-link")]);
    assert.equal(await child.ends(), 0, child.stderr);
    const { withUserTimeout, withKeepalive, plain } = JSON.parse(child.stdout) as Result;
    assert.equal(withUserTimeout.error, "ETIMEDOUT");
    assert.ok(withUserTimeout.milliseconds > 900, `${withUserTimeout.milliseconds}`);
    // A second of silence, and two probes a second apart that nobody answers.
    assert.equal(withKeepalive.error, "ETIMEDOUT");
    assert.ok(withKeepalive.milliseconds > 2500, `${withKeepalive.milliseconds}`);
    assert.equal(plain, "ESTABLISHED");
  },
);
