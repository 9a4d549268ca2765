// What Linux does, seen through this package: a process without room for another descriptor.

import assert from "node:assert/strict";
import { test } from "node:test";

import { needsLinux as skip } from "../support/kernel.ts";
import { childFile, Running } from "../support/programs.ts";

const LIMIT = 256;

test(
  "experiment 20: with a full table accept fails, and the listener stays readable",
  { skip },
  async () => {
    const program = [process.execPath, childFile("full-table")];
    await using child = new Running("sh", [
      "-c",
      `ulimit -n ${LIMIT} && exec "$@"`,
      "sh",
      ...program,
    ]);
    assert.equal(await child.ends(), 0, child.stderr);
    const [full, again, withRoom, withoutConnection, withRoomForNobody] = JSON.parse(
      child.stdout,
    ) as string[];
    assert.deepEqual([full, again], ["EMFILE IN", "EMFILE IN"]);
    assert.equal(withRoom, "OK ");
    // The descriptor comes first: that there is nobody to accept is not looked at.
    assert.equal(withoutConnection, "EMFILE ");
    assert.equal(withRoomForNobody, "EAGAIN ");
  },
);
