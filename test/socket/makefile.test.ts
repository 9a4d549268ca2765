import assert from "node:assert/strict";

import { BlockingIOError, OSError, TimeoutError } from "bsd-sockets/errors";
import * as socket from "bsd-sockets/socket";
import { test } from "vitest";

import { checkDescriptors } from "../support/descriptors.ts";
import { askPython } from "../support/python.ts";
import { newSeed, randomFrom } from "../support/random.ts";

checkDescriptors();

/** A pair; one end has sent some bytes and closed. */
function received(...parts: (Buffer | string)[]): socket.Socket {
  const [reader, writer] = socket.socketpair();
  for (const part of parts) writer.sendall(Buffer.from(part));
  writer.close();
  return reader;
}

test("lines of bytes: one by one, in a loop, or all", () => {
  using s = received("one\ntwo\r\n\nlast");
  using file = s.makefile("rb");
  assert.equal(file.readline().toString(), "one\n");
  assert.equal(file.readline(2).toString(), "tw");
  assert.deepEqual(
    [...file].map((line) => line.toString()),
    ["o\r\n", "\n", "last"],
  );
  assert.deepEqual(file.readlines(), []);
  assert.equal(file.read().length, 0);
});

test("read waits for all requested bytes; read1 and an unbuffered file return what is there", () => {
  const [reader, writer] = socket.socketpair();
  using s = reader;
  using file = s.makefile("rb");
  writer.sendall(Buffer.from("abc"));
  assert.equal(file.read1().toString(), "abc");
  writer.sendall(Buffer.from("defgh"));
  assert.equal(file.read(2).toString(), "de");
  assert.equal(file.read1(2).toString(), "fg");
  const memory = new Uint8Array(3);
  writer.sendall(Buffer.from("ij"));
  assert.equal(file.readinto(memory), 3);
  assert.deepEqual(Buffer.from(memory).toString(), "hij");
  using raw = s.makefile("rb", { buffering: 0 });
  writer.sendall(Buffer.from("k\nlm"));
  assert.equal(raw.readline().toString(), "k\n");
  assert.equal(s.recv(1).toString(), "l");
  assert.equal(raw.read(100).toString(), "m");
  writer.sendall(Buffer.from("the end"));
  writer.close();
  assert.equal(file.read().toString(), "the end");
  assert.equal(file.read(1).length, 0);
});

test("written data is sent when the buffer is full, by flush and by close", () => {
  const [first, second] = socket.socketpair();
  using a = first;
  using b = second;
  b.setblocking(false);
  using file = a.makefile("wb", { buffering: 4 });
  const bytes = Buffer.from("abc");
  assert.equal(file.write(bytes), 3);
  bytes.fill(0);
  assert.throws(() => b.recv(10), BlockingIOError);
  file.writelines([Buffer.from("d"), Buffer.from("e")]);
  assert.equal(b.recv(10).toString(), "abcde");
  file.write(Buffer.from("f"));
  file.flush();
  assert.equal(b.recv(10).toString(), "f");
  file.write(Buffer.from("g"));
  file.close();
  assert.equal(b.recv(10).toString(), "g");
  using raw = a.makefile("wb", { buffering: 0 });
  raw.write(Buffer.from("h"));
  assert.equal(b.recv(10).toString(), "h");
});

test("a failed call loses nothing that was received or is still to be sent", () => {
  const [first, second] = socket.socketpair();
  using a = first;
  using b = second;
  a.settimeout(0.01);
  using file = a.makefile("rwb");
  b.sendall(Buffer.from("half"));
  assert.throws(() => file.readline(), TimeoutError);
  assert.throws(() => file.read(10), TimeoutError);
  b.sendall(Buffer.from(" and half\n"));
  assert.equal(file.readline().toString(), "half and half\n");

  const much = Buffer.alloc(2 ** 21, "x");
  assert.throws(() => file.write(much), TimeoutError);
  let arrived = 0;
  while (arrived < much.length) {
    arrived += b.recv(2 ** 20).length;
    try {
      file.flush();
    } catch (error) {
      assert.ok(error instanceof TimeoutError);
    }
  }
  assert.equal(arrived, much.length);
});

test("text: `newline` determines the line endings, as in CPython", () => {
  const text = "one\r\ntwo\rthree\nfour\r\r\n\n€ü𝄞\r";
  const newlines = [null, "", "\n", "\r", "\r\n"] as const;
  const ours = newlines.map((newline) => {
    using s = received(text);
    using file = s.makefile("r", { newline });
    return file.readlines();
  });
  const theirs = askPython(
    `
import json, socket, sys
text, newlines = json.load(sys.stdin)
lines = []
for newline in newlines:
    a, b = socket.socketpair()
    b.sendall(text.encode()); b.close()
    lines.append(a.makefile("r", newline=newline, encoding="utf-8").readlines())
print(json.dumps(lines))`,
    [text, newlines],
  );
  assert.deepEqual(ours, theirs);
});

test("text is the same, however its bytes are split", () => {
  const seed = newSeed();
  const random = randomFrom(seed);
  const text = "a\r\nbc\r\n\n€\rü\n𝄞𝄞x\r\n";
  const bytes = Buffer.from(text);
  for (const newline of [null, "", "\r\n"] as const) {
    using whole = received(bytes);
    using wholeFile = whole.makefile("r", { newline });
    const expected = wholeFile.readlines();
    for (let round = 0; round < 50; round++) {
      const [reader, writer] = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET);
      using s = reader;
      for (let start = 0; start < bytes.length;) {
        const end = start + 1 + Math.floor(random() * 4);
        writer.send(bytes.subarray(start, end));
        start = end;
      }
      writer.close();
      using file = s.makefile("r", { newline });
      assert.deepEqual(file.readlines(), expected, `seed ${seed}`);
    }
  }
});

test("text: sizes count characters, and written text is encoded", () => {
  const [first, second] = socket.socketpair();
  using a = first;
  using b = second;
  {
    using file = a.makefile("w", { newline: "\r\n" });
    assert.equal(file.write("𝄞\n€"), 3);
    file.writelines(["x", "y"]);
    assert.throws(() => file.write("\ud800"), RangeError);
    assert.throws(() => file.write(Buffer.from("x") as never), TypeError);
  }
  assert.equal(b.recv(100).toString(), "𝄞\r\n€xy");
  for (const encoding of ["utf-8", "utf-16le", "latin1"] as const) {
    b.sendall(Buffer.from("üäö\nß", encoding));
    using file = a.makefile("r", { encoding });
    assert.equal(file.encoding, encoding);
    assert.equal(file.read(2), "üä");
    assert.equal(file.readline(), "ö\n");
    assert.equal(file.read(1), "ß");
  }
  using latin = a.makefile("w", { encoding: "latin1" });
  assert.throws(() => latin.write("€"), RangeError);
  b.sendall(Buffer.from([0xff]));
  using strict = a.makefile();
  assert.throws(() => strict.read(1), RangeError);
});

test("a file keeps the socket's descriptor open", () => {
  const s = received("x");
  const file = s.makefile("rb");
  const text = s.makefile();
  s.close();
  assert.ok(s.toString().includes("[closed]"));
  assert.equal(file.fileno(), s.fileno());
  assert.notEqual(s.fileno(), -1);
  file.close();
  file.close();
  assert.notEqual(s.fileno(), -1);
  assert.equal(text.readline(), "x");
  text.close();
  assert.equal(s.fileno(), -1);
  assert.ok(text.closed && file.closed);
  assert.throws(() => file.read(), RangeError);
  assert.throws(() => text.fileno(), RangeError);
});

test("modes and directions", () => {
  using s = received("x");
  for (const mode of ["x", "r+", "rt"]) assert.throws(() => s.makefile(mode), RangeError);
  assert.throws(() => s.makefile(1 as never), TypeError);
  assert.throws(() => s.makefile("r", { buffering: 0 }), RangeError);
  assert.throws(() => s.makefile("rb", { buffering: 0.5 }), TypeError);
  assert.throws(() => s.makefile("r", { encoding: "ebcdic" as never }), RangeError);
  assert.throws(() => s.makefile("r", { newline: "x" as never }), RangeError);
  using reader = s.makefile("rb");
  assert.deepEqual([reader.readable(), reader.writable(), reader.seekable()], [true, false, false]);
  assert.throws(() => reader.write(Buffer.from("x")), OSError);
  using writer = s.makefile("w");
  assert.deepEqual([writer.readable(), writer.writable(), writer.seekable()], [false, true, false]);
  assert.throws(() => writer.read(), OSError);
});
