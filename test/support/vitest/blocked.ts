import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";

import { test } from "vitest";

test("waits in a system call for something that never happens", () => {
  const child = spawn("sleep", ["600"]);
  writeFileSync(process.env["PID_FILE"]!, String(child.pid));
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
});
