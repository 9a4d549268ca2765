import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { hostname } from "node:os";

import * as socket from "bsd-sockets/socket";
import { test } from "vitest";

import { inNamespace, needsNamespace } from "../../support/namespace.ts";
import { root } from "../../support/programs.ts";
import { testUnless } from "../../support/unless.ts";

test("gethostname returns this machine's name", () => {
  assert.equal(socket.gethostname(), hostname());
});

test("sethostname refuses anything but a name", () => {
  for (const name of [undefined, null, 5, {}, [], true]) {
    assert.throws(() => {
      socket.sethostname(name as never);
    }, TypeError);
  }
  assert.throws(() => {
    socket.sethostname("a\0b");
  }, RangeError);
});

testUnless(needsNamespace("--uts"))("sethostname sets the name, as a string or as bytes", () => {
  const code = `
    import { print, socket } from "bsd-sockets";
    for (const name of ["first", Buffer.from("second"), "grün", "", "x".repeat(64)]) {
      socket.sethostname(name);
      print(socket.gethostname());
    }
    try { socket.sethostname("x".repeat(65)); } catch (error) { print(error.code, error.syscall); }`;
  const [command, ...words] = inNamespace("--uts");
  const program = [process.execPath, "--input-type=module", "-e", code];
  const output = execFileSync(command, [...words, ...program], { cwd: root, encoding: "utf8" });
  const lines = ["first", "second", "grün", "", "x".repeat(64), "EINVAL sethostname", ""];
  assert.deepEqual(output.split("\n"), lines);
});
