import assert from "node:assert/strict";
import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeFileSync } from "node:fs";
import { open } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { TimeoutError } from "bsd-sockets/errors";
import * as socket from "bsd-sockets/socket";
import { afterAll, test } from "vitest";

import { checkDescriptors } from "../support/descriptors.ts";
import { failsWith } from "../support/fails-with.ts";
import { askPython } from "../support/python.ts";
import { connectedPair, fill, localPair } from "../support/sockets.ts";

checkDescriptors();

const folder = mkdtempSync(join(tmpdir(), "sendfile-"));
afterAll(() => {
  rmSync(folder, { recursive: true });
});
const path = join(folder, "file");
const contents = Buffer.from("0123456789abcdef");
writeFileSync(path, contents);

function withFile(body: (fd: number) => void): void {
  const fd = openSync(path, "r");
  try {
    body(fd);
  } finally {
    closeSync(fd);
  }
}

/** Returns what arrives of a sent file, and the result of sendfile. */
function sent(fd: number, ...parameters: [offset?: number, count?: number | null]): unknown[] {
  using pair = connectedPair();
  const count = pair.client.sendfile(fd, ...parameters);
  pair.client.close();
  const parts: Buffer[] = [];
  for (let part = pair.server.recv(99); part.length > 0; part = pair.server.recv(99)) {
    parts.push(part);
  }
  return [Buffer.concat(parts).toString(), count];
}

test("D22: a regular file is sent from an offset, up to a count, as in CPython", () => {
  const cases: [offset?: number, count?: number | null][] = [
    [],
    [3],
    [3, 5],
    [0, 999],
    [3, null],
    [16],
    [99],
    [0, 1],
  ];
  const answers = askPython(
    `
import json, socket, sys
path, cases = json.load(sys.stdin)
def sent(parameters):
    client, server = socket.socketpair()
    with open(path, "rb") as file, client, server:
        count = client.sendfile(file, *parameters)
        client.close()
        return [server.recv(99).decode(), count]
print(json.dumps([sent(parameters) for parameters in cases]))`,
    [path, cases],
  );
  withFile((fd) => {
    assert.deepEqual(
      cases.map((parameters) => sent(fd, ...parameters)),
      answers,
    );
    assert.deepEqual(sent(fd, 3, 5), ["34567", 5]);
  });
});

test("D22: the file's own position does not change, and the offset counts from the start", () => {
  withFile((fd) => {
    const start = Buffer.alloc(4);
    readSync(fd, start);
    assert.deepEqual(sent(fd), [String(contents), contents.length]);
    readSync(fd, start);
    assert.equal(String(start), "4567");
  });
});

test("D22: a file is anything with a descriptor", async () => {
  await using handle = await open(path);
  using pair = connectedPair();
  assert.equal(pair.client.sendfile(handle), contents.length);
  assert.equal(pair.client.sendfile({ fileno: () => handle.fd }, 10), 6);
  assert.equal(String(pair.server.recv(22, socket.MSG_WAITALL)), `${String(contents)}abcdef`);
  for (const file of ["name", null, {}, { fd: 1.5 }, { fileno: () => "3" }]) {
    assert.throws(() => pair.client.sendfile(file as never), TypeError);
  }
  assert.throws(() => pair.client.sendfile({ fd: -1 }), RangeError);
});

test("D22: anything but a regular file is read and sent, to its end or up to the count", () => {
  const fd = openSync("/dev/zero", "r");
  assert.deepEqual(sent(fd, 0, 100), ["\0".repeat(100), 100]);
  failsWith("ESPIPE", () => sent(fd, 1, 100));
  closeSync(fd);
  const nothing = openSync("/dev/null", "r");
  assert.deepEqual(sent(nothing), ["", 0]);
  closeSync(nothing);
});

test("D23: non-blocking and datagram sockets are refused", () => {
  withFile((fd) => {
    using pair = connectedPair();
    pair.client.setblocking(false);
    assert.throws(() => pair.client.sendfile(fd), /^RangeError.*non-blocking sockets are not/u);
    using datagrams = socket.socket(socket.AF_INET, socket.SOCK_DGRAM);
    assert.throws(() => datagrams.sendfile(fd), /^RangeError.*only SOCK_STREAM type sockets/u);
  });
});

test("D24: a count that is not positive is refused, and a wrong offset", () => {
  withFile((fd) => {
    using pair = connectedPair();
    for (const count of [0, -1, 2 ** 53]) {
      assert.throws(() => pair.client.sendfile(fd, 0, count), RangeError);
    }
    for (const wrong of ["1", 1.5, NaN]) {
      assert.throws(() => pair.client.sendfile(fd, 0, wrong as never), TypeError);
      assert.throws(() => pair.client.sendfile(fd, wrong as never), TypeError);
    }
    assert.throws(() => pair.client.sendfile(fd, -1), RangeError);
  });
});

test("D25: sendfile times out", () => {
  withFile((fd) => {
    using pair = localPair();
    pair.client.setblocking(false);
    fill(pair.client);
    pair.client.settimeout(0.05);
    const begun = performance.now();
    assert.throws(
      () => pair.client.sendfile(fd),
      (error) => error instanceof TimeoutError && error.errno === null,
    );
    assert.ok(performance.now() - begun >= 50);
  });
});
