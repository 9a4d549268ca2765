// Watches two processes, unwatches one of them, prints their ids, and is killed.

import { spawn } from "node:child_process";

import { unwatch, watch } from "#internal/lab/remote/watchdog.js";

const [spared, doomed] = Array.from(
  { length: 2 },
  () => spawn("sleep", ["600"], { detached: true, stdio: "ignore" }).pid!,
) as [number, number];
watch(spared);
watch(doomed);
unwatch(spared);
process.stdout.write(`${spared} ${doomed}\n`, () => process.kill(process.pid, "SIGKILL"));
