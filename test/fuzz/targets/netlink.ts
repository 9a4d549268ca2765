import assert from "node:assert/strict";

import { ValueError } from "bsd-sockets/errors";
import { decodeInet, encodeInetRequest } from "#internal/tools/netstat/netlink/inet.js";
import {
  decodeAttributes,
  decodeMessages,
  encodeAttribute,
  encodeMessage,
  errorNumberOf,
} from "#internal/tools/netstat/netlink/message.js";
import { decodeUnix, encodeUnixRequest } from "#internal/tools/netstat/netlink/unix.js";
import { parseInet } from "#internal/tools/netstat/proc/inet.js";
import { parseUnix } from "#internal/tools/netstat/proc/unix.js";

import { guided } from "../engine/guided.ts";

const PROTOCOLS = ["tcp", "tcp6", "udp", "udp6"] as const;

/** Invalid messages may be rejected, but only with the right error. */
function decoded<Found>(decode: () => Found): Found | undefined {
  try {
    return decode();
  } catch (error) {
    if (error instanceof ValueError) return undefined;
    throw error;
  }
}

function isWithin(part: Uint8Array, whole: Buffer): boolean {
  const start = part.byteOffset - whole.byteOffset;
  return part.buffer === whole.buffer && start >= 0 && start + part.length <= whole.length;
}

function checkMessages(bytes: Buffer): void {
  for (const message of decoded(() => decodeMessages(bytes)) ?? []) {
    assert.ok(isWithin(message.payload, bytes));
    decoded(() => errorNumberOf(message));
    const [again, ...others] = decodeMessages(encodeMessage(message));
    assert.deepEqual(
      { ...again, payload: Buffer.from(again!.payload) },
      {
        ...message,
        payload: Buffer.from(message.payload),
      },
    );
    assert.equal(others.length, 0);
  }
}

function checkAttributes(bytes: Buffer): void {
  for (const [type, value] of decoded(() => decodeAttributes(bytes)) ?? []) {
    assert.ok(isWithin(value, bytes));
    const again = decodeAttributes(encodeAttribute(type, value));
    assert.deepEqual([...again.keys()], [type]);
    assert.deepEqual(Buffer.from(again.get(type)!), Buffer.from(value));
  }
}

function checkFiles(text: string): void {
  for (const protocol of PROTOCOLS) {
    for (const entry of parseInet(protocol, text)) assert.ok(entry.localPort! <= 0xffff);
  }
  for (const entry of parseUnix(text)) assert.ok(Number.isFinite(entry.inode));
}

function check(bytes: Buffer): void {
  checkMessages(bytes);
  checkAttributes(bytes);
  decoded(() => decodeUnix(bytes));
  for (const protocol of PROTOCOLS) decoded(() => decodeInet(protocol, bytes));
  checkFiles(bytes.toString("latin1"));
}

const message = { type: 20, flags: 2, sequence: 7, payload: Buffer.from("abcde") };
const done = { type: 3, flags: 0, sequence: 7, payload: Buffer.alloc(4) };
const name = encodeAttribute(0, Buffer.from("\0name"));
const numbers = [2, 7].map((type) => encodeAttribute(type, Buffer.alloc(4, 1)));

export const netlink = guided({
  name: "netlink",
  about: "netlink's responses, and files in /proc/net",
  covers: ["/dist/tools/netstat/netlink/", "/dist/tools/netstat/proc/"],
  seeds: [
    Buffer.concat([encodeMessage(message), Buffer.alloc(3), encodeMessage(done)]),
    Buffer.concat([Buffer.alloc(16, 1), name, ...numbers, encodeAttribute(4, Buffer.alloc(8))]),
    Buffer.alloc(72, 1),
    encodeMessage({ ...message, payload: encodeInetRequest("tcp6", { port: 80 }) }),
    encodeMessage({ ...message, payload: encodeUnixRequest({}) }),
    Buffer.from(
      "   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 27",
    ),
    Buffer.from(
      "   0: 00000000000000000000000001000000:0016 00000000000000000000000000000000:0000 0A " +
        "00000000:00000000 00:00000000 00000000     0        0 15281 1 0000000000000000 100",
    ),
    Buffer.from("0000000000000000: 00000003 00000000 00000000 0001 03 22114 /run/x\n"),
  ],
  check,
});
