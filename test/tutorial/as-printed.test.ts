import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { describe, test } from "vitest";

import { Client } from "../support/client.ts";
import { checkDescriptors } from "../support/descriptors.ts";
import { unusedPort } from "../support/peers.ts";
import { needsProc } from "../support/process-state.ts";
import { childFile, Running, start } from "../support/programs.ts";
import { describeUnless } from "../support/unless.ts";
import { until } from "../support/until.ts";

// What chapters 5 and 6 of the tutorial say about the programs as printed: each defect that the
// programs in src/tutorial/ have fixed. The other tests in this folder check the fixes.

checkDescriptors();

const HOST = "127.0.0.1";

/** A printed program prints the port it was given, so it needs a free one. */
async function startPrinted(
  name: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<{ server: Running; port: number }> {
  for (;;) {
    const port = await unusedPort();
    const server = new Running(
      process.execPath,
      [childFile(`as-printed/${name}`), HOST, String(port)],
      { env: { ...process.env, ...environment } },
    );
    try {
      await server.prints(/^Listening/mu);
      return { server, port };
    } catch (error) {
      // Another program may have taken the port in the meantime.
      if (!server.stderr.includes("Address already in use")) throw error;
    }
  }
}

/** More bytes than a connection's buffers can hold without a reader. */
function mostBuffered(): number {
  if (process.platform !== "linux") return 6_000_000;
  const sizesOf = (name: string): number[] =>
    readFileSync(`/proc/sys/net/ipv4/${name}`, "utf8").split(/\s+/u).map(Number);
  return sizesOf("tcp_wmem")[2]! + sizesOf("tcp_rmem")[1]!;
}

/** A file for a program's trace. */
class Trace implements Disposable {
  readonly #folder = mkdtempSync(join(tmpdir(), "bsd-sockets-"));
  readonly #file = join(this.#folder, "trace");
  readonly environment = { BSD_SOCKETS_TRACE: this.#file };

  /** Waits until the program has waited so many times that it must be a busy loop. */
  async spins(): Promise<void> {
    await until(() => {
      const text = existsSync(this.#file) ? readFileSync(this.#file, "utf8") : "";
      return (text.match(/^(?:epoll_wait|kevent)\(/gmu)?.length ?? 0) > 1000;
    });
  }

  [Symbol.dispose](): void {
    rmSync(this.#folder, { recursive: true });
  }
}

describe("multiconn-server as printed", { timeout: 60_000 }, () => {
  test("spins with one idle client", async () => {
    using trace = new Trace();
    const { server, port } = await startPrinted("multiconn-server", trace.environment);
    await using running = server;
    await using client = await Client.to(port);
    await trace.spins();
    assert.equal(client.isEnded, false);
    running.child.kill("SIGINT");
    assert.equal(await running.ends(), 0);
  });

  test("ends when one client resets", async () => {
    const { server, port } = await startPrinted("multiconn-server");
    await using running = server;
    await using client = await Client.to(port);
    await running.prints(/^Accepted/mu);
    await client.reset();
    assert.equal(await running.ends(), 1);
    assert.match(running.stderr, /^ConnectionResetError: /mu);
  });

  test("loses the end of an echo when the client half-closes", async () => {
    const { server, port } = await startPrinted("multiconn-server");
    await using running = server;
    await using client = await Client.to(port);
    client.socket.pause();
    const data = Buffer.alloc(mostBuffered() + 1_000_000, "0123456789");
    client.send(data);
    client.end();
    await running.prints(/^Closing connection/mu);
    client.socket.resume();
    const { length } = await client.receiveAll();
    assert.ok(length < data.length, `${length} of ${data.length}`);
  });
});

describe("multiconn-client as printed", { timeout: 60_000 }, () => {
  const file = childFile("as-printed/multiconn-client");

  test("spins while it waits for its echo", async () => {
    // It accepts, and never receives.
    await using server = start("app-server-test", HOST, 0);
    using trace = new Trace();
    const words = [file, HOST, String(await server.port()), "1"];
    await using client = new Running(process.execPath, words, {
      env: { ...process.env, ...trace.environment },
    });
    await trace.spins();
    client.child.kill("SIGINT");
    assert.equal(await client.ends(), 0);
  });

  test("ends at the first refusal", async () => {
    const words = [file, HOST, String(await unusedPort()), "2"];
    await using client = new Running(process.execPath, words);
    assert.equal(await client.ends(), 1);
    assert.match(client.stderr, /^ConnectionRefusedError: /mu);
    assert.doesNotMatch(client.stdout, /Closing/u);
  });
});

describeUnless(needsProc)("out of descriptors", { timeout: 60_000 }, () => {
  for (const name of ["multiconn-server", "app-server"]) {
    test(`${name} as printed ends`, async () => {
      const { server, port } = await startPrinted(name);
      await using running = server;
      execFileSync("prlimit", [`--pid=${running.pid}`, "--nofile=3"]);
      await using client = await Client.to(port);
      assert.equal(await running.ends(), 1);
      assert.match(running.stderr, /^OSError: \[Errno 24\] Too many open files$/mu);
      await client.close();
    });
  }
});
