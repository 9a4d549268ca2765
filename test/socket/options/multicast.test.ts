import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";

import * as socket from "bsd-sockets/socket";
import * as syscalls from "bsd-sockets/syscalls";

import { checkDescriptors } from "../../support/descriptors.ts";
import { failsWith } from "../../support/fails-with.ts";
import { testUnless } from "../../support/unless.ts";

checkDescriptors();

const { getOption, setOption } = socket;
const GROUP = "239.255.77.77";
const GROUP6 = "ff01::7777";
const LOOPBACK = "127.0.0.1";
const LOOPBACK_INDEX = 1;
const GENEROUS_SECONDS = 50;

type InternetAddress = socket.InetAddress | socket.Inet6Address;
type Family = socket.Family<InternetAddress>;

/** Two datagram sockets: one sends to a group over loopback, the other may receive it. */
interface Radio extends Disposable {
  readonly receiver: socket.Socket<InternetAddress>;
  readonly sender: socket.Socket<InternetAddress>;
  /** Sends a datagram to the group and waits for it. */
  isHeard(): boolean;
  /**
   * Sends one datagram to the group and one to the receiver, and checks that only the second
   * arrives.
   */
  isSilent(): boolean;
}

// connect() sets the destination of a datagram socket.
function tune(
  s: socket.Socket,
  family: number,
  host: string,
  port: number,
  ifindex: number,
): number {
  return syscalls.connect(
    s.fileno(),
    syscalls.encodeInternetAddress(family, host, port, 0, ifindex)!,
    -1,
  );
}

/**
 * Returns an interface with a route for IPv6 multicast, which lo seldom has. Datagrams to an ff01
 * group never leave the machine.
 */
function findInterface6(): number | undefined {
  if (process.platform !== "linux") return undefined;
  const indices = readdirSync("/sys/class/net").map((name) =>
    Number(readFileSync(`/sys/class/net/${name}/ifindex`, "utf8")),
  );
  return indices.find((ifindex) => {
    using s = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM);
    return tune(s, socket.AF_INET6, GROUP6, 9, ifindex) === 0;
  });
}

const interface6 = findInterface6();

function radio(family: number, group: string): Radio {
  const receiver = socket.socket(family as Family, socket.SOCK_DGRAM);
  receiver.bind(["", 0]);
  receiver.settimeout(GENEROUS_SECONDS);
  const sender = socket.socket(family as Family, socket.SOCK_DGRAM);
  if (family === socket.AF_INET) {
    setOption(receiver, "IP_MULTICAST_ALL", false);
    setOption(sender, "IP_MULTICAST_IF", LOOPBACK);
  } else {
    setOption(receiver, "IPV6_MULTICAST_ALL", false);
    setOption(sender, "IPV6_MULTICAST_IF", interface6!);
  }
  const [, port] = receiver.getsockname();
  assert.equal(tune(sender, family, group, port, interface6 ?? 0), 0);
  const other = socket.socket(family as Family, socket.SOCK_DGRAM);
  other.connect([family === socket.AF_INET ? LOOPBACK : "::1", port]);
  return {
    receiver,
    sender,
    isHeard() {
      sender.send(Buffer.from("group"));
      return receiver.recv(10).toString() === "group";
    },
    isSilent() {
      sender.send(Buffer.from("group"));
      other.send(Buffer.from("other"));
      return receiver.recv(10).toString() === "other";
    },
    [Symbol.dispose]() {
      for (const s of [receiver, sender, other]) s.close();
    },
  };
}

const needsLinux = process.platform !== "linux" && "NOT RUN: the interface is Linux's lo";

for (const [how, membership] of [
  ["its address", { multiaddr: GROUP, address: LOOPBACK }],
  ["its index", { multiaddr: GROUP, ifindex: LOOPBACK_INDEX }],
] as const) {
  testUnless(needsLinux)(
    `a group is received between joining and leaving, with the interface by ${how}`,
    () => {
      using ours = radio(socket.AF_INET, GROUP);
      assert.ok(ours.isSilent());
      setOption(ours.receiver, "IP_ADD_MEMBERSHIP", membership);
      assert.ok(ours.isHeard());
      failsWith("EADDRINUSE", () => {
        setOption(ours.receiver, "IP_ADD_MEMBERSHIP", membership);
      });
      setOption(ours.receiver, "IP_DROP_MEMBERSHIP", membership);
      assert.ok(ours.isSilent());
    },
  );
}

testUnless(needsLinux)("the interface of outgoing multicast is set by its address or index", () => {
  using s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM);
  setOption(s, "IP_MULTICAST_IF", LOOPBACK);
  assert.equal(getOption(s, "IP_MULTICAST_IF"), LOOPBACK);
  setOption(s, "IP_MULTICAST_IF", "0.0.0.0");
  assert.equal(getOption(s, "IP_MULTICAST_IF"), "0.0.0.0");
  setOption(s, "IP_MULTICAST_IF", LOOPBACK_INDEX);
  using receiver = socket.socket(socket.AF_INET, socket.SOCK_DGRAM);
  receiver.bind(["", 0]);
  setOption(receiver, "IP_ADD_MEMBERSHIP", { multiaddr: GROUP, ifindex: LOOPBACK_INDEX });
  tune(s, socket.AF_INET, GROUP, receiver.getsockname()[1], 0);
  s.send(Buffer.from("x"));
  receiver.settimeout(GENEROUS_SECONDS);
  assert.equal(receiver.recv(10).toString(), "x");
});

testUnless(needsLinux)("a group is received from one sender only", () => {
  using ours = radio(socket.AF_INET, GROUP);
  const from = (sourceaddr: string): socket.SourceMembership => ({
    multiaddr: GROUP,
    sourceaddr,
    interface: LOOPBACK,
  });
  setOption(ours.receiver, "IP_ADD_SOURCE_MEMBERSHIP", from("127.0.0.9"));
  assert.ok(ours.isSilent());
  setOption(ours.receiver, "IP_ADD_SOURCE_MEMBERSHIP", from(LOOPBACK));
  assert.ok(ours.isHeard());
  setOption(ours.receiver, "IP_DROP_SOURCE_MEMBERSHIP", from(LOOPBACK));
  assert.ok(ours.isSilent());
});

testUnless(needsLinux)("a sender in a joined group is blocked and unblocked", () => {
  using ours = radio(socket.AF_INET, GROUP);
  const sender = { multiaddr: GROUP, sourceaddr: LOOPBACK, interface: LOOPBACK };
  setOption(ours.receiver, "IP_ADD_MEMBERSHIP", { multiaddr: GROUP, address: LOOPBACK });
  setOption(ours.receiver, "IP_BLOCK_SOURCE", sender);
  assert.ok(ours.isSilent());
  setOption(ours.receiver, "IP_UNBLOCK_SOURCE", sender);
  assert.ok(ours.isHeard());
});

const needsIpv6 =
  interface6 === undefined && "NOT RUN: no interface has a route for IPv6 multicast";

testUnless(needsIpv6)("an IPv6 group is received between joining and leaving", () => {
  using ours = radio(socket.AF_INET6, GROUP6);
  const membership = { multiaddr: GROUP6, ifindex: interface6! };
  assert.ok(ours.isSilent());
  setOption(ours.receiver, "IPV6_JOIN_GROUP", membership);
  assert.ok(ours.isHeard());
  setOption(ours.receiver, "IPV6_LEAVE_GROUP", membership);
  assert.ok(ours.isSilent());
});

testUnless(needsLinux)("an IPv6 group is joined on loopback once, and left once", () => {
  using s = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM);
  const membership = { multiaddr: GROUP6, ifindex: LOOPBACK_INDEX };
  const isListed = (): boolean =>
    /^1\s+lo\s+ff01000000000000\w+7777 /mu.test(readFileSync("/proc/net/igmp6", "utf8"));
  setOption(s, "IPV6_JOIN_GROUP", membership);
  assert.ok(isListed());
  failsWith("EADDRINUSE", () => {
    setOption(s, "IPV6_JOIN_GROUP", membership);
  });
  setOption(s, "IPV6_LEAVE_GROUP", membership);
  assert.ok(!isListed());
  failsWith("EADDRNOTAVAIL", () => {
    setOption(s, "IPV6_LEAVE_GROUP", membership);
  });
});

for (const [family, group, obstacle] of [
  [socket.AF_INET, GROUP, needsLinux],
  [socket.AF_INET6, GROUP6, needsIpv6],
] as const) {
  testUnless(obstacle)(`MCAST_JOIN_GROUP and its relatives accept ${group}`, () => {
    const ifindex = family === socket.AF_INET ? LOOPBACK_INDEX : interface6!;
    using ours = radio(family, group);
    const [source] = ours.sender.getsockname();
    setOption(ours.receiver, "MCAST_JOIN_GROUP", { group, ifindex });
    assert.ok(ours.isHeard());
    setOption(ours.receiver, "MCAST_BLOCK_SOURCE", { group, source, ifindex });
    assert.ok(ours.isSilent());
    setOption(ours.receiver, "MCAST_UNBLOCK_SOURCE", { group, source, ifindex });
    assert.ok(ours.isHeard());
    setOption(ours.receiver, "MCAST_LEAVE_GROUP", { group, ifindex });
    assert.ok(ours.isSilent());
    setOption(ours.receiver, "MCAST_JOIN_SOURCE_GROUP", { group, source, ifindex });
    assert.ok(ours.isHeard());
    setOption(ours.receiver, "MCAST_LEAVE_SOURCE_GROUP", { group, source, ifindex });
    assert.ok(ours.isSilent());
  });
}

testUnless(needsLinux)(
  "joining an anycast address needs a prefix, and leaving it needs a membership",
  () => {
    using s = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM);
    const anycast = { multiaddr: "fd00:77::1", ifindex: LOOPBACK_INDEX };
    failsWith("ENOENT", () => {
      setOption(s, "IPV6_LEAVE_ANYCAST", anycast);
    });
    failsWith(process.geteuid!() === 0 ? "EADDRNOTAVAIL" : "EPERM", () => {
      setOption(s, "IPV6_JOIN_ANYCAST", anycast);
    });
  },
);
