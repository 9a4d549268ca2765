// Files that the package creates, and what it installs.

import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, describe, test } from "vitest";

import { unusedPort } from "../support/peers.ts";
import { fileOf, root, Running } from "../support/programs.ts";

const folder = mkdtempSync(join(tmpdir(), "bsd-sockets-"));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const options = { timeout: 60_000 };

describe("only the owner can read a trace's file", options, () => {
  const main = `${root}dist/cli/main.js`;
  for (const [way, words] of Object.entries({
    BSD_SOCKETS_TRACE: [fileOf("echo-client")],
    "trace --output": [main, "trace", "--output", join(folder, "trace --output"), "echo-client"],
  })) {
    test(way, async () => {
      const file = join(folder, way);
      const environment = way.startsWith("BSD") ? { BSD_SOCKETS_TRACE: file } : {};
      const everything = [...words, "127.0.0.1", String(await unusedPort())];
      const shell = ["-c", 'umask 0; exec "$@"', "sh", process.execPath, ...everything];
      await using running = new Running("sh", shell, { env: { ...process.env, ...environment } });
      await running.ends();
      assert.match(readFileSync(file, "utf8"), /ECONNREFUSED/u);
      assert.equal(statSync(file).mode & 0o777, 0o600);
    });
  }
});

interface Installed {
  readonly integrity?: string;
  readonly resolved?: string;
  readonly link?: true;
  readonly inBundle?: true;
}

for (const lock of ["package-lock.json", "src/bench/peers/package-lock.json"]) {
  test(`${lock} identifies every package by its digest`, () => {
    const text = readFileSync(join(root, lock), "utf8");
    const { packages } = JSON.parse(text) as { packages: Record<string, Installed> };
    const entries = Object.entries(packages).filter(
      ([path, { inBundle }]) => path !== "" && !inBundle,
    );
    assert.notEqual(entries.length, 0);
    for (const [path, { integrity, resolved, link }] of entries) {
      assert.match(integrity ?? "", /^sha512-/u, path);
      // Neither a repository nor a folder, and only the configured registry.
      assert.deepEqual([resolved, link], [undefined, undefined], path);
    }
  });
}

test("setup runs no install scripts of dependencies", () => {
  assert.match(
    readFileSync(join(root, "scripts/build/setup.mjs"), "utf8"),
    /"ci", "--ignore-scripts"/u,
  );
});

test("BSD_SOCKETS_ADDON is the only environment variable that names code", async () => {
  const file = join(folder, "none.node");
  const env = { ...process.env, BSD_SOCKETS_ADDON: file };
  await using running = new Running(process.execPath, [fileOf("echo-client")], { env });
  assert.equal(await running.ends(), 1);
  assert.ok(running.stderr.includes(`Looked for: ${file}`));
});
