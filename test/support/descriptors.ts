import assert from "node:assert/strict";
import { readdirSync, readlinkSync } from "node:fs";
import { after, before } from "node:test";

const FOLDER = process.platform === "linux" ? "/proc/self/fd" : "/dev/fd";

function describe(fd: string): string {
  try {
    return `${fd} → ${readlinkSync(`${FOLDER}/${fd}`)}`;
  } catch {
    return ""; // The descriptor of the listing itself
  }
}

/** The open descriptors of this process and what they are. */
export function openDescriptors(): string[] {
  return readdirSync(FOLDER)
    .map(describe)
    .filter((text) => text !== "")
    .sort();
}

/** Makes a test file fail that ends with other descriptors than it began with. Call it first. */
export function checkDescriptors(): void {
  let before_: string[];
  before(() => {
    before_ = openDescriptors();
  });
  after(() => {
    assert.deepEqual(openDescriptors(), before_);
  });
}
