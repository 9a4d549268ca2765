// The table of sockets, compared with ss, for sockets of every kind that these tests open.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { fstatSync } from "node:fs";

import * as socket from "bsd-sockets/socket";
import { test } from "vitest";
import { compareEntries, type SocketEntry } from "#internal/tools/netstat/entry.js";
import { NoSocketTable, socketTable } from "#internal/tools/netstat/table.js";

import { checkDescriptors } from "../../support/descriptors.ts";
import { needsLinux } from "../../support/kernel.ts";
import { addressOf, connectTo, datagram, fullListener, listen } from "../../support/sockets.ts";
import { needsTool } from "../../support/tool.ts";
import { describeUnless, testUnless } from "../../support/unless.ts";
import { until } from "../../support/until.ts";

checkDescriptors();

const inodeOf = (s: socket.Socket): number => fstatSync(s.fileno()).ino;

/** Returns the entry of one socket. */
function entryOf(s: socket.Socket, source?: "netlink" | "proc"): SocketEntry {
  const found = socketTable({ inodes: [inodeOf(s)] }, source);
  assert.equal(found.length, 1);
  return found[0]!;
}

/** ss shortens some names. */
const ssStates: Readonly<Record<string, string>> = { ESTABLISHED: "ESTAB", CLOSE: "UNCONN" };
const ssTypes: Readonly<Record<string, string>> = {
  stream: "u_str",
  dgram: "u_dgr",
  seqpacket: "u_seq",
};

function ssEndpoint(address: string, port: number | null, isIPv6: boolean): string {
  return `${isIPv6 ? `[${address}]` : address}:${port === 0 ? "*" : String(port)}`;
}

/** Formats an entry like ss, with single blanks. */
function asSs(entry: SocketEntry): string {
  const { protocol, receiveQueue, sendQueue, inode, peerInode } = entry;
  const begin = [
    ssStates[entry.state] ?? entry.state.replaceAll("_", "-"),
    receiveQueue,
    sendQueue,
  ];
  if (protocol === "unix") {
    const local = entry.localAddress === "" ? "*" : entry.localAddress;
    const foreign = entry.foreignAddress === "" ? "*" : entry.foreignAddress;
    return [ssTypes[entry.type!], ...begin, local, inode, foreign, peerInode].join(" ");
  }
  const isIPv6 = protocol.endsWith("6");
  const local = ssEndpoint(entry.localAddress, entry.localPort, isIPv6);
  const foreign = ssEndpoint(entry.foreignAddress, entry.foreignPort, isIPv6);
  return [protocol.replace("6", ""), ...begin, local, foreign].join(" ");
}

/** Returns the lines of ss, with single blanks. */
function ssLines(): string[] {
  const { stdout } = spawnSync("ss", ["-tuxanH"], { encoding: "utf8" });
  // ss prints a dual-stack wildcard as a star.
  const lines = stdout.replaceAll(" *:", " [::]:").split("\n");
  return lines.map((line) => line.trim().replace(/\s+/gu, " "));
}

/** Checks that ss lists these sockets like we do. */
async function checkAsSs(
  filter: { port?: number; inodes?: number[] },
  count: number,
): Promise<void> {
  const wanted = socketTable(filter).map(asSs);
  assert.equal(wanted.length, count);
  await until(() => {
    const lines = ssLines();
    return socketTable(filter).every((entry) => lines.includes(asSs(entry)));
  });
}

describeUnless(needsLinux)("the table of sockets", () => {
  test("a listener: Recv-Q is the number waiting, Send-Q the limit", () => {
    using listener = listen();
    listener.listen(5);
    using client = connectTo(listener);
    const entry = entryOf(listener);
    const [host, port] = addressOf(listener);
    assert.equal(entry.state, "LISTEN");
    assert.deepEqual([entry.receiveQueue, entry.sendQueue], [1, 5]);
    assert.deepEqual([entry.localAddress, entry.localPort], [host, port]);
    assert.deepEqual([entry.foreignAddress, entry.foreignPort], ["0.0.0.0", 0]);
    assert.equal(entry.uid, process.getuid!());
    assert.equal(client.getpeername()[1], port);
  });

  test("unread bytes are the receiver's Recv-Q, bytes that do not fit the sender's Send-Q", async () => {
    using listener = listen();
    using client = connectTo(listener);
    using accepted = listener.accept()[0];
    client.setblocking(false);
    client.send(Buffer.alloc(3));
    await until(() => entryOf(accepted).receiveQueue === 3);
    assert.equal(entryOf(client).sendQueue, 0);
    for (let sent = 3; ;) {
      try {
        sent += client.send(Buffer.alloc(65_536));
      } catch {
        await until(() => {
          const [received, unsent] = [entryOf(accepted).receiveQueue!, entryOf(client).sendQueue!];
          return received + unsent === sent && unsent > 0;
        });
        return;
      }
    }
  });

  test("a handshake without a response, and a bound socket", () => {
    using full = fullListener();
    const states = socketTable({ port: full.address[1], states: ["SYN_SENT"] });
    assert.ok(states.length > 0);
    assert.ok(states.every(({ sendQueue }) => sendQueue === 1));
    using bound = socket.socket();
    bound.bind(["127.0.0.1", 0]);
    const found = socketTable({ inodes: [inodeOf(bound)] }, "netlink");
    // Kernels before 6.8 do not list it at all.
    for (const entry of found) assert.equal(entry.state, "CLOSE");
  });

  test("TIME_WAIT belongs to no process", async () => {
    using listener = listen();
    const client = connectTo(listener);
    const port = client.getsockname()[1];
    const accepted = listener.accept()[0];
    client.close();
    assert.equal(accepted.recv(1).length, 0);
    accepted.close();
    await until(() => socketTable({ port, states: ["TIME_WAIT"] }).length === 1);
    if (needsTool("ss") === false) await checkAsSs({ port }, 1);
    const [entry] = socketTable({ port });
    assert.deepEqual([entry!.inode, entry!.localPort], [0, port]);
  });

  test("UDP: with and without a peer", () => {
    using server = datagram();
    using client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM);
    client.connect(addressOf(server));
    client.send(Buffer.from("datagram"));
    assert.equal(entryOf(server).state, "UNCONN");
    assert.ok(entryOf(server).receiveQueue! >= 8);
    assert.equal(entryOf(client).state, "ESTABLISHED");
    assert.equal(entryOf(client).foreignPort, addressOf(server)[1]);
  });

  test("UNIX: an abstract name, the peer's name, and waiting bytes", () => {
    using listener = socket.socket(socket.AF_UNIX);
    listener.bind(Buffer.from(`\0table ${process.pid}\0end`));
    listener.listen(3);
    using client = socket.socket(socket.AF_UNIX);
    client.connect(listener.getsockname());
    using accepted = listener.accept()[0];
    client.send(Buffer.from("12345"));
    const name = `@table ${process.pid}@end`;
    const listening = entryOf(listener);
    assert.deepEqual([listening.state, listening.localAddress], ["LISTEN", name]);
    assert.equal(listening.sendQueue, 3);
    assert.deepEqual([entryOf(accepted).receiveQueue, entryOf(accepted).localAddress], [5, name]);
    const whole = socketTable({ protocols: ["unix"] });
    const entry = whole.find(({ inode }) => inode === inodeOf(client as socket.Socket))!;
    assert.deepEqual([entry.foreignAddress, entry.type], [name, "stream"]);
    assert.equal(entry.peerInode, inodeOf(accepted as socket.Socket));
  });

  testUnless(!socket.has_dualstack_ipv6())("IPv6, and IPv4 on an IPv6 socket", () => {
    const family = socket.AF_INET6;
    using server = socket.create_server(["", 0], { family, dualstack_ipv6: true });
    const [, port] = server.getsockname();
    using client = socket.create_connection(["127.0.0.1", port]);
    using accepted = server.accept()[0];
    assert.deepEqual([entryOf(server).protocol, entryOf(server).localAddress], ["tcp6", "::"]);
    assert.equal(entryOf(accepted).localAddress, "::ffff:127.0.0.1");
    assert.equal(entryOf(client as socket.Socket).protocol, "tcp");
  });

  test("a filter that matches nothing returns nothing", () => {
    assert.deepEqual(socketTable({ inodes: [] }), []);
    assert.deepEqual(socketTable({ protocols: [] }), []);
    assert.deepEqual(socketTable({ protocols: ["unix"], port: 1 }), []);
  });

  test("netlink and /proc/net list the same", async () => {
    using listener = listen();
    using client = connectTo(listener);
    using server = datagram();
    using pair = { sockets: socket.socketpair(), [Symbol.dispose]: closePair };
    function closePair(): void {
      for (const s of pair.sockets) s.close();
    }
    client.send(Buffer.from("unread"));
    const filter = { inodes: [...[listener, client, server].map(inodeOf), 0] };
    const ports = [addressOf(listener)[1], addressOf(server)[1]];
    const read = (source: "netlink" | "proc"): SocketEntry[] =>
      ports.flatMap((port) => socketTable({ ...filter, port }, source)).map(withoutUnknown);
    assert.equal(read("netlink").length, 4);
    await until(() => JSON.stringify(read("netlink")) === JSON.stringify(read("proc")));
    const inodes = pair.sockets.map((s) => inodeOf(s as socket.Socket));
    const [netlink, proc] = (["netlink", "proc"] as const).map((source) =>
      socketTable({ inodes }, source).map(({ protocol, type, state, inode }) => [
        ...[protocol, type, state, inode],
      ]),
    );
    assert.equal(netlink!.length, 2);
    assert.deepEqual(netlink, proc);
  });
});

/** Removes what /proc/net does not report: a listener's limit. */
function withoutUnknown(entry: SocketEntry): SocketEntry {
  return entry.state === "LISTEN" ? { ...entry, sendQueue: null } : entry;
}

describeUnless(needsLinux || needsTool("ss"))("the table and ss list the same", () => {
  test("TCP: a listener, both ends of a connection, waiting bytes", async () => {
    using listener = listen();
    using client = connectTo(listener);
    using accepted = listener.accept()[0];
    client.send(Buffer.from("unread"));
    assert.equal(accepted.recv(1).length, 1);
    await checkAsSs({ port: addressOf(listener)[1] }, 3);
  });

  test("UDP, UNIX and IPv6", async () => {
    using server = datagram();
    server.sendto(Buffer.from("to myself"), addressOf(server));
    using listener = socket.socket(socket.AF_UNIX);
    listener.bind(Buffer.from(`\0ss ${process.pid}`.replace(" ", "-")));
    listener.listen();
    using client = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM);
    client.connect(listener.getsockname());
    using ipv6 = socket.create_server(["::1", 0], { family: socket.AF_INET6 });
    const all = [server, listener, client, ipv6] as unknown as socket.Socket[];
    await checkAsSs({ inodes: all.map(inodeOf) }, 4);
  });
});

testUnless(process.platform === "linux")("without a table, it says so", () => {
  assert.throws(() => socketTable(), NoSocketTable);
});

test("listeners come first, and then the order is by port", () => {
  const some = { protocol: "tcp", state: "ESTABLISHED", localPort: 5, foreignPort: 6, inode: 1 };
  const entries = [
    { ...some, protocol: "udp" },
    { ...some, foreignPort: 7 },
    some,
    { ...some, localPort: 9, state: "LISTEN" },
  ] as SocketEntry[];
  const sorted = [entries[3], entries[2], entries[1], entries[0]];
  assert.deepEqual([...entries].sort(compareEntries), sorted);
});
