import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync, readlinkSync } from "node:fs";

import * as select from "bsd-sockets/select";
import * as selectors from "bsd-sockets/selectors";
import * as socket from "bsd-sockets/socket";
import * as syscalls from "bsd-sockets/syscalls";
import { test } from "vitest";

import { checkDescriptors } from "../support/descriptors.ts";
import { needsProc } from "../support/process-state.ts";
import { connectedPair } from "../support/sockets.ts";
import { testUnless } from "../support/unless.ts";

checkDescriptors();

const skip = needsProc;

/** Returns the kinds of the descriptors that a new program inherits. */
function inherited(): string[] {
  const code = `
import json, os
def target(fd):
    try: return os.readlink(f"/proc/self/fd/{fd}")
    except OSError: return ""
print(json.dumps([target(fd) for fd in os.listdir("/proc/self/fd")]))`;
  return JSON.parse(execFileSync("python3", ["-c", code], { encoding: "utf8" })) as string[];
}

function isInherited(fd: number): boolean {
  return inherited().includes(readlinkSync(`/proc/self/fd/${fd}`));
}

/** Returns whether the kernel says that a descriptor is close-on-exec. */
function isCloseOnExec(fd: number): boolean {
  const flags = /^flags:\s+([0-7]+)$/mu.exec(readFileSync(`/proc/self/fdinfo/${fd}`, "utf8"))![1]!;
  return (Number.parseInt(flags, 8) & 0o2000000) !== 0;
}

/**
 * Checks that a socket is close-on-exec according to the package and the kernel, and that exec
 * closes it.
 */
function isNotInheritable(s: socket.Socket): void {
  assert.equal(s.get_inheritable(), false);
  assert.equal(isCloseOnExec(s.fileno()), true);
  assert.equal(isInherited(s.fileno()), false);
}

testUnless(skip)("I1: socket is close-on-exec, for each type and with a default timeout", () => {
  for (const [family, type] of [
    [socket.AF_INET, socket.SOCK_STREAM],
    [socket.AF_INET6, socket.SOCK_DGRAM],
    [socket.AF_UNIX, socket.SOCK_SEQPACKET],
    [socket.AF_INET, socket.SOCK_STREAM | socket.SOCK_NONBLOCK!],
  ] as const) {
    using s = socket.socket(family, type);
    isNotInheritable(s);
  }
});

testUnless(skip)("I2: both sockets of socketpair are close-on-exec", () => {
  const [one, other] = socket.socketpair();
  isNotInheritable(one);
  isNotInheritable(other);
  one.close();
  other.close();
});

testUnless(skip)("I3: an accepted socket is close-on-exec, even if the listener is not", () => {
  using listener = socket.create_server(["127.0.0.1", 0]);
  for (const inheritable of [false, true]) {
    listener.set_inheritable(inheritable);
    using client = socket.create_connection(listener.getsockname());
    using conn = listener.accept()[0];
    isNotInheritable(conn);
    isNotInheritable(client);
  }
});

testUnless(skip)("I4: a duplicate is close-on-exec, even if the original is not", () => {
  using s = socket.socket();
  s.set_inheritable(true);
  using copy = s.dup();
  using other = socket.fromfd(s.fileno(), s.family, s.type);
  assert.equal(s.get_inheritable(), true);
  s.set_inheritable(false); // A program can identify them only by the socket.
  isNotInheritable(copy);
  isNotInheritable(other);
});

testUnless(skip)("I5: the descriptors of epoll and kqueue are close-on-exec", () => {
  using selector = new selectors.DefaultSelector() as selectors.EpollSelector;
  assert.equal(isCloseOnExec(selector.fileno()), true);
  for (const make of [select.epoll, select.kqueue]) {
    if (make === undefined) continue;
    using poller = make();
    assert.equal(isCloseOnExec(poller.fileno()), true);
    assert.equal(isInherited(poller.fileno()), false);
  }
});

testUnless(skip)(
  "I6: set_inheritable determines get_inheritable, and what a program inherits",
  () => {
    using pair = connectedPair();
    const { client } = pair;
    client.set_inheritable(true);
    assert.equal(client.get_inheritable(), true);
    assert.equal(isCloseOnExec(client.fileno()), false);
    assert.equal(isInherited(client.fileno()), true);
    client.set_inheritable(false);
    isNotInheritable(client);
    assert.throws(() => {
      client.set_inheritable(1 as never);
    }, TypeError);
  },
);

test("I7: get_inheritable reads the flag, no matter who set it", () => {
  using s = socket.socket();
  for (const inheritable of [true, false]) {
    syscalls.setInheritable(s.fileno(), inheritable);
    assert.equal(s.get_inheritable(), inheritable);
    assert.equal(syscalls.getInheritable(s.fileno()), Number(inheritable));
  }
});

testUnless(skip)("I8: a received descriptor is close-on-exec, even if the original is not", () => {
  const [sender, receiver] = socket.socketpair();
  using passed = socket.socket();
  passed.set_inheritable(true);
  for (const receive of [
    () => socket.recv_fds(receiver, 1, 1)[1][0]!,
    () => receiver.recvmsg(1, 64)[1][0]![2].readInt32LE(),
    () => receiver.recvmsg_into([new Uint8Array(1)], 64)[1][0]![2].readInt32LE(),
  ]) {
    socket.send_fds(sender, [Buffer.from("x")], [passed.fileno()]);
    const fd = receive();
    assert.equal(isCloseOnExec(fd), true);
    assert.equal(isInherited(passed.fileno()), true);
    socket.close(fd);
  }
  sender.close();
  receiver.close();
});
