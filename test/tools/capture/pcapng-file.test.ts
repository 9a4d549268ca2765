import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync, statSync, writeFileSync } from "node:fs";

import { test } from "vitest";

import { hexLines } from "#internal/tools/capture/hex.js";
import { PcapngFile } from "#internal/tools/capture/pcapng-file.js";

import { inNamespace, needsNamespace } from "../../support/namespace.ts";
import { root } from "../../support/programs.ts";
import { needsTool } from "../../support/tool.ts";
import { testUnless } from "../../support/unless.ts";
import { Folder, tshark } from "./tshark.ts";

const MODULE = `${root}dist/tools/capture/pcapng-file.js`;

function packet(length: number) {
  return { link: "ethernet", bytes: Buffer.alloc(length, 0xaa), length, time: 5n } as const;
}

/** Returns the lengths of a file's blocks; fails if one is incomplete. */
function blocks(path: string): number[] {
  const bytes = readFileSync(path);
  const lengths: number[] = [];
  for (let at = 0; at < bytes.length; at += lengths.at(-1)!) {
    const length = bytes.readUInt32LE(at + 4);
    assert.equal(length % 4, 0);
    assert.equal(bytes.readUInt32LE(at + length - 4), length);
    lengths.push(length);
  }
  return lengths;
}

test("a file is complete after every packet, of any length", () => {
  using folder = new Folder();
  const path = folder.file("packets.pcapng");
  using file = new PcapngFile(path, "lo", "ethernet", 100);
  assert.equal(blocks(path).length, 2);
  for (let length = 0; length < 9; length++) {
    file.add(packet(length));
    assert.equal(blocks(path).length, 3 + length);
  }
  assert.equal(statSync(path).mode & 0o077, 0);
});

const FILLS_DISK = `
  const { PcapngFile } = await import(process.argv[1]);
  const file = new PcapngFile(process.argv[2], "lo", "ethernet", 65536);
  const bytes = Buffer.alloc(3001);
  try {
    for (;;) file.add({ link: "ethernet", bytes, length: bytes.length, time: 1n });
  } catch (error) {
    console.log(error.code);
  }
  console.log((await import("node:fs")).readFileSync(process.argv[2], "base64"));
`;

testUnless(needsNamespace("--mount"))(
  "a file on a full disk ends with the last complete packet",
  () => {
    using folder = new Folder();
    const [command, ...words] = inNamespace("--mount");
    const script =
      'mount -t tmpfs -o size=16k disk "$1" && "$2" --input-type=module -e "$3" "$4" "$1/f"';
    const parameters = [folder.file(""), process.execPath, FILLS_DISK, MODULE];
    const result = spawnSync(command, [...words, "sh", "-c", script, "sh", ...parameters], {
      encoding: "utf8",
    });
    const [code, text = ""] = result.stdout.split("\n");
    assert.equal(code, "ENOSPC", result.stderr);
    const copy = folder.file("copy");
    writeFileSync(copy, Buffer.from(text, "base64"));
    assert.ok(blocks(copy).length > 3);
  },
);

testUnless(needsTool("tshark"))("times are read back to the nanosecond", () => {
  using folder = new Folder();
  const path = folder.file("packets.pcapng");
  const times = [1n, 4_294_967_296n, 1_732_000_000_123_456_789n];
  {
    using file = new PcapngFile(path, "lo", "ethernet", 100);
    for (const time of times) file.add({ ...packet(60), time });
  }
  const rows = tshark(path, "-T", "fields", "-e", "frame.time_epoch", "-e", "frame.len");
  const expected = ["0.000000001\t60", "4.294967296\t60", "1732000000.123456789\t60"];
  assert.deepEqual(rows, expected);
});

test("a payload is shown without what a terminal would interpret", () => {
  const rows = hexLines(Buffer.from("Hello, \u001b[31mworld\u009b!", "latin1"));
  assert.deepEqual(rows, [
    "      0000  48 65 6c 6c 6f 2c 20 1b  5b 33 31 6d 77 6f 72 6c  Hello, .[31mworl",
    "      0010  64 9b 21                                          d.!",
  ]);
});
