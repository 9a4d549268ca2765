// The kqueue code, with the test double in test/native/kqueue.

import assert from "node:assert/strict";
import { existsSync } from "node:fs";

import { root, Running } from "../support/programs.ts";
import { testUnless } from "../support/unless.ts";

// A sanitizer build has its own double.
const addon = process.env["BSD_SOCKETS_KQUEUE_ADDON"] ?? `${root}build/kqueue/bsd_sockets.node`;
const skip = process.platform !== "linux" && "this system has a kqueue of its own";

/** Runs a test file with the double; returns how many of its tests passed. */
async function passedOnDouble(file: string, pattern: string): Promise<number> {
  assert.ok(existsSync(addon), "npm test builds the double");
  const environment: NodeJS.ProcessEnv = { ...process.env, BSD_SOCKETS_ADDON: addon };
  // Otherwise it would report to our runner instead of printing.
  delete environment["NODE_TEST_CONTEXT"];
  const parameters = [`--test-name-pattern=${pattern}`, "--test-reporter=tap"];
  await using running = new Running(
    process.execPath,
    [...parameters, `${root}build/test/${file}.test.js`],
    { cwd: root, env: environment },
  );
  assert.equal(await running.ends(), 0, running.stdout + running.stderr);
  const count = (what: string): number =>
    Number(new RegExp(`^# ${what} (\\d+)$`, "mu").exec(running.stdout)?.[1]);
  assert.equal(count("fail"), 0);
  return count("pass");
}

for (const file of ["selectors/contract", "selectors/contract-processes"]) {
  testUnless(skip)(`${file}: KqueueSelector fulfils the selectors' contract`, async () => {
    const epoll = await passedOnDouble(file, "EpollSelector: ");
    assert.ok(epoll > 0);
    assert.equal(await passedOnDouble(file, "KqueueSelector: "), epoll);
  });
}

testUnless(skip)("P20, P21: select.kqueue and kevent behave as in the manual", async () => {
  assert.ok((await passedOnDouble("select/kqueue", ".")) > 20);
});

testUnless(skip)("errors name the invalid arguments of kqueue and kevent", async () => {
  assert.ok((await passedOnDouble("native/wrong-arguments", ".")) > 20);
});

for (const file of ["select/interrupt", "select/collected", "lifetime/selectors"]) {
  testUnless(skip)(`${file}: kqueue passes the same tests as epoll`, async () => {
    const epoll = await passedOnDouble(file, "epoll|EpollSelector");
    assert.ok(epoll > 0);
    assert.equal(await passedOnDouble(file, "kqueue|KqueueSelector"), epoll);
  });
}
