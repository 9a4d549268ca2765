import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { delimiter } from "node:path";

import { test } from "vitest";

import { root, Running } from "../support/programs.ts";
import { testUnless } from "../support/unless.ts";

interface Gyp {
  targets: [{ sources: string[]; defines: string[] }];
}

const [target] = (JSON.parse(readFileSync(`${root}binding.gyp`, "utf8")) as Gyp).targets;
const cmake = readFileSync(`${root}CMakeLists.txt`, "utf8");

test("both builds have the same sources and definitions", () => {
  assert.deepEqual(cmake.match(/native\/\S+\.cc/gu), target.sources);
  for (const definition of target.defines) assert.ok(cmake.includes(definition), definition);
});

const hasCmake = (process.env["PATH"] ?? "")
  .split(delimiter)
  .some((folder) => existsSync(`${folder}/cmake`));

testUnless(!hasCmake && "NOT RUN: cmake is not installed")(
  "the CMake build loads and works",
  async () => {
    const cmakeJs = `${root}node_modules/cmake-js/bin/cmake-js`;
    await using build = new Running(process.execPath, [cmakeJs, "build", "--out", "build/cmake"], {
      cwd: root,
    });
    assert.equal(await build.ends(), 0, build.stdout + build.stderr);
    assert.doesNotMatch(build.stdout + build.stderr, /warning:/u);
    const code = `import("bsd-sockets").then(({ socket }) => {
    const s = socket.socket();
    s.bind(["127.0.0.1", 0]);
    console.log(s.getsockname()[0]);
    s.close();
  });`;
    await using running = new Running(process.execPath, ["-e", code], {
      cwd: root,
      env: { ...process.env, BSD_SOCKETS_ADDON: `${root}build/cmake/Release/bsd_sockets.node` },
    });
    assert.equal(await running.ends(), 0, running.stderr);
    assert.equal(running.stdout, "127.0.0.1\n");
  },
);
