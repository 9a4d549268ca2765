// Ancillary data: its sizes, and its contents over IPv6.

import assert from "node:assert/strict";

import * as socket from "bsd-sockets/socket";
import { test } from "vitest";

import { checkDescriptors } from "../support/descriptors.ts";
import { numbersIn } from "../support/passing.ts";
import { askPython } from "../support/python.ts";

checkDescriptors();

const { CMSG_LEN, CMSG_SPACE, IPPROTO_IPV6 } = socket;
const IPV6_HOPLIMIT = socket.IPV6_HOPLIMIT;
const IPV6_TCLASS = socket.IPV6_TCLASS;
const X = Buffer.from("x");

/** Runs a test with a sender, and a receiver that requests hop limits and traffic classes. */
function withIPv6(
  body: (
    send: (...items: socket.AncillaryItem[]) => void,
    receiver: socket.Socket<socket.Inet6Address>,
  ) => void,
): void {
  using receiver = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM);
  using sender = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM);
  receiver.bind(["::1", 0]);
  receiver.setsockopt(IPPROTO_IPV6, socket.IPV6_RECVHOPLIMIT, 1);
  receiver.setsockopt(IPPROTO_IPV6, socket.IPV6_RECVTCLASS, 1);
  body((...items) => {
    sender.sendmsg([X], items, 0, receiver.getsockname());
  }, receiver);
}

function item(type: number, value: number): socket.AncillaryItem {
  return [IPPROTO_IPV6, type, new Int32Array([value])];
}

test("M14: CMSG_LEN and CMSG_SPACE equal CPython's", () => {
  const sizes = [...Array(40).keys(), 1000, 2 ** 20, 2 ** 31 - 100];
  const answers = askPython(
    `
import json, socket, sys
print(json.dumps([[socket.CMSG_LEN(size), socket.CMSG_SPACE(size)] for size in json.load(sys.stdin)]))`,
    sizes,
  );
  assert.deepEqual(
    sizes.map((size) => [CMSG_LEN(size), CMSG_SPACE(size)]),
    answers,
  );
});

test("M14: CMSG_SPACE has room for each item, and CMSG_LEN for the last", () => {
  withIPv6((send, receiver) => {
    for (const size of [2 * CMSG_SPACE(4), CMSG_SPACE(4) + CMSG_LEN(4)]) {
      send();
      const [, items, flags] = receiver.recvmsg(9, size);
      assert.deepEqual([items.length, flags], [2, 0]);
    }
  });
});

test("M15: an item cut off in its data is returned in part, one cut off in its header is not", () => {
  withIPv6((send, receiver) => {
    const sizes = [
      [1, []],
      [CMSG_LEN(0) - 1, []],
      [CMSG_LEN(0), [0]],
      [CMSG_LEN(2), [2]],
      [CMSG_LEN(4), [4]],
      [CMSG_SPACE(4) + CMSG_LEN(0) - 1, [4]],
      [CMSG_SPACE(4) + CMSG_LEN(1), [4, 1]],
    ] as const;
    for (const [size, lengths] of sizes) {
      send();
      const [data, items, flags] = receiver.recvmsg(9, size);
      assert.deepEqual([data, flags], [X, socket.MSG_CTRUNC]);
      assert.deepEqual(
        items.map(([, , bytes]) => bytes.length),
        lengths,
        `with room for ${size} bytes`,
      );
    }
  });
});

test("M18: CMSG_LEN and CMSG_SPACE of a negative or huge size are refused", () => {
  for (const size of [-1, 2 ** 31 - 1, 2 ** 31, 2 ** 53, 1e300]) {
    assert.throws(() => CMSG_LEN(size), RangeError);
    assert.throws(() => CMSG_SPACE(size), RangeError);
  }
  for (const size of ["1", null, undefined, {}, 1.5, NaN, Infinity]) {
    assert.throws(() => CMSG_LEN(size as never), TypeError);
    assert.throws(() => CMSG_SPACE(size as never), TypeError);
  }
});

test("M20: hop limit and traffic class are sent and received as ancillary data", () => {
  withIPv6((send, receiver) => {
    for (const [hopLimit, trafficClass] of [
      [9, 42],
      [255, 0],
    ] as const) {
      send(item(IPV6_HOPLIMIT, hopLimit), item(IPV6_TCLASS, trafficClass));
      const [data, items, flags, address] = receiver.recvmsg(9, 2 * CMSG_SPACE(4));
      assert.deepEqual([data, flags, address?.[0]], [X, 0, "::1"]);
      const values = items.map(([level, type, bytes]) => [level, type, ...numbersIn(bytes)]);
      assert.deepEqual(new Set(values.map(String)).size, 2);
      assert.deepEqual(
        new Map(values.map(([, type, value]) => [type, value])),
        new Map([
          [IPV6_HOPLIMIT, hopLimit],
          [IPV6_TCLASS, trafficClass],
        ]),
      );
      assert.ok(values.every(([level]) => level === IPPROTO_IPV6));
    }
  });
});

test("M20: an invalid hop limit is EINVAL", () => {
  withIPv6((send) => {
    assert.throws(
      () => {
        send(item(IPV6_HOPLIMIT, 256));
      },
      { code: "EINVAL", syscall: "sendmsg" },
    );
  });
});
