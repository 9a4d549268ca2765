import assert from "node:assert/strict";
import { existsSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";

import { MessageServer, type ServerOptions, tutorialHandler } from "bsd-sockets/messages";
import * as socket from "bsd-sockets/socket";

import { checkDescriptors } from "../../support/descriptors.ts";
import { failsWith } from "../../support/fails-with.ts";
import { search } from "../../support/message.ts";
import { Client, Serving } from "../../support/serving.ts";
import { until } from "../../support/until.ts";

checkDescriptors();

const folder = mkdtempSync(join(tmpdir(), "bsd-sockets-listener-"));
after(() => {
  rmSync(folder, { recursive: true });
});

let files = 0;
const newPath = (): string => join(folder, `${files++}.sock`);

function newServer(options: ServerOptions = {}): MessageServer {
  return new MessageServer(tutorialHandler, options);
}

/** Checks that the server answers at an address. */
async function answers(
  server: MessageServer,
  family: number,
  address: Parameters<socket.Socket["connect"]>[0],
): Promise<void> {
  using sock = socket.socket(family as socket.Family<socket.AnyAddress>, socket.SOCK_STREAM);
  sock.connect(address);
  sock.setblocking(false);
  const client = new Client(sock);
  client.send(search("ring"));
  await until(() => {
    server.turn(0);
    return client.received() === 1;
  });
  assert.match(JSON.stringify(client.contents), /Misty Mountains/u);
}

describe("an AF_UNIX path", () => {
  test("is its owner's alone, and gone in the end", async () => {
    const path = newPath();
    {
      using server = newServer();
      assert.deepEqual(server.listen(path), [path]);
      assert.equal(statSync(path).mode & 0o777, 0o600);
      await answers(server, socket.AF_UNIX, path);
    }
    assert.ok(!existsSync(path));
  });

  test("has other permissions if they are asked for", () => {
    const path = newPath();
    using server = newServer({ mode: 0o660 });
    server.listen(path);
    assert.equal(statSync(path).mode & 0o777, 0o660);
  });

  test("that a dead server has left is taken over", async () => {
    const path = newPath();
    const dead = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM);
    dead.bind(path);
    dead.close();
    using server = newServer();
    server.listen(path);
    await answers(server, socket.AF_UNIX, path);
  });

  test("that a living server has is left to it", async () => {
    const path = newPath();
    using first = newServer();
    first.listen(path);
    using second = newServer();
    failsWith("EADDRINUSE", () => second.listen(path));
    await answers(first, socket.AF_UNIX, path);
  });

  test("that is another file is left alone", () => {
    const path = newPath();
    writeFileSync(path, "precious");
    using server = newServer();
    failsWith("EADDRINUSE", () => server.listen(path));
    const link = newPath();
    symlinkSync(path, link);
    failsWith("EADDRINUSE", () => server.listen(link));
    assert.ok(existsSync(path) && existsSync(link));
  });

  test("that another server has by now is not removed", () => {
    const path = newPath();
    using first = newServer();
    first.listen(path);
    rmSync(path);
    using second = newServer();
    second.listen(path);
    first.close();
    assert.ok(existsSync(path));
  });

  test("may be abstract", { skip: process.platform !== "linux" && "Linux only" }, async () => {
    using server = newServer();
    const name = `\0bsd-sockets-${process.pid}`;
    server.listen(name);
    await answers(server, socket.AF_UNIX, name);
  });
});

describe("a host and a port", () => {
  test("may be IPv6, and take no IPv4 then", async () => {
    using server = newServer();
    const [address] = server.listen(["::1", 0]) as [socket.Inet6Address];
    await answers(server, socket.AF_INET6, address);
    using all = newServer();
    const [[, port]] = all.listen(["::", 0]) as [socket.Inet6Address];
    // An IPv4 server may have the same port.
    using beside = newServer();
    beside.listen(["0.0.0.0", port]);
    await answers(beside, socket.AF_INET, ["127.0.0.1", port]);
    await answers(all, socket.AF_INET6, ["::1", port]);
  });

  test("may be every interface, of both families with one port", async () => {
    using server = newServer();
    const addresses = server.listen(["", 0]) as socket.InetAddress[];
    const ports = new Set(addresses.map(([, port]) => port));
    assert.equal(ports.size, 1);
    await answers(server, socket.AF_INET, ["127.0.0.1", [...ports][0]!]);
    if (addresses.length > 1) await answers(server, socket.AF_INET6, ["::1", [...ports][0]!]);
  });

  test("may be several, of all kinds", async () => {
    using server = newServer();
    const [first] = server.listen(["127.0.0.1", 0]) as [socket.InetAddress];
    const path = newPath();
    server.listen(path);
    await answers(server, socket.AF_INET, first);
    await answers(server, socket.AF_UNIX, path);
  });

  test("must be there and free", () => {
    using server = newServer();
    const [address] = server.listen(["127.0.0.1", 0]) as [socket.InetAddress];
    using other = newServer();
    failsWith("EADDRINUSE", () => other.listen(address));
    failsWith("EADDRNOTAVAIL", () => other.listen(["192.0.2.1", 0]));
    assert.throws(() => other.listen(["name.invalid", 0]), socket.gaierror);
    for (const port of [-1, 65_536, 1.5, NaN]) {
      assert.throws(() => other.listen(["127.0.0.1", port]), /port must be 0-65535/u);
    }
    for (const wrong of [5, null, ["127.0.0.1"], ["127.0.0.1", "80"], [1, 2]]) {
      assert.throws(() => other.listen(wrong as unknown as string), TypeError);
    }
  });
});

test("a full server says so once, until nobody waits", () => {
  using serving = new Serving({ maxConnections: 2 });
  const clients = Array.from({ length: 6 }, () => serving.connect());
  serving.until(() => serving.count("full") === 1);
  for (const [index, client] of clients.slice(0, 3).entries()) {
    client.close();
    serving.until(() => serving.count("accepted") === 3 + index);
  }
  assert.deepEqual([serving.count("full"), serving.count("accepting again")], [1, 0]);
  for (const client of clients.slice(3, 5)) client.close();
  serving.until(() => serving.count("accepting again") === 1);
  assert.equal(serving.count("full"), 1);
});
