// What is installed as root, with a fake apt-get that only records its arguments.

import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

import { afterAll, afterEach, beforeEach, test } from "vitest";

import { root } from "../../support/programs.ts";
import { needsTool } from "../../support/tool.ts";
import { describeUnless } from "../../support/unless.ts";

interface Script {
  installUnlessThere: (program: string, packages: string[]) => void;
  takeNoInstall: (words: string[]) => string[];
}

const script = pathToFileURL(join(root, "scripts/build/install.mjs")).href;
const { installUnlessThere, takeNoInstall } = (await import(script)) as Script;

const folder = mkdtempSync(join(tmpdir(), "bsd-sockets-install-"));
const asked = join(folder, "asked");
writeFileSync(join(folder, "apt-get"), `#!/bin/sh\necho "$@" >> ${asked}\n`, { mode: 0o755 });
for (const program of ["sh", "which", "flock"]) {
  const place = ["/bin", "/usr/bin"].find((each) => existsSync(join(each, program)));
  if (place !== undefined) symlinkSync(join(place, program), join(folder, program));
}

const { PATH, BSD_SOCKETS_NO_INSTALL } = process.env;
const forbid = (value: string | undefined): void => {
  if (value === undefined) delete process.env["BSD_SOCKETS_NO_INSTALL"];
  else process.env["BSD_SOCKETS_NO_INSTALL"] = value;
};

afterAll(() => {
  rmSync(folder, { recursive: true });
});

const isRoot = process.getuid?.() === 0 && process.platform === "linux";

describeUnless(!isRoot && "NOT RUN: needs root")("as root on Debian", () => {
  beforeEach(() => {
    process.env["PATH"] = folder;
    forbid(undefined);
    rmSync(asked, { force: true });
  });

  afterEach(() => {
    process.env["PATH"] = PATH;
    forbid(BSD_SOCKETS_NO_INSTALL);
  });

  test("missing programs are installed", () => {
    assert.deepEqual(takeNoInstall(["socket"]), ["socket"]);
    installUnlessThere("no-such-program", ["some-package"]);
    assert.equal(needsTool("strace"), "NOT RUN: strace is not installed");
    const packages = readFileSync(asked, "utf8").match(/\S+$/gmu);
    assert.deepEqual(packages, ["-qq", "some-package", "-qq", "strace"]);
  });

  test("with --no-install nothing is installed, and dependent checks do not run", () => {
    assert.deepEqual(takeNoInstall(["--no-install", "socket"]), ["socket"]);
    installUnlessThere("no-such-program", ["some-package"]);
    assert.equal(needsTool("strace"), "NOT RUN: strace is not installed");
    assert.ok(!existsSync(asked));
  });
});
