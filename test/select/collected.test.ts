import assert from "node:assert/strict";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

import * as select from "bsd-sockets/select";

import { checkDescriptors, openDescriptors } from "../support/descriptors.ts";
import { testUnless } from "../support/unless.ts";

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

for (const [name, make] of Object.entries({ epoll: select.epoll, kqueue: select.kqueue })) {
  testUnless(make === undefined && "this system has no such call")(
    `${name}: an object that is collected unclosed is closed, one of fromfd is left open`,
    async () => {
      const before = openDescriptors().length;
      (() => make!().fileno())();
      await collectUntil(() => openDescriptors().length === before);

      using kept = make!();
      const opened = openDescriptors().length;
      // When the object that is made after it has been closed, it has been collected too.
      (() => make!.fromfd(kept.fileno()).closed)();
      (() => make!().fileno())();
      await collectUntil(() => openDescriptors().length === opened);
      assert.equal(kept.closed, false);
    },
  );
}
