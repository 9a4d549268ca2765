import assert from "node:assert/strict";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { OSError } from "bsd-sockets/errors";
import * as socket from "bsd-sockets/socket";
import { afterAll, test } from "vitest";

import { checkDescriptors } from "../support/descriptors.ts";
import { failsWith } from "../support/fails-with.ts";
import { startPython } from "../support/programs.ts";
import { testUnless } from "../support/unless.ts";

checkDescriptors();

const { AF_UNIX, SOCK_DGRAM, SOCK_SEQPACKET, SOCK_STREAM } = socket;
const skip = process.platform !== "linux" && "abstract names exist only on Linux";

const folder = mkdtempSync(join(tmpdir(), "unix-"));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

let count = 0;
function newPath(ending = ""): string {
  return join(folder, `${++count}${ending}`);
}

/** Returns the address of a socket after binding it. */
function boundTo(address: string | NodeJS.ArrayBufferView): socket.UnixAddress {
  using s = socket.socket(AF_UNIX);
  s.bind(address);
  return s.getsockname();
}

/** Connects to an address, and returns the addresses that both ends see. */
function connectsTo(address: string | NodeJS.ArrayBufferView, type = SOCK_STREAM): unknown[] {
  using listener = socket.socket(AF_UNIX, type);
  listener.bind(address);
  listener.listen();
  using client = socket.socket(AF_UNIX, type);
  client.connect(address);
  const [accepted, peer] = listener.accept();
  using conn = accepted;
  client.sendall(Buffer.from("x"));
  assert.equal(String(conn.recv(9)), "x");
  assert.equal(peer, "");
  return [client.getpeername(), conn.getsockname()];
}

test("A1: a path with any characters is returned as it was given, at each end", () => {
  for (const path of [newPath(), newPath(" ünï 🙂")]) {
    assert.deepEqual(connectsTo(path), [path, path]);
    assert.ok(statSync(path).isSocket());
    assert.match(fromBound(newPath()), /laddr=.*\/\d+/u);
  }
  const record = newPath();
  assert.deepEqual(connectsTo(record, SOCK_SEQPACKET), [record, record]);
});

function fromBound(path: string): string {
  using s = socket.socket(AF_UNIX);
  s.bind(path);
  return String(s);
}

test("A1: datagrams arrive with the path of their sender", () => {
  const [here, there] = [newPath(), newPath()];
  using one = socket.socket(AF_UNIX, SOCK_DGRAM);
  using other = socket.socket(AF_UNIX, SOCK_DGRAM);
  one.bind(here);
  other.bind(there);
  one.sendto(Buffer.from("x"), there);
  assert.deepEqual(other.recvfrom(9), [Buffer.from("x"), here]);
  using nameless = socket.socket(AF_UNIX, SOCK_DGRAM);
  nameless.sendto(Buffer.from("y"), there);
  assert.deepEqual(other.recvfrom(9), [Buffer.from("y"), null]);
});

test("A1: the error for an existing or missing path includes it", () => {
  const path = newPath();
  boundTo(path);
  assert.throws(() => boundTo(path), { code: "EADDRINUSE", syscall: "bind", address: path });
  using s = socket.socket(AF_UNIX);
  const nowhere = newPath();
  assert.throws(
    () => {
      s.connect(nowhere);
    },
    { code: "ENOENT", name: "FileNotFoundError", syscall: "connect", address: nowhere },
  );
  failsWith("ECONNREFUSED", () => {
    s.connect(path);
  });
});

test("A2: a path may be bytes in any view", () => {
  const path = newPath();
  assert.deepEqual(connectsTo(Buffer.from(path)), [path, path]);
  const bytes = Buffer.from(newPath("x".repeat(4)));
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  assert.equal(boundTo(view), String(bytes));
  for (const address of [5, null, undefined, ["path"], {}]) {
    assert.throws(() => boundTo(address as never), TypeError);
  }
});

test("A2: a path that is not text is returned as bytes, and works", () => {
  const bytes = Buffer.concat([Buffer.from(newPath()), Buffer.from([0xff, 0xfe])]);
  assert.deepEqual(connectsTo(bytes), [bytes, bytes]);
});

test("A3: the address of an unbound socket is empty", () => {
  using s = socket.socket(AF_UNIX);
  assert.equal(s.getsockname(), "");
  const [one, other] = socket.socketpair();
  assert.deepEqual([one.getsockname(), one.getpeername()], ["", ""]);
  one.close();
  other.close();
});

test("A4: a path that is too long throws OSError, before any call", () => {
  const longest = `${folder}/${"a".repeat(107 - folder.length - 1)}`;
  assert.equal(boundTo(longest), longest);
  using s = socket.socket(AF_UNIX);
  for (const path of [`${longest}a`, Buffer.from(`${longest}a`), "ü".repeat(54)]) {
    for (const call of [() => boundTo(path), () => s.connect_ex(path)]) {
      assert.throws(call, (error) => {
        assert.ok(error instanceof OSError);
        assert.deepEqual([error.message, error.errno], ["AF_UNIX path too long", null]);
        return true;
      });
    }
  }
});

const abstractName = (text: string): Buffer => Buffer.from(`\0${process.pid}-${++count}${text}`);

testUnless(skip)(
  "A5, A8: an abstract name may contain null bytes, and is returned as bytes",
  () => {
    for (const ending of ["", "\0", "a\0b", "\0\0\0", "\xff"]) {
      const name = abstractName(ending);
      assert.deepEqual(connectsTo(name), [name, name]);
    }
    const text = abstractName("text");
    assert.deepEqual(boundTo(String(text)), text);
  },
);

testUnless(skip)("A5: CPython connects to an abstract name with null bytes", async () => {
  using listener = socket.socket(AF_UNIX);
  const name = abstractName("py\0th\0on");
  listener.bind(name);
  listener.listen();
  await using running = startPython(
    `
import socket, sys
with socket.socket(socket.AF_UNIX) as s:
    s.connect(bytes.fromhex(sys.argv[1]))
    s.sendall(repr(s.getpeername()).encode())`,
    name.toString("hex"),
  );
  using conn = listener.accept()[0];
  assert.match(String(conn.recv(999)), /^b'\\x00.*py\\x00th\\x00on'$/u);
  assert.equal(await running.ends(), 0);
});

testUnless(skip)("A6: an abstract name has room for 107 bytes after the null byte", () => {
  const start = abstractName("");
  const longest = Buffer.concat([start, Buffer.alloc(108 - start.length, "h")]);
  assert.equal(longest.length, 108);
  assert.deepEqual(connectsTo(longest), [longest, longest]);
  assert.throws(() => boundTo(Buffer.concat([longest, Buffer.from("h")])), {
    message: "AF_UNIX path too long",
  });
});

testUnless(skip)(
  "A7: after binding to an empty name, it is a null byte and five hex digits",
  () => {
    for (const nothing of ["", Buffer.alloc(0)]) {
      const name = boundTo(nothing);
      assert.ok(Buffer.isBuffer(name));
      assert.match(name.toString("latin1"), /^\0[0-9a-f]{5}$/u);
    }
  },
);
