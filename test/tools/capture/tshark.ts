// Runs tshark, to compare its lines with ours.

import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { Captured } from "#internal/tools/capture/captured.js";
import { decodeFrame } from "#internal/tools/capture/decode/frame.js";
import { line } from "#internal/tools/capture/line.js";
import { Listing } from "#internal/tools/capture/listing.js";
import {
  enhancedPacket,
  interfaceDescription,
  sectionHeader,
} from "#internal/tools/capture/pcapng.js";

import { needsTool } from "../../support/tool.ts";
import type { Passed } from "./conversation.ts";

const SNAP_LENGTH = 262_144;

/** A folder that is removed on disposal. */
export class Folder implements Disposable {
  readonly #path = mkdtempSync(join(tmpdir(), "bsd-sockets-capture-"));

  file(name: string): string {
    return join(this.#path, name);
  }

  [Symbol.dispose](): void {
    rmSync(this.#path, { recursive: true });
  }
}

/**
 * The options that limit tshark to what this package decodes. Otherwise it decodes payloads as any
 * protocol that uses the port.
 */
export const onlyTransport = ["tcp", "udp"].flatMap((name) => ["-d", `${name}.port==1-65535,data`]);

/**
 * Why the notes on segments cannot be compared: other versions of tshark have other rules for them.
 */
export function needsRules(version: string): string | false {
  const missing = needsTool("tshark");
  if (missing !== false) return missing;
  const { stdout } = spawnSync("tshark", ["--version"], { encoding: "utf8" });
  return !stdout.includes(` ${version}.`) && `NOT RUN: compares with tshark ${version}`;
}

/** Returns tshark's output for a file; fails if tshark complains about the file. */
export function tshark(file: string, ...words: string[]): string[] {
  const { status, stdout, stderr } = spawnSync(
    "tshark",
    ["-n", "-r", file, ...onlyTransport, ...words],
    { encoding: "utf8", maxBuffer: 2 ** 28 },
  );
  const complaint = stderr.replace(/^Running as user "root".*\n/mu, "");
  if (status !== 0 || complaint !== "") throw new Error(`tshark: ${status}\n${complaint}`);
  return stdout.split("\n").slice(0, -1);
}

/** Returns the packets of an Ethernet as if they had been captured. */
export function capturedFrom(passed: readonly Passed[]): Captured[] {
  return passed.map(({ frame, time }) => ({
    link: "ethernet",
    bytes: frame,
    length: frame.length,
    time,
  }));
}

/** Returns the lines that this package prints. */
export function ourLines(packets: readonly Captured[]): string[] {
  const listing = new Listing();
  return packets.map((captured) => {
    const packet = decodeFrame(captured.link, captured.bytes);
    return line(listing.row(packet, captured), packet, captured.length, false);
  });
}

/** Returns the lines that tshark prints for the same packets. */
export function tsharkLines(packets: readonly Captured[]): string[] {
  using folder = new Folder();
  const file = folder.file("packets.pcapng");
  const header = [sectionHeader(), interfaceDescription("lo", "ethernet", SNAP_LENGTH)];
  writeFileSync(file, Buffer.concat([...header, ...packets.map(enhancedPacket)]));
  return tshark(file);
}
