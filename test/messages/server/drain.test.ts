import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { ConnectionRefusedError, RuntimeError } from "bsd-sockets/errors";
import { encodeMessage, type Handler } from "bsd-sockets/messages";
import * as socket from "bsd-sockets/socket";
import { afterAll, describe, test } from "vitest";

import { checkDescriptors } from "../../support/descriptors.ts";
import { message } from "../../support/message.ts";
import { Client, Serving } from "../../support/serving.ts";

checkDescriptors();

const folder = mkdtempSync(join(tmpdir(), "drain-"));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const echo: Handler = ({ content }) => ({ content });
const request = message('"to the end"');

describe("drain", () => {
  test("responds to requests that arrived but were not read yet", () => {
    using serving = new Serving({}, echo);
    const accepted = serving.connect();
    serving.until(() => serving.server.connections === 1);
    const waiting = serving.connect();
    accepted.send(request);
    waiting.send(request);
    serving.server.drain();
    serving.until(() => accepted.hasEnded() && waiting.hasEnded());
    assert.deepEqual([accepted.contents, waiting.contents], [["to the end"], ["to the end"]]);
    assert.deepEqual([accepted.end, waiting.end], ["closed", "closed"]);
  });

  test("responds to all that has arrived, even if it is a lot", () => {
    using serving = new Serving({}, echo);
    const path = join(folder, "much.sock");
    serving.server.listen(path);
    using sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM);
    sock.connect(path);
    sock.setblocking(false);
    const client = new Client(sock);
    // Its size divides the size of a receive, so no message spans two of them.
    const around = encodeMessage({ content: Buffer.alloc(1000) }).length - 1000;
    const sent = encodeMessage({ content: Buffer.alloc(4096 - around) });
    assert.equal(sent.length, 4096);
    let count = 0;
    while (client.send(sent) === sent.length) count++;
    serving.until(() => serving.server.connections === 1);
    serving.server.drain();
    serving.until(() => client.hasEnded());
    assert.ok(count > 16);
    assert.deepEqual([client.messages.length, client.end], [count, "closed"]);
  });

  test("ends a peer that keeps sending, without a reset", () => {
    using serving = new Serving({ drainTimeout: Infinity, lingerTimeout: Infinity }, echo);
    const client = serving.connect();
    // More than the kernel accepts at once; most receives end inside a message.
    const sent = Buffer.concat(Array(300).fill(encodeMessage({ content: "x".repeat(37_777) })));
    let offset = 0;
    const pour = (): void => {
      offset = (offset + client.send(sent.subarray(offset))) % sent.length;
    };
    serving.until(() => (pour(), client.received() > 10));
    serving.server.drain();
    serving.until(() => (pour(), client.hasEnded()));
    assert.equal(client.end, "closed");
    client.close();
    serving.until(() => serving.server.isClosed);
  });

  test("accepts no new connections", () => {
    using serving = new Serving({}, echo);
    const client = serving.connect();
    client.send(request.subarray(0, 5));
    serving.until(() => serving.server.connections === 1);
    serving.server.drain();
    assert.throws(() => serving.connect(), ConnectionRefusedError);
    assert.throws(() => serving.server.listen(["127.0.0.1", 0]), RuntimeError);
  });

  test("lets a message that has begun finish, but starts no other", () => {
    using serving = new Serving({}, echo);
    const client = serving.connect();
    client.send(request.subarray(0, 5));
    serving.until(() => serving.server.connections === 1);
    serving.server.turn(0);
    serving.server.drain();
    client.send(request.subarray(5));
    serving.until(() => client.received() === 1);
    serving.until(() => client.hasEnded());
    client.send(request);
    client.sock.shutdown(socket.SHUT_WR);
    serving.until(() => serving.server.isClosed);
    assert.deepEqual([client.contents, client.end], [["to the end"], "closed"]);
  });

  test("closes an idle connection at once", () => {
    using serving = new Serving({}, echo);
    const client = serving.connect();
    client.send(request);
    serving.until(() => client.received() === 1);
    serving.server.drain();
    serving.until(() => client.hasEnded());
    client.close();
    serving.until(() => serving.server.isClosed);
  });

  test("closes unfinished connections at its deadline", () => {
    using serving = new Serving({ drainTimeout: 0.05 }, echo);
    const client = serving.connect();
    client.send(request.subarray(0, 5));
    serving.until(() => serving.server.connections === 1);
    serving.server.turn(0);
    serving.server.drain();
    assert.ok(!serving.server.isClosed);
    serving.until(() => serving.server.isClosed);
    assert.ok(client.hasEnded());
    assert.equal(serving.count("closed 1 unfinished connections"), 1);
  });

  test("without connections closes the server", () => {
    using serving = new Serving();
    serving.server.drain();
    assert.ok(serving.server.isClosed);
    assert.throws(() => {
      serving.server.turn();
    }, RuntimeError);
  });
});
