// What Linux does, seen through this package: ports that are shared, and ports that run out.

import assert from "node:assert/strict";
import { test } from "node:test";

import * as socket from "bsd-sockets/socket";

import { checkDescriptors } from "../support/descriptors.ts";
import { eventsOf, needsLinux, outcome, reset, Together } from "../support/kernel.ts";
import { systemSetting } from "../support/process-state.ts";
import { addressOf, connectTo } from "../support/sockets.ts";
import { until } from "../support/until.ts";

checkDescriptors();

type Inet = socket.Socket<socket.InetAddress>;

/** Two listeners at one address. */
function shared(all: Together): [Inet, Inet] {
  const [first, second] = [all.add(socket.socket()), all.add(socket.socket())];
  for (const s of [first, second]) socket.setOption(s, "SO_REUSEPORT", true);
  first.bind(["127.0.0.1", 0]);
  second.bind(addressOf(first));
  for (const s of [first, second]) s.listen();
  return [first, second];
}

function queueOf(listener: Inet): number {
  return socket.getOption(listener, "TCP_INFO").tcpi_unacked;
}

function portsOf(sockets: Inet[]): number[] {
  return sockets.map((s) => addressOf(s)[1]).sort((a, b) => a - b);
}

const COUNT = 40;
// With this setting the connections of a listener that is closed move to another one.
const migrates = systemSetting("net/ipv4/tcp_migrate_req")[0] === 1;
const cannotDrain = needsLinux || (migrates && "tcp_migrate_req is on");

test(
  "experiment 21: of listeners that share a port, one that is closed resets its own queue",
  { skip: cannotDrain },
  async () => {
    using all = new Together();
    const [closed, other] = shared(all);
    const clients = Array.from({ length: COUNT }, () => all.add(connectTo(other)));
    await until(() => queueOf(closed) + queueOf(other) === COUNT);
    const sizes = [queueOf(closed), queueOf(other)] as const;
    assert.ok(sizes[0] > 0 && sizes[1] > 0, sizes.join(" and "));

    closed.close();
    const left = (): Inet[] => clients.filter((s) => !eventsOf(s).includes("HUP"));
    await until(() => left().length <= sizes[1]);
    const accepted = Array.from({ length: sizes[1] }, () => other.accept());
    for (const [conn] of accepted) all.add(conn);
    const ports = accepted.map(([, address]) => address![1]).sort((a, b) => a - b);
    assert.deepEqual(portsOf(left()), ports);
  },
);

/** Why the test of a range of ports is skipped, or false: Linux 6.3 has it. */
function needsPortRange(): string | false {
  if (needsLinux) return needsLinux;
  using s = socket.socket();
  const works =
    socket.hasOption("IP_LOCAL_PORT_RANGE") &&
    outcome(() => socket.getOption(s, "IP_LOCAL_PORT_RANGE")) === "OK";
  return !works && "needs IP_LOCAL_PORT_RANGE";
}

/** Four ports among those that the system gives out. */
function fourPorts(): socket.PortRange {
  const [low, high] = systemSetting("net/ipv4/ip_local_port_range") as [number, number];
  const first = low + Math.floor(Math.random() * (high - low - 3));
  return { low: first, high: first + 3 };
}

/** Connects from a range of ports until it fails: the clients, and the failure. */
function connectAll(range: socket.PortRange, address: socket.InetAddress): [Inet[], string] {
  const clients: Inet[] = [];
  for (;;) {
    const s = socket.socket();
    clients.push(s);
    socket.setOption(s, "IP_LOCAL_PORT_RANGE", range);
    const result = outcome(() => {
      s.connect(address);
    });
    if (result === "OK") continue;
    clients.pop()!.close();
    return [clients, result];
  }
}

test(
  "experiment 22: with four ports the fifth connection is EADDRNOTAVAIL, to one address",
  { skip: needsPortRange() },
  async () => {
    using listener = socket.socket();
    listener.bind(["", 0]);
    listener.listen();
    const port = addressOf(listener)[1];
    let clients: Inet[] = [];
    let range = fourPorts();
    // Others may have some of the ports: then there are more to try.
    await until(() => {
      clients.forEach(reset);
      range = fourPorts();
      let result: string;
      [clients, result] = connectAll(range, ["127.0.0.1", port]);
      assert.equal(result, "EADDRNOTAVAIL");
      return clients.length === 4;
    });
    const ports = Array.from({ length: 4 }, (_, index) => range.low + index);
    assert.deepEqual(portsOf(clients), ports);
    const [others] = connectAll(range, ["127.0.0.2", port]);
    assert.deepEqual(portsOf(others), ports);
    for (const s of [...clients, ...others]) reset(s);
  },
);
