import assert from "node:assert/strict";
import { readFileSync, statSync } from "node:fs";
import { test } from "node:test";

import { hexLines } from "#internal/tools/capture/hex.js";
import { PcapngFile } from "#internal/tools/capture/pcapng-file.js";

import { needsTool } from "../../support/tool.ts";
import { Folder, tshark } from "./tshark.ts";

function packet(length: number) {
  return { link: "ethernet", bytes: Buffer.alloc(length, 0xaa), length, time: 5n } as const;
}

/** The lengths of a file's blocks; fails where one is torn. */
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

test("a file is whole after every packet, of whatever length", () => {
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

test("a file on a full disk ends with the last whole packet", () => {
  assert.throws(() => new PcapngFile("/dev/full", "lo", "ethernet", 100), { code: "ENOSPC" });
});

test("times are read back to the nanosecond", { skip: needsTool("tshark") }, () => {
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

test("the bytes of a payload are shown without what a terminal would obey", () => {
  const rows = hexLines(Buffer.from("Hello, \u001b[31mworld\u009b!", "latin1"));
  assert.deepEqual(rows, [
    "      0000  48 65 6c 6c 6f 2c 20 1b  5b 33 31 6d 77 6f 72 6c  Hello, .[31mworl",
    "      0010  64 9b 21                                          d.!",
  ]);
});
