import assert from "node:assert/strict";

import * as socket from "bsd-sockets/socket";
import { describe, test } from "vitest";
import { Memory } from "#internal/messages/server/memory.js";

import { checkDescriptors } from "../../support/descriptors.ts";
import { message } from "../../support/message.ts";
import { headerOf, withHeader } from "../../support/messages.ts";
import { Serving } from "../../support/serving.ts";

const MEBI = 2 ** 20;

checkDescriptors();

test("the largest holder, and the total", () => {
  const memory = new Memory<string>();
  assert.equal(memory.largest(), undefined);
  memory.note("a", 5);
  memory.note("b", 7);
  memory.note("c", 1);
  assert.deepEqual([memory.total, memory.largest()], [13, "b"]);
  memory.note("b", 0);
  memory.note("a", 6);
  assert.deepEqual([memory.total, memory.largest()], [7, "a"]);
});

describe("the memory limit closes the largest connection", () => {
  test("of unfinished requests", () => {
    using serving = new Serving({ memoryLimit: 200_000, requestTimeout: 60 });
    const begin = withHeader(headerOf(1_000_000), Buffer.alloc(10_000));
    const [small, large] = [serving.connect(), serving.connect()];
    small.send(begin);
    large.send(begin);
    let sent = 0;
    serving.until(() => {
      if (!large.hasEnded()) sent += large.send(Buffer.alloc(10_000));
      return large.hasEnded();
    });
    assert.ok(sent < 1_000_000);
    assert.equal(large.end, "reset");
    assert.ok(!small.hasEnded());
    assert.equal(serving.count("memory limit reached: closed"), 1);
  });

  test("of unread responses", () => {
    using serving = new Serving({ memoryLimit: 16 * MEBI, writeTimeout: 60 }, ({ content }) => ({
      content: Buffer.alloc(content as number),
    }));
    const narrow = (sock: socket.Socket): void => {
      sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096);
    };
    const large = serving.connect(narrow);
    large.send(message(String(15 * MEBI)));
    serving.until(() => serving.server.messages === 1);
    assert.equal(serving.count("memory limit reached: closed"), 0);
    // Above the limit together with the part of the large response that the kernel has not
    // accepted.
    const small = serving.connect();
    small.send(message(String(8 * MEBI)));
    serving.until(() => small.received() === 1);
    assert.equal((small.contents[0] as Buffer).length, 8 * MEBI);
    assert.equal(serving.count("memory limit reached: closed"), 1);
    assert.equal(serving.server.connections, 1);
  });
});
