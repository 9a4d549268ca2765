import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { stripVTControlCharacters } from "node:util";

import stringWidth from "string-width";
import { describe, test } from "vitest";

import { checkDescriptors } from "../../support/descriptors.ts";
import { command, commandInTerminal, outcomeOf } from "../../support/command.ts";
import { needsLinux } from "../../support/kernel.ts";
import { root, start } from "../../support/programs.ts";
import { addressOf, connectTo, listen } from "../../support/sockets.ts";
import { describeUnless, testUnless } from "../../support/unless.ts";

checkDescriptors();

interface Line {
  readonly protocol: string;
  readonly state: string;
  readonly receiveQueue: number;
  readonly localPort: number;
  readonly time?: string;
  readonly owners: readonly { pid: number; program: string; descriptors: number[] }[];
}

async function json(...words: (string | number)[]): Promise<Line[]> {
  const { status, stdout, stderr } = await outcomeOf(command("netstat", "--json", ...words));
  assert.deepEqual([status, stderr], [0, ""]);
  const lines = stdout.split("\n").slice(0, -1);
  return lines.map((line) => JSON.parse(line) as Line);
}

describeUnless(needsLinux)("netstat", { timeout: 60_000 }, () => {
  test("shows another process's listener, with its program and descriptor", async () => {
    await using server = start("echo-server", "127.0.0.1", 0);
    const port = await server.port();
    const { status, stdout, stderr } = await outcomeOf(command("netstat", "--port", port));
    assert.deepEqual([status, stderr], [0, ""]);
    const [titles, row, ...rest] = stdout.split("\n");
    assert.deepEqual(titles!.split(/\s{2,}/u), [
      ...["Proto", "Recv-Q", "Send-Q", "Local Address", "Foreign Address", "State"],
      ...["PID/Program", "FD"],
    ]);
    const pattern = `^tcp +0 +\\d+  127\\.0\\.0\\.1:${port}  0\\.0\\.0\\.0:\\*\\s+LISTEN`;
    assert.match(row!, new RegExp(`${pattern} +${server.pid}/\\S+ +\\d+$`, "u"));
    assert.deepEqual(rest, [""]);
    const [line] = await json("--port", port);
    const [owner] = line!.owners;
    assert.equal(owner!.pid, server.pid);
    const links = owner!.descriptors.map((fd) => `/proc/${server.pid}/fd/${fd}`);
    assert.match(spawnSync("readlink", links, { encoding: "utf8" }).stdout, /^socket:\[\d+\]$/mu);
  });

  test("its options filter the sockets", async () => {
    using listener = listen();
    using client = connectTo(listener);
    using accepted = listener.accept()[0];
    client.send(Buffer.from("four"));
    const port = addressOf(listener)[1];
    const all = await json("-atn", "--port", port);
    assert.deepEqual(all.map(({ state }) => state).sort(), [
      "ESTABLISHED",
      "ESTABLISHED",
      "LISTEN",
    ]);
    const [received] = all.filter(
      ({ state, localPort }) => state !== "LISTEN" && localPort === port,
    );
    assert.equal(received!.receiveQueue, 4);
    assert.equal(accepted.recv(4).length, 4);
    assert.equal((await json("-tlnp", "--port", port)).length, 1);
    assert.deepEqual(await json("-u", "--port", port), []);
    assert.deepEqual(await json("-6", "--port", port), []);
    assert.equal((await json("-4", "--port", port)).length, 3);
    const isUnix = ({ protocol }: Line): boolean => protocol === "unix";
    assert.ok((await json("-x")).every(isUnix));
    assert.ok(!(await json()).some(isUnix));
    assert.ok((await json("-a")).some(({ protocol }) => protocol === "tcp"));
  });

  test("--watch shows changes until Ctrl-C", async () => {
    using listener = listen();
    const port = addressOf(listener)[1];
    await using watching = command("netstat", "--watch", "--json", "--port", port);
    await watching.prints(/LISTEN/u);
    using client = connectTo(listener);
    await watching.prints(/ESTABLISHED/u);
    assert.equal(client.getpeername()[1], port);
    watching.child.kill("SIGINT");
    assert.equal(await watching.ends(), 130);
    assert.equal(watching.stderr, "");
    const times = watching.lines.map((line) => (JSON.parse(line) as Line).time);
    assert.ok(new Set(times).size > 1);
  });

  test("--watch on a terminal stays within its width", async () => {
    using listener = listen();
    const port = String(addressOf(listener)[1]);
    const watching = commandInTerminal(40, "Proto", "netstat", "--watch", "--port", port);
    const { status, stdout } = await outcomeOf(watching);
    assert.equal(status, 130);
    const first = stdout.split("\u001B[J")[0]!;
    const shown = stripVTControlCharacters(first).split("\r\n");
    assert.ok(shown.some((line) => line.includes(`127.0.0.1:${port}`)));
    assert.ok(shown.every((line) => stringWidth(line) <= 40));
  });

  test("it ends quietly when its reader has gone", () => {
    const script = '"$0" dist/cli/main.js netstat --watch | head -n 1';
    const options = { cwd: root, encoding: "utf8" } as const;
    const { stdout, stderr } = spawnSync("sh", ["-c", script, process.execPath], options);
    assert.match(stdout, /^Proto/u);
    assert.equal(stderr, "");
  });
});

describe("netstat's arguments", { timeout: 60_000 }, () => {
  for (const port of ["0", "65536", "x", "-1", "1.5"]) {
    test(`--port ${port} is refused`, async () => {
      const { status, stdout, stderr } = await outcomeOf(command("netstat", `--port=${port}`));
      assert.equal(status, 2);
      assert.equal(stdout, "");
      assert.match(
        stderr,
        /^error: option '--port <number>' .* whole number from 1 to 65535\.\n$/u,
      );
    });
  }

  test("--help has examples", async () => {
    const { status, stdout } = await outcomeOf(command("netstat", "--help"));
    assert.equal(status, 0);
    assert.match(stdout, /^Examples:\n {2}bsd-sockets netstat\n/mu);
  });

  testUnless(process.platform === "linux")("without a table it says what to use", async () => {
    const { status, stderr } = await outcomeOf(command("netstat"));
    assert.equal(status, 1);
    assert.match(stderr, /^netstat: this system shows programs no table[^]*lsof/u);
  });
});
