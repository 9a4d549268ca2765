import assert from "node:assert/strict";
import { createServer } from "node:net";
import { once } from "node:events";

import * as socket from "bsd-sockets/socket";
import { test } from "vitest";

import { checkDescriptors } from "../../support/descriptors.ts";
import { failsWith } from "../../support/fails-with.ts";
import { addressOf, connectedPair, listen } from "../../support/sockets.ts";
import { testUnless } from "../../support/unless.ts";
import { subjects } from "./sockets.ts";

checkDescriptors();

const { getOption, setOption } = socket;
const needsLinux = process.platform !== "linux" && "NOT RUN: only Linux has this option";

/** Whether the one who runs the tests is not allowed something. */
function isRefused(run: () => void): boolean {
  try {
    run();
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

test("a socket with a linger time of zero resets the connection", () => {
  using pair = connectedPair();
  setOption(pair.client, "SO_LINGER", { onoff: true, linger: 0 });
  pair.client.close();
  failsWith("ECONNRESET", () => pair.server.recv(1));
});

test("a receive ends after SO_RCVTIMEO, and not earlier", () => {
  using pair = connectedPair();
  setOption(pair.server, "SO_RCVTIMEO", 0.05);
  const start = performance.now();
  failsWith("EAGAIN", () => pair.server.recv(1));
  assert.ok(performance.now() - start >= 49);
});

test("the smallest timeout does not mean forever", () => {
  using pair = connectedPair();
  setOption(pair.server, "SO_RCVTIMEO", 1e-9);
  assert.ok(getOption(pair.server, "SO_RCVTIMEO")! > 0);
  failsWith("EAGAIN", () => pair.server.recv(1));
});

test("SO_ERROR is the errno of a failed connect, once", () => {
  using closed = listen();
  const address = addressOf(closed);
  closed.close();
  using s = socket.socket();
  s.setblocking(false);
  const result = s.connect_ex(address);
  // Loopback refuses at once: the error is either the result or still pending.
  const error = getOption(s, "SO_ERROR") || result;
  assert.equal(socket.getOption(s, "SO_ERROR"), 0);
  assert.ok(error > 0);
});

testUnless(needsLinux)("SO_PEERCRED is this process", () => {
  using unix = subjects.unix();
  assert.deepEqual(getOption(unix.socket, "SO_PEERCRED"), {
    pid: process.pid,
    uid: process.geteuid!(),
    gid: process.getegid!(),
  });
  const groups = getOption(unix.socket, "SO_PEERGROUPS");
  assert.deepEqual(
    groups.sort(),
    process.getgroups!()
      .filter((group) => groups.includes(group))
      .sort(),
  );
});

testUnless(needsLinux)("TCP_INFO follows a connection through its states", () => {
  const stateOf = (s: socket.Socket): string => getOption(s, "TCP_INFO").state;
  using client = socket.socket();
  assert.equal(stateOf(client), "TCP_CLOSE");
  using listener = listen();
  assert.equal(stateOf(listener), "TCP_LISTEN");
  client.connect(addressOf(listener));
  using server = listener.accept()[0];
  assert.equal(stateOf(client), "TCP_ESTABLISHED");
  assert.equal(getOption(client, "TCP_INFO").tcpi_state, socket.TCP_ESTABLISHED);
  client.shutdown(socket.SHUT_WR);
  assert.equal(server.recv(1).length, 0);
  assert.equal(stateOf(server), "TCP_CLOSE_WAIT");
});

testUnless(needsLinux)("TCP_INFO counts sent data", () => {
  using pair = connectedPair();
  pair.client.sendall(Buffer.alloc(1000));
  assert.equal(pair.server.recv(1000, socket.MSG_WAITALL).length, 1000);
  const received = getOption(pair.server, "TCP_INFO");
  assert.equal(received.tcpi_bytes_received, 1000);
  assert.ok(received.tcpi_data_segs_in! >= 1);
  const sent = getOption(pair.client, "TCP_INFO");
  assert.equal(sent.tcpi_bytes_sent, 1000);
  assert.ok(sent.tcpi_rtt > 0, "microseconds");
  assert.ok(sent.tcpi_rto >= 1000, "microseconds");
  assert.equal(sent.tcpi_advmss, getOption(pair.server, "TCP_INFO").tcpi_advmss);
  assert.equal(typeof sent.tcpi_delivery_rate_app_limited, "boolean");
  assert.ok(sent.tcpi_snd_wscale >= 0 && sent.tcpi_snd_wscale <= 14);
});

testUnless(needsLinux)("TCP_INFO of a listener is the length of its queue and its limit", () => {
  using listener = socket.socket();
  listener.bind(["127.0.0.1", 0]);
  listener.listen(5);
  const queue = (): [number, number] => {
    const { tcpi_unacked, tcpi_sacked } = getOption(listener, "TCP_INFO");
    return [tcpi_unacked, tcpi_sacked];
  };
  assert.deepEqual(queue(), [0, 5]);
  using one = socket.socket();
  using other = socket.socket();
  one.connect(addressOf(listener));
  other.connect(addressOf(listener));
  assert.deepEqual(queue(), [2, 5]);
  listener.accept()[0].close();
  assert.deepEqual(queue(), [1, 5]);
  listener.accept()[0].close();
});

const needsPortRange =
  !socket.hasOption("IP_LOCAL_PORT_RANGE") && "NOT RUN: missing from this system's headers";

testUnless(needsPortRange)("IP_LOCAL_PORT_RANGE limits the ports, and they run out", () => {
  const range = { low: 45_100, high: 45_103 };
  using stack = {
    sockets: [] as socket.Socket[],
    [Symbol.dispose]: () => {
      closeAll(stack.sockets);
    },
  };
  const bindOne = (): number => {
    const s = socket.socket();
    stack.sockets.push(s);
    setOption(s, "IP_LOCAL_PORT_RANGE", range);
    s.bind(["127.0.0.1", 0]);
    return s.getsockname()[1];
  };
  const ports = [bindOne(), bindOne()];
  for (const port of ports) assert.ok(port >= range.low && port <= range.high, String(port));
  failsWith("EADDRINUSE", () => {
    for (let count = 0; count < 4; count++) bindOne();
  });
});

function closeAll(sockets: socket.Socket[]): void {
  for (const s of sockets) s.close();
}

testUnless(needsLinux)(
  "SO_BINDTODEVICE is the interface by name, and SO_BINDTOIFINDEX by index",
  () => {
    using s = socket.socket();
    setOption(s, "SO_BINDTODEVICE", "lo");
    assert.equal(getOption(s, "SO_BINDTOIFINDEX"), 1);
  },
);

testUnless(needsLinux)("IPV6_ADDRFORM converts a mapped socket to IPv4", () => {
  using receiver = socket.socket(socket.AF_INET, socket.SOCK_DGRAM);
  receiver.bind(["127.0.0.1", 0]);
  using s = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM);
  s.connect(["::ffff:127.0.0.1", addressOf(receiver)[1]]);
  setOption(s, "IPV6_ADDRFORM", socket.AF_INET);
  assert.equal(getOption(s, "SO_DOMAIN"), socket.AF_INET);
});

testUnless(needsLinux)("TCP_SAVED_SYN is the SYN of a connection, once", () => {
  using listener = listen();
  setOption(listener, "TCP_SAVE_SYN", 1);
  using client = socket.socket();
  client.connect(addressOf(listener));
  using server = listener.accept()[0];
  const syn = getOption(server, "TCP_SAVED_SYN");
  assert.equal(syn[0]! >> 4, 4, "an IPv4 header");
  assert.equal(syn[9], socket.IPPROTO_TCP);
  assert.equal(getOption(server, "TCP_SAVED_SYN").length, 0);
});

const needsAdmin =
  isRefused(() => {
    using s = socket.socket();
    setOption(s, "SO_RCVBUFFORCE", 4096);
  }) && "NOT RUN: needs CAP_NET_ADMIN";

testUnless(needsLinux || needsAdmin)(
  "only privileged processes can force buffers beyond the limit",
  () => {
    using s = socket.socket();
    const size = 16 * 2 ** 20;
    for (const [force, plain] of [
      ["SO_RCVBUFFORCE", "SO_RCVBUF"],
      ["SO_SNDBUFFORCE", "SO_SNDBUF"],
    ] as const) {
      setOption(s, force, size);
      assert.equal(getOption(s, plain), 2 * size);
    }
  },
);

testUnless(needsLinux)("write-only options reach the kernel", () => {
  using s = socket.socket();
  setOption(s, "TCP_THIN_DUPACK", true);
  failsWith("EBADF", () => {
    setOption(s, "SO_ATTACH_BPF", 1_000_000);
  });
  using netlink = subjects.netlink();
  setOption(netlink.socket, "NETLINK_ADD_MEMBERSHIP", 1);
  setOption(netlink.socket, "NETLINK_DROP_MEMBERSHIP", 1);
});

const needsRaw =
  isRefused(() => {
    subjects.raw()[Symbol.dispose]();
  }) && "NOT RUN: raw sockets need CAP_NET_RAW";

testUnless(needsLinux || needsRaw)("IP_ROUTER_ALERT is asked for once", () => {
  using raw = subjects.raw();
  setOption(raw.socket, "IP_ROUTER_ALERT", true);
  failsWith("EADDRINUSE", () => {
    setOption(raw.socket, "IP_ROUTER_ALERT", true);
  });
});

testUnless(needsLinux)("options can be set on a socket of Node's", async () => {
  const server = createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { _handle: handle } = server as unknown as { _handle: { fd: number } };
  setOption(handle, "TCP_DEFER_ACCEPT", 3);
  assert.equal(getOption(handle.fd, "TCP_DEFER_ACCEPT"), 3);
  assert.equal(getOption({ fileno: () => handle.fd }, "TCP_INFO").state, "TCP_LISTEN");
  server.close();
  await once(server, "close");
  failsWith("EBADF", () => getOption(handle, "TCP_DEFER_ACCEPT"));
});
