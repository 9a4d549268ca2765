import assert from "node:assert/strict";
import { readdirSync, readlinkSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

import { afterAll, beforeAll } from "vitest";

const PATIENCE_MILLISECONDS = 5_000;
const PAUSE_MILLISECONDS = 5;
const FOLDER = process.platform === "linux" ? "/proc/self/fd" : "/dev/fd";

function describe(fd: string): string {
  try {
    return `${fd} → ${readlinkSync(`${FOLDER}/${fd}`)}`;
  } catch {
    return ""; // The listing's own descriptor
  }
}

/** Returns the open descriptors of this process and what they are. */
export function openDescriptors(): string[] {
  return readdirSync(FOLDER)
    .map(describe)
    .filter((text) => text !== "")
    .sort();
}

/**
 * Returns the descriptors that are open now and were not before. Waits for those that are about to
 * be closed: an abandoned lookup ends in its own thread, with the file it reads.
 */
export async function openedSince(earlier: readonly string[]): Promise<string[]> {
  const end = performance.now() + PATIENCE_MILLISECONDS;
  for (;;) {
    const opened = openDescriptors().filter((descriptor) => !earlier.includes(descriptor));
    if (opened.length === 0 || performance.now() > end) return opened;
    await sleep(PAUSE_MILLISECONDS);
  }
}

/** Makes a test file fail if it ends with other descriptors than it began with. Call it first. */
export function checkDescriptors(): void {
  let before_: string[];
  beforeAll(() => {
    before_ = openDescriptors();
  });
  afterAll(async () => {
    await openedSince(before_);
    assert.deepEqual(openDescriptors(), before_);
  });
}
