import assert from "node:assert/strict";

import * as selectors from "bsd-sockets/selectors";
import { test } from "vitest";

import { askPython } from "../support/python.ts";

test("every name of CPython's module exists", () => {
  const python = askPython(`
import json, selectors
own = [name for name, value in vars(selectors).items() if not name.startswith("_")
       and (isinstance(value, int) or getattr(value, "__module__", "") == "selectors")]
print(json.dumps(own))`);
  const ours = selectors as unknown as Record<string, unknown>;
  assert.ok((python as string[]).includes("SelectorKey"));
  for (const name of python as string[]) assert.notEqual(ours[name], undefined, name);
});

test("every method of CPython's selectors and keys exists", () => {
  const python = askPython(`
import json, selectors
names = lambda kind: [name for name in dir(kind) if not name.startswith("_")]
print(json.dumps([names(selectors.DefaultSelector), list(selectors.SelectorKey._fields)]))`);
  const [methods, fields] = python as [string[], string[]];
  using selector = new selectors.DefaultSelector();
  for (const name of methods) assert.ok(name in selector, name);
  assert.deepEqual(Object.keys(new selectors.SelectorKey(1, 1, 1, null)), fields);
});
