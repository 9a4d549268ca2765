// What Linux does, seen through this package: who may bind an address that is in use.
// A is SO_REUSEADDR, P is SO_REUSEPORT.

import assert from "node:assert/strict";
import { randomInt } from "node:crypto";
import { test } from "node:test";

import * as select from "bsd-sockets/select";
import * as socket from "bsd-sockets/socket";

import { checkDescriptors } from "../support/descriptors.ts";
import { needsLinux as skip, outcome, Together } from "../support/kernel.ts";
import { addressOf } from "../support/sockets.ts";

checkDescriptors();

const GENEROUS_SECONDS = 50;
// Of the many addresses of loopback, one that no other test is likely to bind ports of.
const HOST = `127.${randomInt(1, 255)}.${randomInt(1, 255)}.1`;
const OTHER_HOST = HOST.replace(/1$/u, "2");

type Address = socket.InetAddress;
type Flags = "" | "A" | "P" | "AP";
const combinations: Flags[] = ["", "A", "P", "AP"];

/** Pairs that may have the same address; the first socket's flags stand before the arrow. */
const whoShareAFlag = ["A→A", "A→AP", "P→P", "P→AP", "AP→A", "AP→P", "AP→AP"];
const whoBothHaveP = ["P→P", "P→AP", "AP→P", "AP→AP"];

function make(flags: Flags, type = socket.SOCK_STREAM): socket.Socket<Address> {
  const s = socket.socket(socket.AF_INET, type);
  if (flags.includes("A")) socket.setOption(s, "SO_REUSEADDR", true);
  if (flags.includes("P")) socket.setOption(s, "SO_REUSEPORT", true);
  return s;
}

interface Situation {
  type?: number;
  /** Where the first socket is bound, and where the second one is to be. */
  hosts?: [string, string];
  listens?: boolean;
}

// The port that the kernel chose for the first socket may be in use at the second one's address, by
// somebody else. So one refusal says little, and one success all.
const ATTEMPTS = 5;

function bindSecond(first: Flags, second: Flags, situation: Situation): string {
  let result = "";
  for (let i = 0; i < ATTEMPTS && result !== "OK"; i++) result = bindOnce(first, second, situation);
  return result;
}

function bindOnce(first: Flags, second: Flags, situation: Situation): string {
  const { type = socket.SOCK_STREAM, hosts = [HOST, HOST], listens } = situation;
  using one = make(first, type);
  one.bind([hosts[0], 0]);
  if (listens === true) one.listen();
  using other = make(second, type);
  const port = addressOf(one)[1];
  return outcome(() => {
    other.bind([hosts[1], port]);
  });
}

/** The pairs of flags with which the second bind works. Every other one must be EADDRINUSE. */
function pairsThatBind(situation: Situation): string[] {
  const pairs = combinations.flatMap((first) => combinations.map((second) => [first, second]));
  return (pairs as [Flags, Flags][])
    .filter(([first, second]) => {
      const result = bindSecond(first, second, situation);
      assert.match(result, /^(?:OK|EADDRINUSE)$/u);
      return result === "OK";
    })
    .map(([first, second]) => `${first}→${second}`);
}

test("experiment 1: to bind twice, both must have the same flag", { skip }, () => {
  assert.deepEqual(pairsThatBind({}), whoShareAFlag);
});

test("experiment 1: beside a listener, both must have SO_REUSEPORT", { skip }, () => {
  assert.deepEqual(pairsThatBind({ listens: true }), whoBothHaveP);
});

test("experiment 1: two with SO_REUSEADDR bind, and only one of them can listen", { skip }, () => {
  using one = make("A");
  using other = make("A");
  one.bind([HOST, 0]);
  other.bind(addressOf(one));
  const results = [one, other].map((s) =>
    outcome(() => {
      s.listen();
    }),
  );
  assert.deepEqual(results, ["OK", "EADDRINUSE"]);
});

test("experiment 1: the wildcard is in conflict with each address of the host", { skip }, () => {
  for (const hosts of [
    ["", HOST],
    [HOST, ""],
  ] satisfies [string, string][]) {
    assert.deepEqual(pairsThatBind({ hosts }), whoShareAFlag, hosts.join());
    assert.deepEqual(pairsThatBind({ hosts, listens: true }), whoBothHaveP, hosts.join());
  }
});

test("experiment 1: two addresses of the host are never in conflict", { skip }, () => {
  const hosts: [string, string] = [HOST, OTHER_HOST];
  for (const listens of [false, true]) assert.equal(pairsThatBind({ hosts, listens }).length, 16);
});

test(
  "experiment 2: datagram sockets share an address as streams that do not listen",
  { skip },
  () => {
    assert.deepEqual(pairsThatBind({ type: socket.SOCK_DGRAM }), whoShareAFlag);
  },
);

/** How many datagrams, each from another port, two receivers at one address get. */
function received(flags: Flags, count: number): [first: number, second: number] {
  using all = new Together();
  const first = all.add(make(flags, socket.SOCK_DGRAM));
  const second = all.add(make(flags, socket.SOCK_DGRAM));
  first.bind([HOST, 0]);
  second.bind(addressOf(first));
  for (let i = 0; i < count; i++) {
    using sender = make("", socket.SOCK_DGRAM);
    sender.sendto(Buffer.from([i]), addressOf(first));
  }
  const numbers = [0, 0] as [number, number];
  for (let i = 0; i < count; i++) {
    const [ready] = select.select([first, second], [], [], GENEROUS_SECONDS);
    ready[0]!.recv(1);
    numbers[ready[0] === first ? 0 : 1] += 1;
  }
  return numbers;
}

test("experiment 2: with SO_REUSEADDR the last one bound gets every datagram", { skip }, () => {
  assert.deepEqual(received("A", 40), [0, 40]);
});

test("experiment 2: with SO_REUSEPORT the senders are spread over both", { skip }, () => {
  const [first, second] = received("P", 40);
  assert.ok(first > 0 && second > 0, `${first} and ${second}`);
});
