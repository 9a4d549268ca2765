import assert from "node:assert/strict";
import { once } from "node:events";
import { test } from "node:test";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

import * as selectors from "bsd-sockets/selectors";
import * as socket from "bsd-sockets/socket";

import { checkDescriptors, openDescriptors } from "../support/descriptors.ts";

checkDescriptors();

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

/** Collects until something is so; the collector decides when it runs finalizers. */
async function collectUntil(isSo: () => boolean): Promise<void> {
  while (!isSo()) {
    collectGarbage();
    await new Promise((resolve) => setImmediate(resolve));
  }
}

test("a socket that is collected unclosed is closed, with one warning", async () => {
  const before = openDescriptors().length;
  const warning = once(process, "warning");
  (() => socket.socket().fileno())();
  await collectUntil(() => openDescriptors().length === before);
  const [{ name, message }] = (await warning) as [Error];
  assert.equal(name, "ResourceWarning");
  assert.match(message, /^unclosed socket, fd \d+$/u);
});

test("a selector that is collected unclosed is closed", async () => {
  const before = openDescriptors().length;
  (() => new selectors.DefaultSelector().get_map())();
  await collectUntil(() => openDescriptors().length === before);
});
