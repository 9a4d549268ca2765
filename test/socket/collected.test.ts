import assert from "node:assert/strict";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

import * as selectors from "bsd-sockets/selectors";
import * as socket from "bsd-sockets/socket";
import { test } from "vitest";

import { checkDescriptors, openDescriptors } from "../support/descriptors.ts";
import { listen } from "../support/sockets.ts";

checkDescriptors();

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

/** Collects garbage until a condition is true; the collector decides when finalizers run. */
async function collectUntil(isSo: () => boolean): Promise<void> {
  while (!isSo()) await collectOnce();
}

async function collectOnce(): Promise<void> {
  collectGarbage();
  await new Promise((resolve) => setImmediate(resolve));
}

/** Ways to make a socket that nobody closes. The test closes the kept one. */
const makers: Record<string, (kept: socket.Socket) => socket.Socket> = {
  socket: () => socket.socket(),
  accept: (kept) => kept.accept()[0],
  dup: (kept) => kept.dup(),
  fromfd: (kept) => socket.fromfd(kept.fileno(), kept.family, kept.type),
  "a fileno": (kept) => socket.socket({ fileno: kept.dup().detach() }),
  create_server: () => socket.create_server(["127.0.0.1", 0]),
  create_connection: (kept) => socket.create_connection(kept.getsockname() as socket.InetAddress),
  socketpair: () => {
    const [one, other] = socket.socketpair();
    other.close();
    return one;
  },
};

for (const [name, make] of Object.entries(makers)) {
  test(`M22: an unclosed socket from ${name} is closed when it is collected, with one warning`, async () => {
    using kept = listen();
    using client = socket.create_connection(kept.getsockname());
    assert.ok(client.fileno() > 0);
    const warnings: Error[] = [];
    const listener = (warning: Error): void => void warnings.push(warning);
    process.on("warning", listener);
    const before = openDescriptors().length;
    const fd = (() => make(kept).fileno())();
    await collectUntil(() => openDescriptors().length === before && warnings.length > 0);
    for (let round = 0; round < 3; round++) await collectOnce();
    process.off("warning", listener);
    assert.deepEqual(
      warnings.map(({ name, message }) => [name, message]),
      [["ResourceWarning", `unclosed socket, fd ${fd}`]],
    );
  });
}

test("M22: a closed or detached socket is collected without a warning", async () => {
  const warnings: Error[] = [];
  const listener = (warning: Error): void => void warnings.push(warning);
  process.on("warning", listener);
  let collected = 0;
  const registry = new FinalizationRegistry(() => {
    collected += 1;
  });
  const fd = ((): number => {
    const closed = socket.socket();
    const detached = socket.socket();
    for (const s of [closed, detached]) registry.register(s, undefined);
    closed.close();
    return detached.detach();
  })();
  await collectUntil(() => collected === 2);
  for (let round = 0; round < 3; round++) await collectOnce();
  process.off("warning", listener);
  assert.deepEqual(warnings, []);
  socket.close(fd);
});

test("an unclosed selector is closed when it is collected", async () => {
  const before = openDescriptors().length;
  (() => new selectors.DefaultSelector().get_map())();
  await collectUntil(() => openDescriptors().length === before);
});
