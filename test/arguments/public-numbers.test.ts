// Every public function that takes an integer or a timeout refuses the same values with the same class
// and the same sentence. TypeScript says which functions there are, so a new one fails here until it has
// a row. The raw layer has a table of its own: test/native/arguments/.

import assert from "node:assert/strict";
import { inspect } from "node:util";

import { afterAll, describe, test } from "vitest";

import { checkDescriptors } from "../support/descriptors.ts";
import type { Fault } from "./kinds.ts";
import { addressRows } from "./rows/addresses.ts";
import { messageRows, otherRows } from "./rows/messages.ts";
import { absentHere, selectRows } from "./rows/select.ts";
import { socketRows } from "./rows/socket.ts";
import { target } from "./rows/target.ts";
import { transferRows } from "./rows/transfers.ts";
import { publicNumbers } from "./surface.ts";

checkDescriptors();
afterAll(() => {
  target.close();
});

const modules = ["messages", "python", "select", "selectors", "socket", "struct", "trace"];
const rows = [
  ...addressRows,
  ...messageRows,
  ...otherRows,
  ...selectRows,
  ...socketRows,
  ...transferRows,
];

/** Data that a program gets and seldom makes: nothing is done with its numbers. */
const DATA = /^new select\.Kevent\(|^new selectors\.SelectorKey\(/u;

test("every number that a public function takes has a row", () => {
  const known = new Set(rows.map(([argument]) => argument));
  const isExempt = (argument: string): boolean => DATA.test(argument) || absentHere(argument);
  const found = publicNumbers(modules);
  for (const one of ["socket.Socket.recv(bufsize)", "messages.request(options.limits.nesting)"]) {
    assert.ok(found.includes(one), one);
  }
  assert.deepEqual(
    found.filter((one) => !known.has(one) && !isExempt(one)),
    [],
  );
  assert.equal(known.size, rows.length, "a row is there twice");
});

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/gu, "\\$&");
}

function refuses(call: () => unknown, [value, Class, sentence]: Fault): void {
  const whole = new RegExp(`^(?:\\w+(?:\\(\\))?: )?${escaped(sentence)}$`, "u");
  assert.throws(call, (error: Error & { code?: string }) => {
    const text = `${inspect(value)}: ${String(error)}`;
    assert.equal(error.constructor, Class, text);
    assert.equal(error.code, Class === TypeError ? "ERR_INVALID_ARG_TYPE" : "ERR_OUT_OF_RANGE");
    assert.match(error.message, whole);
    assert.ok(error.message.length <= 120, text);
    return true;
  });
}

describe("refuses what is not such a number", () => {
  for (const [argument, kind, call, named] of rows) {
    const name = named ?? /(?<name>\w+)\)$/u.exec(argument)!.groups!["name"]!;
    test(argument, () => {
      for (const fault of kind(name)) refuses(() => call(fault[0] as never), fault);
    });
  }
});
