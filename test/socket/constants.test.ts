import assert from "node:assert/strict";

import * as socket from "bsd-sockets/socket";
import { test } from "vitest";

import { askPython } from "../support/python.ts";
import { testUnless } from "../support/unless.ts";

const ours = socket as unknown as Record<string, number | undefined>;

const PYTHON_CONSTANTS = `
import json, socket
print(json.dumps({name: int(getattr(socket, name)) for name in socket.__all__
                  if isinstance(getattr(socket, name), int) and name[0].isupper()}))
`;

const NICHE = /^(?:CAN_|BT|BDADDR_|HCI_|J1939_|ALG_|TIPC_|VMADDR_|VM_|SO_VM_|IOCTL_VM_|\w*J1939)/u;
const NICHE_LEVELS = /^SOL_(?:CAN_\w+|ALG|HCI|L2CAP|RFCOMM|SCO|TIPC)$/u;

test("the constants have CPython's values, and only those of niche families are missing", () => {
  const theirs = Object.entries(askPython(PYTHON_CONSTANTS) as Record<string, number>);
  assert.ok(theirs.length > 200, "CPython has hundreds");
  for (const [name, number] of theirs) {
    if (NICHE.test(name) || NICHE_LEVELS.test(name)) continue;
    assert.equal(ours[name], number, name);
  }
});

const PYTHON_ENUMERATIONS = `
import json, socket
print(json.dumps({which: {"numbers": {name: int(member) for name, member in members.items()},
                          "names": {int(member): member.name for member in members.values()}}
                  for which in ("AddressFamily", "SocketKind", "MsgFlag", "AddressInfo")
                  for members in [getattr(socket, which).__members__]}))
`;

interface Enumeration {
  numbers: Record<string, number>;
  names: Record<number, string>;
}

test("the enumerations have CPython's names and values", () => {
  const theirs = askPython(PYTHON_ENUMERATIONS) as Record<string, Enumeration>;
  for (const [which, { numbers, names }] of Object.entries(theirs)) {
    const enumeration = ours[which] as unknown as Record<string | number, string | number>;
    assert.ok(Object.isFrozen(enumeration));
    for (const [name, number] of Object.entries(numbers)) {
      assert.equal(enumeration[name], number, `${which}.${name}`);
    }
    for (const [number, name] of Object.entries(names)) {
      assert.equal(enumeration[Number(number)], name, `${which}[${number}]`);
    }
  }
});

test("an enumeration has its own constants and no others", () => {
  const number: number | undefined = socket.AddressFamily.AF_INET;
  assert.equal(number, socket.AF_INET);
  assert.equal(socket.AddressFamily[socket.AF_INET6], "AF_INET6");
  assert.equal(socket.SocketKind[socket.SOCK_DGRAM], "SOCK_DGRAM");
  assert.equal(socket.MsgFlag.MSG_PEEK, socket.MSG_PEEK);
  assert.equal(socket.AddressInfo.AI_PASSIVE, socket.AI_PASSIVE);
  assert.ok(!("SOCK_STREAM" in socket.AddressFamily));
  assert.equal(socket.AddressFamily[9999], undefined);
});

const needsLinux = process.platform !== "linux" && "NOT RUN: the names are Linux's";

testUnless(needsLinux)(
  "names that CPython lacks have the values of the C library's and the kernel's headers",
  () => {
    // Linux has these values on every architecture that Node runs on.
    assert.equal(socket.TCP_ESTABLISHED, 1);
    assert.equal(socket.TCP_LISTEN, 10);
    assert.equal(socket.UDP_SEGMENT, 103);
    assert.equal(socket.NETLINK_ADD_MEMBERSHIP, 1);
    assert.equal(socket.SOF_TIMESTAMPING_SOFTWARE, 16);
    assert.equal(socket.SO_EE_ORIGIN_ICMP, 2);
    assert.equal(socket.ETH_P_ALL, 3);
    assert.equal(socket.SO_NOSIGPIPE, undefined);
  },
);
