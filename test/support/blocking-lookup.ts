import { execFileSync, type SpawnOptions } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll } from "vitest";

import { root, Running } from "./programs.ts";

/** Why the tests with blocking lookups are skipped, or false. */
export const needsPreload = process.platform !== "linux" && "preloads a library";

// A sanitizer's library must be first.
function afterOthers(library: string): string {
  return [process.env["LD_PRELOAD"], library].filter((each) => each !== undefined).join(":");
}

/** Starts programs, given as text, whose lookups block. Call it first. */
export function withBlockingLookups(): (code: string) => Running {
  let folder = "";
  const library = (): string => join(folder, "blocking-lookup.so");
  beforeAll(() => {
    if (needsPreload !== false) return;
    folder = mkdtempSync(join(tmpdir(), "bsd-sockets-"));
    const source = `${root}test/support/blocking-lookup.c`;
    const options = ["-Wall", "-Werror", "-shared", "-fPIC", "-o", library(), source, "-ldl"];
    execFileSync(process.env["CC"] ?? "cc", options, { stdio: "inherit" });
  });
  afterAll(() => {
    if (folder !== "") rmSync(folder, { recursive: true });
  });
  return (code) => {
    const options: SpawnOptions = {
      cwd: root,
      stdio: "pipe",
      env: { ...process.env, LD_PRELOAD: afterOthers(library()) },
    };
    return new Running(process.execPath, ["--input-type=module", "-e", code], options);
  };
}
