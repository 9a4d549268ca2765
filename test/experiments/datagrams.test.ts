// What Linux does, seen through this package: datagrams that are refused, cut off, empty, too large.

import assert from "node:assert/strict";
import { endianness } from "node:os";
import { test } from "node:test";

import { ECONNREFUSED } from "bsd-sockets/errno";
import * as socket from "bsd-sockets/socket";

import { checkDescriptors } from "../support/descriptors.ts";
import {
  eventsOf,
  needsLinux as skip,
  outcome,
  takeError,
  Together,
  untilHungUp,
} from "../support/kernel.ts";
import { addressOf, datagram } from "../support/sockets.ts";

checkDescriptors();

const TEXT = Buffer.from("0123456789");
const ERRQUEUE = socket.MSG_ERRQUEUE!;
const LARGEST = 65_507;
type Inet = socket.Socket<socket.InetAddress>;

/** The address of a socket that takes datagrams of its own only: to all others it is closed. */
function closedPort(all: Together): socket.InetAddress {
  const s = all.add(datagram());
  s.connect(addressOf(s));
  return addressOf(s);
}

function sender(all: Together): Inet {
  const s = all.add(socket.socket(socket.AF_INET, socket.SOCK_DGRAM));
  s.setblocking(false);
  return s;
}

test(
  "experiment 16: who is connected to a closed port learns it with the next call",
  { skip },
  () => {
    using all = new Together();
    const s = sender(all);
    s.connect(closedPort(all));
    const calls: (() => unknown)[] = [() => s.send(TEXT), () => s.recv(99)];
    for (const next of calls) {
      assert.equal(s.send(TEXT), TEXT.length);
      assert.equal(untilHungUp(s), "OUT|ERR");
      assert.equal(outcome(next), "ECONNREFUSED");
      assert.equal(eventsOf(s), "OUT");
    }
  },
);

/** Sends from a socket with IP_RECVERR, and waits until the refusal has come. */
function refused(all: Together, address: socket.InetAddress): Inet {
  const s = sender(all);
  socket.setOption(s, "IP_RECVERR", true);
  s.sendto(TEXT, address);
  untilHungUp(s);
  return s;
}

test("experiment 16: who is not connected learns nothing", { skip }, () => {
  using all = new Together();
  const s = sender(all);
  const address = closedPort(all);
  s.sendto(TEXT, address);
  refused(all, address); // This one was sent later, and its refusal is here.
  assert.deepEqual([eventsOf(s), takeError(s)], ["OUT", "OK"]);
  assert.equal(s.sendto(TEXT, address), TEXT.length);
  assert.equal(
    outcome(() => s.recv(99)),
    "EAGAIN",
  );
});

/** The first members of a `struct sock_extended_err`: recvmsg(2) and ip(7). */
function extendedError(bytes: Buffer): Record<"errno" | "origin" | "type" | "code", number> {
  const errno = endianness() === "LE" ? bytes.readUInt32LE(0) : bytes.readUInt32BE(0);
  return { errno, origin: bytes[4]!, type: bytes[5]!, code: bytes[6]! };
}

const PORT_UNREACHABLE = { type: 3, code: 3 };

test("experiment 16: with IP_RECVERR the error queue says who did not get what", { skip }, () => {
  using all = new Together();
  const address = closedPort(all);
  const s = refused(all, address);
  const [data, ancdata, flags, to] = s.recvmsg(99, 512, ERRQUEUE);
  assert.deepEqual([data, to], [TEXT, address]);
  assert.notEqual(flags & ERRQUEUE, 0);
  const [[level, type, bytes] = []] = ancdata;
  assert.deepEqual([ancdata.length, level, type], [1, socket.IPPROTO_IP, socket.IP_RECVERR]);
  assert.deepEqual(extendedError(bytes!), {
    errno: ECONNREFUSED,
    origin: socket.SO_EE_ORIGIN_ICMP,
    ...PORT_UNREACHABLE,
  });
  assert.equal(
    outcome(() => s.recvmsg(99, 512, ERRQUEUE)),
    "EAGAIN",
  );
});

interface Receiver extends Disposable {
  readonly all: Together;
  readonly receiver: Inet;
}

/** A receiver that these datagrams have come to. */
function received(...datagrams: Buffer[]): Receiver {
  const all = new Together();
  const receiver = all.add(datagram());
  for (const bytes of datagrams) sender(all).sendto(bytes, addressOf(receiver));
  return {
    all,
    receiver,
    [Symbol.dispose]() {
      all[Symbol.dispose]();
    },
  };
}

test("experiment 16: what does not fit is lost", { skip }, () => {
  using setting = received(TEXT, Buffer.from("next"));
  assert.equal(String(setting.receiver.recv(4)), "0123");
  assert.equal(String(setting.receiver.recv(99)), "next");
});

test(
  "experiment 16: MSG_TRUNC tells that something was lost, and how much there was",
  { skip },
  () => {
    using setting = received(TEXT);
    const { receiver } = setting;
    const buffer = Buffer.alloc(4);
    assert.equal(receiver.recv_into(buffer, 4, socket.MSG_PEEK | socket.MSG_TRUNC), 10);
    const [data, , flags] = receiver.recvmsg(4);
    assert.deepEqual([String(data), flags & socket.MSG_TRUNC], ["0123", socket.MSG_TRUNC]);
  },
);

test("experiment 16: an empty datagram is no end", { skip }, () => {
  using setting = received(Buffer.alloc(0), TEXT);
  assert.deepEqual(setting.receiver.recv(99), Buffer.alloc(0));
  assert.deepEqual(setting.receiver.recv(99), TEXT);
});

test("experiment 16: the largest datagram over IPv4 has 65507 bytes", { skip }, () => {
  using all = new Together();
  const receiver = all.add(datagram());
  const send = (length: number): string =>
    outcome(() => sender(all).sendto(Buffer.alloc(length), addressOf(receiver)));
  assert.equal(send(LARGEST + 1), "EMSGSIZE");
  assert.equal(send(LARGEST), "OK");
  assert.equal(receiver.recv(2 * LARGEST).length, LARGEST);
});
