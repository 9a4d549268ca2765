import assert from "node:assert/strict";

import { afterAll, beforeAll, test } from "vitest";

import { inNamespace, needsNamespace } from "../../support/namespace.ts";
import { childFile, Running } from "../../support/programs.ts";
import { needsTool } from "../../support/tool.ts";
import { describeUnless } from "../../support/unless.ts";
import { Folder, tshark } from "./tshark.ts";

const skip = needsTool("tshark") || needsNamespace("--net");
const [BEGIN, END] = [/ Len=777$/u, / Len=778$/u];

const SLACK_MICROSECONDS = 100_000;

interface Outcome {
  status: number;
  stderr: string;
  ours: string[];
  tshark: string[];
}

/** Returns the traffic's lines, with numbers and times relative to the first packet. */
function traffic(lines: readonly string[]): { text: string; microseconds: number }[] {
  const first = lines.findIndex((line) => BEGIN.test(line));
  const last = lines.findIndex((line) => END.test(line));
  const timeOf = (line: string): number => Number(line.trim().split(/\s+/u)[1]);
  return lines.slice(first, last + 1).map((line) => ({
    text: line
      .replace(/^ *\d+ +\S+ /u, "")
      .replace(/(?<=\(request in |\[TCP Dup ACK )\d+/u, (number) => String(Number(number) - first)),
    microseconds: Math.round((timeOf(line) - timeOf(lines[first]!)) * 1e6),
  }));
}

describeUnless(skip)("capture and tshark on the same traffic", { timeout: 200_000 }, () => {
  const folder = new Folder();
  let outcome: Outcome;

  beforeAll(async () => {
    const [command, ...words] = inNamespace("--net");
    const program = [process.execPath, childFile("capture-beside-tshark"), folder.file("packets")];
    await using child = new Running(command, [...words, ...program]);
    const status = await child.ends();
    assert.equal(status, 0, child.stderr);
    outcome = JSON.parse(child.stdout) as Outcome;
  });

  afterAll(() => {
    folder[Symbol.dispose]();
  });

  test("the lines are the same, column by column, and the times are the kernel's", () => {
    const ours = traffic(outcome.ours);
    assert.ok(ours.length > 30, outcome.ours.join("\n"));
    const theirs = traffic(outcome.tshark);
    assert.deepEqual(
      ours.map(({ text }) => text),
      theirs.map(({ text }) => text),
    );
    // The kernel takes a packet's time on arrival, and again when it copies it to tshark's ring.
    for (const [index, { microseconds }] of ours.entries()) {
      assert.ok(Math.abs(microseconds - theirs[index]!.microseconds) < SLACK_MICROSECONDS);
    }
    const all = ours.map(({ text }) => text).join("\n");
    for (const part of [
      /^ +127\.0\.0\.1 → 127\.0\.0\.1 +TCP 74 \d+ → \d+ \[SYN\] Seq=0 Win=\d+ Len=0 MSS=\d+ SACK_PERM/mu,
      / ::1 → ::1 +TCP /u,
      /\[RST, ACK\]/u,
      /\[FIN, ACK\]/u,
      /ICMP \d+ Destination unreachable \(Port unreachable\)/u,
      /ICMPv6 \d+ Destination Unreachable \(Port unreachable\)/u,
      /ICMP \d+ Echo \(ping\) reply {4}id=0x1234, seq=7\/1792, ttl=64 \(request in \d+\)/u,
      /ICMPv6 \d+ Echo \(ping\) reply id=0x1234, seq=7, hop limit=64 \(request in \d+\)/u,
    ]) {
      assert.match(all, part);
    }
  });

  test("the file has the same packets, and Wireshark's programs accept it", () => {
    assert.deepEqual(tshark(folder.file("packets")), outcome.ours);
    const fields = ["frame.len", "frame.cap_len", "data.data"].flatMap((name) => ["-e", name]);
    const rows = tshark(folder.file("packets"), "-T", "fields", ...fields);
    const hello = Buffer.from("Hello, world").toString("hex");
    assert.equal(rows.filter((row) => row.endsWith(`\t${hello}`)).length, 2);
    for (const row of rows) assert.match(row, /^(\d+)\t\1\t/u);
  });

  test("Ctrl-C ends it, and it prints the number of packets", () => {
    assert.equal(outcome.status, 130);
    const end = `${outcome.ours.length} packets captured, 0 dropped by the kernel\n`;
    assert.equal(outcome.stderr, `Capturing on 'lo'\n${end}`);
  });
});
