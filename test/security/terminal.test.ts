// Names and bytes from others that reach a terminal, or a file that is read in one.

import assert from "node:assert/strict";
import { readFileSync, rmSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import * as socket from "bsd-sockets/socket";
import { afterAll, describe, test } from "vitest";

import { members, frame, OBEYED, serve } from "../support/attack.ts";
import { Client } from "../support/client.ts";
import { command, outcomeOf } from "../support/command.ts";
import { needsLinux } from "../support/kernel.ts";
import { fileOf, Running, startPython } from "../support/programs.ts";
import { testUnless } from "../support/unless.ts";

const folder = mkdtempSync(join(tmpdir(), "bsd-sockets-"));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** A window title, a colour, a one-character CSI, a change of direction, a line break. */
const EVIL = "\u001b]0;owned\u0007\u009b31m\u202e\u007f\r\nfake";

const HOLDER = `
import signal, socket, sys
name = sys.argv[1]
open("/proc/self/comm", "w").write(name[-8:])
s = socket.socket(socket.AF_UNIX)
s.bind("\\0" + name)
s.listen()
print("ready")
signal.pause()
`;

describe("no terminal escape appears in", { timeout: 60_000 }, () => {
  testUnless(needsLinux)("netstat's table and JSON", async () => {
    const name = `${EVIL}-${process.pid}\u001b[2J\u009b1m`;
    await using holder = startPython(HOLDER, name);
    await holder.prints(/ready/u);
    const table = await outcomeOf(command("netstat", "-x"));
    const [line] = table.stdout.split("\n").filter((text) => text.includes(`-${process.pid}\\x1b`));
    assert.match(line!, /@\\x1b\]0;owned\\x07\\x9b31m\\u202e\\x7f\\r\\nfake/u);
    assert.doesNotMatch(table.stdout, OBEYED);
    const json = await outcomeOf(command("netstat", "-x", "--json"));
    assert.doesNotMatch(json.stdout, OBEYED);
    const entries = json.stdout.trimEnd().split("\n");
    const parsed = entries.map((text) => JSON.parse(text) as { localAddress: string });
    assert.ok(parsed.some(({ localAddress }) => localAddress === `@${name}`));
  });

  testUnless(needsLinux)("a trace of received data", async () => {
    for (const format of ["text", "json"]) {
      const file = join(folder, format);
      await using server = new Running(
        process.execPath,
        [fileOf("echo-server"), "127.0.0.1", "0"],
        {
          env: { ...process.env, BSD_SOCKETS_TRACE: file, BSD_SOCKETS_TRACE_FORMAT: format },
        },
      );
      await using client = await Client.to(await server.port());
      client.send(EVIL);
      client.end();
      await client.receiveAll();
      await server.ends();
      const trace = readFileSync(file, "utf8");
      assert.match(trace, /owned/u);
      assert.doesNotMatch(trace, OBEYED);
      assert.doesNotMatch(server.stdout + server.stderr, OBEYED);
    }
  });

  test("the server's log of an invalid message", async () => {
    await using server = serve("--verbose");
    await using client = await Client.to(await server.port());
    client.send(frame(`{${members(0, JSON.stringify(EVIL).slice(1, -1))}}`));
    client.end();
    assert.match((await client.receiveAll()).toString(), /UNSUPPORTED_TYPE/u);
    server.child.kill("SIGTERM");
    await server.ends();
    assert.match(server.stderr, /refused: UNSUPPORTED_TYPE .*owned/u);
    assert.doesNotMatch(server.stderr, OBEYED);
    assert.doesNotMatch(server.stderr, /^fake/mu);
  });

  test("payloads that are logged on request", async () => {
    await using server = serve("--log-payloads");
    await using client = await Client.to(await server.port());
    const content = JSON.stringify({ action: "search", value: EVIL });
    client.send(frame(`{${members(Buffer.byteLength(content))}}`, content));
    client.end();
    await client.receiveAll();
    server.child.kill("SIGTERM");
    await server.ends();
    assert.match(server.stderr, /request .*owned/u);
    assert.doesNotMatch(server.stderr, OBEYED);
  });

  testUnless(needsLinux)("the message of an OSError about such a path", async () => {
    using s = socket.socket(socket.AF_UNIX);
    await assert.rejects(
      async () => {
        s.connect(join(folder, EVIL));
        await Promise.resolve();
      },
      (error: Error) => !OBEYED.test(error.message),
    );
  });
});
