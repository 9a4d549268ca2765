import assert from "node:assert/strict";

import * as errno from "bsd-sockets/errno";
import { describe, test } from "vitest";

import { command, type Outcome, outcomeOf } from "../../support/command.ts";

async function errnoCommand(...words: (string | number)[]): Promise<Outcome> {
  return await outcomeOf(command("errno", ...words));
}

describe("errno", { timeout: 60_000, concurrent: true }, () => {
  test("explains several at once, within 80 columns", async () => {
    const { status, stdout, stderr } = await errnoCommand("EPIPE", -errno.ECONNRESET, "EADDRINUSE");
    assert.deepEqual([status, stderr], [0, ""]);
    assert.match(stdout, /^EPIPE \d+: Broken pipe\n {2}Raised as BrokenPipeError\.\n\n {2}send\n/u);
    assert.match(stdout, /^ECONNRESET \d+: Connection reset by peer$/mu);
    assert.match(stdout, /^EADDRINUSE \d+: Address already in use$/mu);
    assert.ok(stdout.split("\n").every((line) => line.length <= 80));
  });

  test("lists all of them", async () => {
    const { status, stdout } = await errnoCommand();
    assert.equal(status, 0);
    const lines = stdout.split("\n");
    assert.match(lines[0]!, /^Number {2}Name +Exception +Text$/u);
    assert.equal(lines.length, errno.errorcode.size + 4);
    const refused = `^ *${errno.ECONNREFUSED}  ECONNREFUSED \\*  +ConnectionRefusedError  `;
    assert.match(stdout, new RegExp(refused, "mu"));
    assert.match(stdout, /^ *\d+ {2}E2BIG {3,}OSError/mu);
  });

  test("--json prints one per line", async () => {
    const { stdout } = await errnoCommand("--json", "ETIMEDOUT", "EXDEV");
    const [first, second] = stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as object);
    const { meetings, wayOut, ...rest } = first as { meetings: unknown[]; wayOut: string };
    assert.deepEqual(rest, {
      name: "ETIMEDOUT",
      number: errno.ETIMEDOUT,
      text: (rest as { text: string }).text,
      aliases: [],
      exception: "TimeoutError",
    });
    assert.match((rest as { text: string }).text, /timed out$/u);
    assert.ok(meetings.length > 0 && wayOut.length > 0);
    const { meetings: none, wayOut: nothing } = second as { meetings: unknown[]; wayOut: null };
    assert.deepEqual([none, nothing], [[], null]);
    const all = (await errnoCommand("--json")).stdout.trim().split("\n");
    assert.equal(all.length, errno.errorcode.size);
  });

  for (const [word, meant] of [
    ["ECONREFUSED", "Did you mean ECONNREFUSED"],
    ["99999", "no error “99999”.\n"],
  ]) {
    test(`${word!} is unknown`, async () => {
      const { status, stdout, stderr } = await errnoCommand(word!);
      assert.deepEqual([status, stdout], [1, ""]);
      assert.ok(stderr.startsWith("errno: this system has no error") && stderr.includes(meant!));
    });
  }
});
