import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { encodeMessage, MessageClient, request } from "bsd-sockets/messages";
import {
  ConnectionRefusedError,
  FileNotFoundError,
  gaierror,
  OSError,
  TimeoutError,
} from "bsd-sockets/errors";
import * as socket from "bsd-sockets/socket";
import { afterAll, describe, test } from "vitest";

import { checkDescriptors, openDescriptors } from "../../support/descriptors.ts";
import { needsLinux } from "../../support/kernel.ts";
import { unusedPort } from "../../support/peers.ts";
import { ScriptedServer, type Step } from "../../support/scripted-server.ts";
import { listen, listen6 } from "../../support/sockets.ts";
import { describeUnless, testUnless } from "../../support/unless.ts";

checkDescriptors();

const options = { timeout: 120_000 };
const script: Step[] = [
  ["receive", 1],
  ["send", encodeMessage({ content: "well" })],
];
const ask = { content: "?" };
const folder = mkdtempSync(join(tmpdir(), "client-"));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** The families of this machine's addresses, in order. */
const local = socket.getaddrinfo(null, 1, { type: socket.SOCK_STREAM }).map(([family]) => family);
const needsBoth = local.length < 2 && "this machine has only one address family";

function unixListener(path: string): socket.Socket<socket.UnixAddress> {
  const listener = socket.socket(socket.AF_UNIX);
  listener.bind(path);
  listener.listen(0);
  return listener;
}

describe("the address of a server", options, () => {
  test("IPv4, by number and by name", async () => {
    await using server = await ScriptedServer.start([script, script]);
    assert.equal(request(server.address, ask).content, "well");
    using client = MessageClient.connect(["localhost", String(server.port)]);
    assert.deepEqual(client.address, ["127.0.0.1", server.port]);
    assert.equal(client.request(ask).content, "well");
  });

  testUnless(needsBoth)("IPv6", async () => {
    await using server = await ScriptedServer.start([script], ["::1", 0]);
    using client = MessageClient.connect(["::1", server.port]);
    assert.deepEqual(client.address, ["::1", server.port, 0, 0]);
    assert.equal(client.request(ask).content, "well");
  });

  test("a path, as text and as bytes", async () => {
    const path = join(folder, "server");
    await using server = await ScriptedServer.start([script, script], path);
    assert.equal(request(path, ask).content, "well");
    assert.equal(request(Buffer.from(path), ask).content, "well");
    await server.seen();
    assert.throws(() => MessageClient.connect(path), ConnectionRefusedError);
    assert.throws(() => MessageClient.connect(`${path}-missing`), FileNotFoundError);
  });

  testUnless(needsLinux)("an abstract name", () => {
    const name = `\0client-${process.pid}`;
    using listener = unixListener(name);
    using client = MessageClient.connect(name);
    assert.deepEqual(client.address, Buffer.from(name));
    using accepted = listener.accept()[0];
    assert.equal(accepted.family, socket.AF_UNIX);
  });
});

describe("the addresses of a host are tried in turn", options, () => {
  for (const open of [listen, listen6]) {
    testUnless(needsBoth)(`only ${open === listen ? "IPv4" : "IPv6"} listens`, () => {
      using listener = open();
      const { family } = listener;
      const [, port] = listener.getsockname();
      const before = openDescriptors();
      using client = MessageClient.connect([null, port]);
      assert.equal(client.address[1], port);
      assert.equal(client.address.length, family === socket.AF_INET ? 2 : 4);
      // The connection and its selector; the failed address left nothing open.
      assert.equal(openDescriptors().length, before.length + 2);
    });
  }

  testUnless(needsBoth)(
    "nobody listens: throws the last error, with all of them as cause",
    async () => {
      const port = await unusedPort();
      assert.throws(
        () => MessageClient.connect([null, port]),
        (error) => {
          assert.ok(error instanceof ConnectionRefusedError);
          const { errors } = error.cause as AggregateError;
          assert.equal(errors.length, local.length);
          assert.equal(errors.at(-1), error);
          const addresses = errors.map(({ address }: OSError) => address);
          assert.deepEqual(addresses.toSorted(), ["127.0.0.1", "::1"]);
          return true;
        },
      );
    },
  );

  test("one address: throws its error alone", async () => {
    const port = await unusedPort();
    assert.throws(
      () => MessageClient.connect(["127.0.0.1", port]),
      (error) => error instanceof ConnectionRefusedError && error.cause === undefined,
    );
  });

  test("an unknown name", () => {
    assert.throws(() => MessageClient.connect(["a..b", 1]), RangeError);
    assert.throws(() => MessageClient.connect(["127.0.0.1", "no-such-service"]), gaierror);
  });
});

describeUnless(needsLinux)("a path whose queue is full", options, () => {
  /** A listener that accepts nobody, with connections that fill its queue. */
  function full(): Disposable & { listener: socket.Socket; path: string } {
    const path = join(folder, `full-${Math.random()}`);
    const listener = unixListener(path) as unknown as socket.Socket;
    const waiting = MessageClient.connect(path);
    return {
      listener,
      path,
      [Symbol.dispose]() {
        waiting.close();
        listener.close();
      },
    };
  }

  for (const name of ["attemptTimeout", "connectTimeout"]) {
    test(`${name} expires`, () => {
      using place = full();
      assert.throws(
        () => MessageClient.connect(place.path, { [name]: 0.05 }),
        (error) => error instanceof TimeoutError && error.message.startsWith(`${name}: `),
      );
    });
  }
});
