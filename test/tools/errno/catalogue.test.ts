import assert from "node:assert/strict";

import * as errno from "bsd-sockets/errno";
import { OSError } from "bsd-sockets/errors";
import * as socket from "bsd-sockets/socket";
import { afterAll, describe, test } from "vitest";
import { allErrors, explained, findError, namesLike } from "#internal/tools/errno/catalogue.js";

import { checkDescriptors } from "../../support/descriptors.ts";
import { needsLinux } from "../../support/kernel.ts";
import { askPython } from "../../support/python.ts";
import { provocations, removePaths } from "../../support/provocations.ts";
import { describeUnless } from "../../support/unless.ts";

checkDescriptors();
afterAll(removePaths);

describeUnless(needsLinux)("each error occurs where its explanation says", () => {
  for (const [name, call, provoke] of provocations) {
    test(`${name}: ${call}`, () => {
      using s = socket.socket();
      assert.throws(
        () => {
          provoke(s);
        },
        (error: unknown) => error instanceof OSError && error.errno === findError(name)?.number,
      );
      const calls = findError(name)!
        .explanation!.meetings.map(([words]) => words)
        .join("; ");
      const [word, kind = ""] = call.split(" (");
      assert.ok(calls.includes(word!) && calls.includes(kind.replace(")", "")), calls);
    });
  }
});

describe("the catalogue", () => {
  test("has every number once, and Python's classes", () => {
    const numbers = allErrors().map(({ number }) => number);
    assert.deepEqual(
      numbers,
      [...errno.errorcode.keys()].sort((a, b) => a - b),
    );
    const code = `
import json, sys
print(json.dumps([type(OSError(number, "")).__name__ for number in json.load(sys.stdin)]))`;
    const classes = allErrors().map(({ exception }) => exception);
    assert.deepEqual(classes, askPython(code, numbers));
  });

  test("explains what socket programmers meet, in whole sentences", () => {
    assert.ok(explained.length >= 45);
    for (const name of explained) {
      const entry = findError(name);
      // A name that this system lacks has no number.
      if (entry === undefined) continue;
      assert.match(entry.explanation!.wayOut, /^[A-Z“].*[.?]$/su, name);
      for (const [, when] of entry.explanation!.meetings) assert.match(when, /[^.]$/u, name);
    }
  });

  test("is searched by name, alias, number and text", () => {
    assert.equal(findError("econnreset")?.number, errno.ECONNRESET);
    assert.equal(findError("EWOULDBLOCK")?.explanation, findError("EAGAIN")?.explanation);
    assert.equal(findError(`-${errno.EPIPE}`)?.name, "EPIPE");
    assert.equal(findError("broken PIPE")?.name, "EPIPE");
    for (const wrong of ["", "0", "99999", "EPIPES", "constructor", "errorcode"]) {
      assert.equal(findError(wrong), undefined, wrong);
    }
  });

  test("suggests a name for a typo", () => {
    assert.equal(namesLike("ECONREFUSED")[0], "ECONNREFUSED");
    assert.equal(namesLike("eadrinuse")[0], "EADDRINUSE");
    assert.deepEqual(namesLike("something else"), []);
  });
});
