import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { describe, test } from "vitest";

import type { Command } from "#internal/bench/commands.js";
import { cProgram, nodeProgram, pythonProgram } from "#internal/bench/commands.js";
import { compile } from "#internal/bench/compile.js";
import {
  echoObstacle,
  echoServers,
  load,
  loadOn,
  startEchoServer,
} from "#internal/bench/echo-programs.js";
import { startServer } from "#internal/bench/processes.js";

import { checkDescriptors } from "../../support/descriptors.ts";
import { testUnless } from "../../support/unless.ts";
import { until } from "../../support/until.ts";

checkDescriptors();

const present = echoServers.filter(
  (server) => server.runtime !== "Bun" && echoObstacle(server) === undefined,
);

/** Ends the traced program, so that strace writes its counts. */
function endTraced(pid: number): void {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8");
  process.kill(Number(children.trim()), "SIGKILL");
}

/** How often a server makes each system call under load. */
async function countCalls(
  command: Command,
  parameters: readonly (string | number)[],
): Promise<Map<string, number>> {
  const folder = mkdtempSync(join(tmpdir(), "bsd-sockets-"));
  const file = join(folder, "calls");
  const options = ["-f", "-c", "-U", "name,calls", "-o", file];
  const server = await startServer(["strace", ...options, ...command]);
  try {
    await load(server, parameters);
    endTraced(server.pid);
    await until(() => readFileSync(file, "utf8").includes("total"));
    const lines = readFileSync(file, "utf8").matchAll(/^(\w+) +(\d+)$/gmu);
    return new Map(Array.from(lines, ([, name, calls]) => [name!, Number(calls)]));
  } finally {
    await server.stop();
    rmSync(folder, { recursive: true });
  }
}

function canTrace(): boolean {
  try {
    execFileSync("strace", ["-f", "-c", "-U", "name,calls", "true"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

describe("echo servers", { timeout: 120_000 }, () => {
  for (const server of present) {
    test(`${server.name} echoes on many connections`, async () => {
      const measured = await loadOn(server, ["-c", 150, "-s", 64, "-u", 100, "-e", 1000]);
      assert.ok(measured["cpu"]![0]! > 0);
    });

    test(`${server.name} echoes messages of one byte`, async () => {
      await loadOn(server, ["-c", 2, "-s", 1, "-e", 20]);
    });

    test(`${server.name} echoes messages that the kernel accepts in parts`, async () => {
      await loadOn(server, ["-c", 3, "-s", 10_000_000, "-e", 6]);
    });

    test(`${server.name} continues after a client leaves in the middle of a message`, async () => {
      const started = await startEchoServer(server);
      try {
        const client = connect(started.port, "127.0.0.1");
        client.pause().write(Buffer.alloc(20_000_000));
        client.once("error", () => client.destroy());
        await once(client, "readable");
        client.resetAndDestroy();
        await load(started, ["-c", 3, "-s", 64, "-e", 100]);
      } finally {
        await started.stop();
      }
    });
  }

  const skip = canTrace() ? false : "strace cannot trace here";
  testUnless(skip)("make the same system calls for an echo", async () => {
    const [c, e] = [10, 500];
    const messages = 2 * c - 1 + e;
    compile("echo-server");
    for (const command of [
      cProgram("echo-server"),
      nodeProgram("echo-server"),
      nodeProgram("echo-server-syscalls"),
      pythonProgram("echo-server"),
    ]) {
      const calls = await countCalls(command, ["-c", c, "-s", 64, "-e", e]);
      const name = command.join(" ");
      assert.equal(calls.get("sendto"), messages, name);
      assert.equal(calls.get("accept4"), c, name);
      // When the connections end, there may be one more recv and epoll_ctl for each. Node's own event
      // loop also watches some descriptors.
      const received = calls.get("recvfrom")! - messages;
      assert.ok(received >= 0 && received <= c, name);
      assert.ok(calls.get("epoll_ctl")! <= 2 * c + 1 + 20, name);
      assert.ok(calls.get("epoll_wait")! <= messages + 2 * c + 20, name);
    }
  });
});
