import assert from "node:assert/strict";

import { root, Running } from "../support/programs.ts";
import { testUnless } from "../support/unless.ts";

const skip = process.platform !== "linux" && "writes to /dev/full";

for (const words of ["errno", "errno EPIPE --json", "resolve 127.0.0.1 80 --numeric", "netstat"]) {
  testUnless(skip)(`a full disk for the output of ${words} is reported on one line`, async () => {
    const command = `${process.execPath} ${root}dist/cli/main.js ${words} > /dev/full`;
    await using running = new Running("sh", ["-c", command]);
    assert.equal(await running.ends(), 1);
    const [name] = words.split(" ");
    assert.equal(running.stderr, `${name}: cannot print: [Errno 28] No space left on device\n`);
  });
}
