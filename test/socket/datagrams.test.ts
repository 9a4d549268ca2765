import assert from "node:assert/strict";
import { inspect } from "node:util";

import * as socket from "bsd-sockets/socket";
import { test } from "vitest";

import { checkDescriptors } from "../support/descriptors.ts";
import { failsWith } from "../support/fails-with.ts";
import { addressOf, datagram } from "../support/sockets.ts";

checkDescriptors();

const { MSG_TRUNC } = socket;

/** Two ends that keep datagrams separate, closed together. */
function withPair(body: (sender: socket.Socket, receiver: socket.Socket) => void): void {
  const [sender, receiver] = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM);
  try {
    body(sender, receiver);
  } finally {
    sender.close();
    receiver.close();
  }
}

test("D17: sendto sends datagrams, and recvfrom returns them with the sender's address", () => {
  using one = datagram();
  using other = datagram();
  assert.equal(one.sendto(Buffer.from("there"), addressOf(other)), 5);
  assert.deepEqual(other.recvfrom(99), [Buffer.from("there"), addressOf(one)]);
  assert.equal(other.sendto(Buffer.from("back"), socket.MSG_DONTWAIT, addressOf(one)), 4);
  assert.deepEqual(one.recvfrom(99), [Buffer.from("back"), addressOf(other)]);
  assert.equal(one.sendto(Buffer.alloc(0), addressOf(other)), 0);
  assert.deepEqual(other.recvfrom(99), [Buffer.alloc(0), addressOf(one)]);
});

test("D17: each recvfrom returns one datagram, and drops what does not fit", () => {
  using one = datagram();
  using other = datagram();
  for (const text of ["first", "second"]) one.sendto(Buffer.from(text), addressOf(other));
  assert.deepEqual(other.recvfrom(3), [Buffer.from("fir"), addressOf(one)]);
  assert.deepEqual(other.recvfrom(99), [Buffer.from("second"), addressOf(one)]);
});

test("D17: over IPv6 the address has four parts", () => {
  using one = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM);
  using other = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM);
  for (const s of [one, other]) s.bind(["::1", 0]);
  one.sendto(Buffer.from("x"), ["::1", other.getsockname()[1]]);
  assert.deepEqual(other.recvfrom(9), [Buffer.from("x"), one.getsockname()]);
  assert.equal(one.getsockname().length, 4);
});

test("D4: recvfrom of a negative size is refused", () => {
  using s = datagram();
  assert.throws(() => s.recvfrom(-1), /negative buffersize in recvfrom/u);
  assert.throws(() => s.recvfrom(1.5), TypeError);
  assert.throws(() => s.recvfrom("1" as never), TypeError);
});

test("D7: recvfrom_into accepts the same arguments as recv_into", () => {
  using one = datagram();
  using other = datagram();
  const memory = Buffer.alloc(8, ".");
  const receive = (buffer: NodeJS.ArrayBufferView, nbytes?: number): number => {
    one.sendto(Buffer.from("abcdef"), addressOf(other));
    const [count, from] = other.recvfrom_into(buffer, nbytes);
    assert.deepEqual(from, addressOf(one));
    return count;
  };
  assert.equal(receive(memory, 2), 2);
  assert.equal(String(memory), "ab......");
  assert.equal(receive(memory.subarray(5)), 3);
  assert.equal(String(memory), "ab...abc");
  assert.equal(receive(memory, 0), 6);
  assert.equal(String(memory), "abcdefbc");
  assert.equal(receive(Buffer.alloc(0)), 0);
  const words = new Uint16Array(3);
  assert.equal(receive(words), 6);
  assert.equal(String(Buffer.from(words.buffer)), "abcdef");
  assert.throws(() => other.recvfrom_into(memory, 9), /nbytes is greater than the length/u);
  assert.throws(() => other.recvfrom_into(memory, -1), /negative buffersize in recvfrom_into/u);
  assert.throws(() => other.recvfrom_into("text" as never), TypeError);
});

test("D16: sendto refuses missing or malformed addresses, flags and data", () => {
  using s = datagram();
  const data = Buffer.from("x");
  const wrong: unknown[][] = [
    [],
    [data],
    [data, 0],
    [data, null],
    [data, 0, null],
    [data, 0, 5],
    [data, ["127.0.0.1"]],
    [data, ["127.0.0.1", "9"]],
    [data, "flags", ["127.0.0.1", 9]],
    [data, null, ["127.0.0.1", 9]],
    ["text", ["127.0.0.1", 9]],
    [5, 0, ["127.0.0.1", 9]],
  ];
  for (const parameters of wrong) {
    const call = (): unknown => (s.sendto as (...all: unknown[]) => number)(...parameters);
    assert.throws(call.bind(s), TypeError, inspect(parameters));
  }
  assert.throws(() => s.sendto(data, ["127.0.0.1", 65_536]), RangeError);
});

test("sendto: the kernel's error includes the address", () => {
  using s = datagram();
  const tooLong = Buffer.alloc(70_000);
  assert.throws(() => s.sendto(tooLong, ["127.0.0.1", 9]), {
    code: "EMSGSIZE",
    syscall: "sendto",
    address: "127.0.0.1",
    port: 9,
  });
  failsWith("EDESTADDRREQ", () => s.send(Buffer.from("x")));
});

test("D26: with MSG_TRUNC recv and recvfrom return only the bytes that arrived", () => {
  withPair((sender, receiver) => {
    for (const size of [4, 20_000]) {
      const datagram = Buffer.alloc(2 * size, "0123456789");
      const arrived = datagram.subarray(0, size);
      sender.send(datagram);
      assert.deepEqual(receiver.recv(size, MSG_TRUNC), arrived);
      sender.send(datagram);
      assert.deepEqual(receiver.recvfrom(size, MSG_TRUNC), [arrived, null]);
      sender.send(datagram);
      assert.deepEqual(receiver.recvmsg(size, 0, MSG_TRUNC), [arrived, [], MSG_TRUNC, null]);
      sender.send(arrived);
      assert.deepEqual(receiver.recv(2 * size, MSG_TRUNC), arrived);
    }
  });
});

test("D26: the _into calls return the true length, and write only what fits", () => {
  withPair((sender, receiver) => {
    const memory = Buffer.alloc(8, ".");
    for (const receive of [
      () => receiver.recv_into(memory, 4, MSG_TRUNC),
      () => receiver.recvfrom_into(memory, 4, MSG_TRUNC)[0],
      () => receiver.recvmsg_into([memory.subarray(0, 4)], 0, MSG_TRUNC)[0],
    ]) {
      memory.fill(".");
      sender.send(Buffer.from("0123456789"));
      assert.equal(receive(), 10);
      assert.equal(String(memory), "0123....");
    }
  });
});
