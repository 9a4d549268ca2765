import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";

import { describe, test } from "vitest";

import { Client } from "../support/client.ts";
import { checkDescriptors } from "../support/descriptors.ts";
import { ask, search } from "../support/message.ts";
import { needsProc, queuesOf, runTime, untilAsleep } from "../support/process-state.ts";
import { fileOf, start } from "../support/programs.ts";
import { describeUnless } from "../support/unless.ts";
import { until } from "../support/until.ts";

checkDescriptors();

const HOST = "127.0.0.1";
const RECORDS = 200_000;

/** A server whose output is read only on request. */
class Unread implements AsyncDisposable {
  readonly child: ChildProcess;
  output = "";
  errors = "";
  readonly #closed: Promise<unknown[]>;

  constructor(command: string, parameters: string[]) {
    this.child = spawn(command, parameters, { stdio: ["ignore", "pipe", "pipe"] });
    this.#closed = once(this.child, "close");
    this.child.stdout!.setEncoding("utf8");
    this.child.stderr!.setEncoding("utf8").on("data", (text: string) => {
      this.errors += text;
    });
  }

  /** Starts a tutorial program. */
  static start(name: string): Unread {
    return new Unread(process.execPath, [fileOf(name), HOST, "0"]);
  }

  /** Reads only the line with the port. */
  async port(): Promise<number> {
    const stdout = this.child.stdout!;
    for (;;) {
      this.output += (stdout.read() as string | null) ?? "";
      const match = /^Listening on \('.*', (\d+)\)$/mu.exec(this.output);
      if (match !== null) return Number(match[1]);
      await once(stdout, "readable");
    }
  }

  read(): void {
    this.child.stdout!.on("data", (text: string) => {
      this.output += text;
    });
  }

  async ends(): Promise<number | string> {
    const [code, signal] = (await this.#closed) as [number | null, string | null];
    return code ?? signal ?? "";
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.child.kill("SIGKILL");
    this.child.stdout!.resume();
    await this.#closed;
  }
}

function numbered(): string {
  return Array.from({ length: RECORDS }, (_, i) => String(i).padStart(9, "0") + ";").join("");
}

/** Waits until a server sleeps with unread input: then it waits for its output. */
async function untilBlocked(server: Unread, port: number, client: Client): Promise<void> {
  await until(() => (queuesOf(port, client.port)?.receive ?? 0) > 0);
  await untilAsleep(server.child.pid!);
}

describeUnless(needsProc)("output that is read late", { timeout: 60_000 }, () => {
  test("multiconn-server waits, and loses nothing", async () => {
    await using server = Unread.start("multiconn-server");
    const port = await server.port();
    await using client = await Client.to(port);
    const data = numbered();
    client.send(data);
    client.end();
    await untilBlocked(server, port, client);
    assert.ok(client.received < data.length / 2, "it continues without its reader");
    // It is blocked: it does not run when others do something, so it cannot grow.
    const ran = runTime(server.child.pid!);
    await using other = await Client.to(port);
    other.send("Message");
    await using bystander = start("echo-server", HOST, 0);
    await bystander.port();
    assert.equal(runTime(server.child.pid!), ran);

    server.read();
    assert.equal((await client.receiveAll()).toString() === data, true);
    assert.equal((await other.receive(7)).toString(), "Message");
    await other.close();
    await until(() => server.output.includes(`Closing connection to ${other.address}\n`));
    server.child.kill("SIGINT");
    assert.equal(await server.ends(), 0);

    // Each line is complete, and each record was printed, in order; a partial send repeats the
    // rest.
    let next = 0;
    for (const line of server.output.split("\n")) {
      const text = /^Echoing b'(.*)' to (.*)$/u.exec(line);
      if (text?.[2] !== client.address) continue;
      const begin = data.indexOf(text[1]!.slice(0, 30), Math.max(0, next - 2048));
      assert.ok(begin >= 0 && begin <= next, line);
      assert.equal(data.startsWith(text[1]!, begin), true, line);
      next = begin + text[1]!.length;
    }
    assert.equal(next, data.length);
    assert.equal(server.errors, "");
  });

  for (const name of ["multiconn-server", "app-server"]) {
    test(`${name} that waits for its reader responds to SIGINT`, async () => {
      await using server = Unread.start(name);
      const port = await server.port();
      await using client = await Client.to(port);
      client.send(name === "app-server" ? search("x".repeat(3_000_000)) : "x".repeat(3_000_000));
      if (name === "app-server") await untilAsleep(server.child.pid!);
      else await untilBlocked(server, port, client);
      server.child.kill("SIGINT");
      server.read();
      assert.equal(await server.ends(), 0, server.errors);
      assert.match(server.output, /Caught keyboard interrupt, exiting\n$/u);
    });
  }

  test("app-server waits for its reader, then responds", async () => {
    await using server = Unread.start("app-server");
    const port = await server.port();
    const value = "x".repeat(3_000_000);
    const answer = ask(port, search(value));
    await untilAsleep(server.child.pid!);
    server.read();
    assert.equal((await answer) === `{"result": "No match for '${value}'."}`, true);
    await until(() => server.output.includes("Closing connection"));
    const lines = server.output.split("\n");
    assert.equal(lines.filter((line) => line.includes(value)).length, 2);
  });
});

describe("output that nobody reads any more", { timeout: 60_000 }, () => {
  for (const name of ["echo-server", "multiconn-server", "app-server", "app-server-test"]) {
    test(`${name} fails with BrokenPipeError`, async () => {
      await using server = Unread.start(name);
      const port = await server.port();
      server.child.stdout!.destroy();
      await using client = await Client.to(port);
      client.send("Message");
      assert.equal(await server.ends(), 1, server.errors);
      assert.match(server.errors, /^BrokenPipeError: \[Errno \d+\] Broken pipe$/mu);
    });

    test(`${name} ends even if nobody reads its errors`, async () => {
      await using server = Unread.start(name);
      const port = await server.port();
      server.child.stdout!.destroy();
      server.child.stderr!.destroy();
      await using client = await Client.to(port);
      client.send("Message");
      assert.notEqual(await server.ends(), 0);
    });
  }

  test("echo-server is still ended by SIGINT when nobody reads its errors", async () => {
    await using server = Unread.start("echo-server");
    await server.port();
    server.child.stderr!.destroy();
    server.child.kill("SIGINT");
    assert.equal(await server.ends(), "SIGINT");
  });
});
