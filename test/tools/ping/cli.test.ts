// The command compared with the system's ping: the same lines, counts and exit status.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";

import { describe, test } from "vitest";

import { command, commandBehind, outcomeOf } from "../../support/command.ts";
import { needsLinux } from "../../support/kernel.ts";
import { needsNamespace } from "../../support/namespace.ts";
import { root, Running } from "../../support/programs.ts";
import { needsTool } from "../../support/tool.ts";
import { describeUnless, testUnless } from "../../support/unless.ts";

const isRoot = process.getuid?.() === 0;
const needsRoot = !isRoot && "NOT RUN: only root may send echo requests here";
const skipNamespace = needsLinux || needsNamespace("--net") || needsTool("ss");

const NOBODY = 65_534;
const OUTSIDER = { uid: NOBODY, gid: NOBODY };

/** Removes the times from the lines, because they differ between runs. */
function shape(text: string): string {
  return text
    .replace(/time=[\d.]+ ms/gu, "time=T ms")
    .replace(/time \d+ms/gu, "time T")
    .replace(/= [\d./]+ ms/gu, "= T ms");
}

describe("ping and the system's ping print the same", { timeout: 60_000 }, () => {
  for (const words of [
    ["-c", "3", "-i", "0.2", "127.0.0.1"],
    ["-c", "2", "-i", "0.2", "-s", "1000", "127.0.0.2"],
    ["-c", "2", "-i", "0.2", "::1"],
    ["-c", "1", "-t", "5", "-4", "127.0.0.1"],
    ["-c", "1", "-6", "-s", "16", "-n", "-W", "1", "::1"],
    ["-4", "-c", "1", "localhost"],
  ]) {
    const skip = needsRoot || needsTool("ping");
    testUnless(skip)(words.join(" "), async () => {
      const { status, stdout, stderr } = await outcomeOf(command("ping", ...words));
      const peer = spawnSync("ping", words, { encoding: "utf8" });
      assert.deepEqual([status, stderr], [0, ""]);
      assert.equal(peer.status, 0);
      assert.equal(shape(stdout), shape(peer.stdout));
    });
  }
});

/** Two interfaces connected like by a wire, with nobody at the other end. */
const WIRE = `
ip link set lo up
ip link add wire0 type veth peer name wire1
ip addr add 198.51.100.1/24 dev wire0
ip -6 addr add fd00::1/64 dev wire0 nodad
ip link set wire0 up
ip link set wire1 up`;

/** The kernel soon stops asking for the address. */
const IMPATIENT = `${WIRE}
for family in ipv4 ipv6; do
  echo 10 > /proc/sys/net/$family/neigh/wire0/retrans_time_ms
  echo 1 > /proc/sys/net/$family/neigh/wire0/mcast_solicit
done`;

const DATAGRAMS = `echo "0 0" > /proc/sys/net/ipv4/ping_group_range`;

describeUnless(skipNamespace)("ping in its own network", { timeout: 60_000 }, () => {
  test("no response: 100% loss, and status 1", async () => {
    const words = ["-c", "2", "-i", "0.1", "-W", "0.1", "198.51.100.2"];
    const { status, stdout } = await outcomeOf(commandBehind(WIRE, "ping", ...words));
    assert.equal(status, 1);
    assert.match(stdout, /^2 packets transmitted, 0 received, 100% packet loss, time \d+ms$/mu);
    assert.doesNotMatch(stdout, /rtt/u);
  });

  for (const [kind, script] of [
    ["SOCK_RAW", IMPATIENT],
    ["SOCK_DGRAM", `${IMPATIENT}\n${DATAGRAMS}`],
  ] as const) {
    test(`a host that does not exist, over ${kind}`, async () => {
      const words = ["-c", "2", "-i", "0.2"];
      for (const [host, from, text] of [
        ["198.51.100.2", "198.51.100.1", "Destination Host Unreachable"],
        ["fd00::2", "fd00::1", "Destination unreachable: Address unreachable"],
      ]) {
        const { status, stdout } = await outcomeOf(commandBehind(script, "ping", ...words, host!));
        assert.equal(status, 1);
        const lines = stdout.split("\n").filter((line) => line.startsWith("From"));
        assert.deepEqual(lines, [
          `From ${from!} icmp_seq=1 ${text!}`,
          `From ${from!} icmp_seq=2 ${text!}`,
        ]);
        assert.match(stdout, /, 0 received, \+2 errors, 100% packet loss/u);
      }
    });

    test(`responses, over ${kind}`, async () => {
      const words = ["-c", "1", "--json"];
      for (const host of ["127.0.0.1", "::1"]) {
        const running = commandBehind(script, "ping", ...words, host);
        const { status, stdout } = await outcomeOf(running);
        assert.equal(status, 0);
        const events = stdout
          .trim()
          .split("\n")
          .map((line) => JSON.parse(line) as object);
        const [begin, reply, statistics] = events;
        assert.deepEqual(begin, {
          event: "begin",
          host,
          version: host === "::1" ? 6 : 4,
          address: host,
          size: 56,
        });
        const { milliseconds, ...rest } = reply as { milliseconds: number };
        assert.ok(milliseconds > 0);
        const expected = {
          event: "reply",
          from: host,
          sequence: 1,
          bytes: 64,
          ttl: 64,
          isDuplicate: false,
        };
        assert.deepEqual(rest, expected);
        const counts = {
          event: "statistics",
          transmitted: 1,
          received: 1,
          duplicates: 0,
          errors: 0,
          loss: 0,
        };
        const { duration, roundTrip, ...counted } = statistics as Record<string, unknown>;
        assert.deepEqual(counted, counts);
        assert.equal(duration, 0);
        assert.equal((roundTrip as { avg: number }).avg, milliseconds);
      }
    });
  }

  test("no route to the host: status 2, and what to check", async () => {
    const { status, stderr } = await outcomeOf(commandBehind("", "ping", "198.51.100.2"));
    assert.equal(status, 2);
    assert.match(stderr, /^ping: sendto: Network is unreachable\. .*errno ENETUNREACH/u);
  });
});

describe("ping's end and arguments", { timeout: 60_000 }, () => {
  testUnless(needsRoot)("Ctrl-C shows the statistics", async () => {
    await using running = command("ping", "-i", "0.1", "127.0.0.1");
    await running.prints(/icmp_seq=2 /u);
    running.child.kill("SIGINT");
    assert.equal(await running.ends(), 0);
    assert.equal(running.stderr, "");
    assert.match(running.stdout, /^\d+ packets transmitted, \d+ received, 0% packet loss/mu);
  });

  testUnless(needsRoot)("it ends quietly when its reader has gone", () => {
    const script = '"$0" dist/cli/main.js ping -i 0.01 127.0.0.1 | head -n 1';
    const options = { cwd: root, encoding: "utf8" } as const;
    const { stdout, stderr } = spawnSync("sh", ["-c", script, process.execPath], options);
    assert.match(stdout, /^PING 127\.0\.0\.1/u);
    assert.equal(stderr, "");
  });

  testUnless(needsOutsider())("without permission it says what to do", async () => {
    const words = [`${root}dist/cli/main.js`, "ping", "-c", "1", "127.0.0.1"];
    const { status, stderr } = await outcomeOf(new Running(process.execPath, words, OUTSIDER));
    assert.equal(status, 2);
    assert.match(
      stderr,
      /^ping: the system gives this user no socket for ICMP .*SOCK_DGRAM.*SOCK_RAW/u,
    );
    assert.match(stderr, /sysctl -w net\.ipv4\.ping_group_range/u);
  });

  for (const [wrong, ...words] of [
    ["an impossible name", "-c1", "a..b"],
    ["an address of the other version", "-6", "127.0.0.1"],
  ]) {
    test(`${wrong!}: 2`, async () => {
      const { status, stdout, stderr } = await outcomeOf(command("ping", ...words));
      assert.deepEqual([status, stdout], [2, ""]);
      assert.match(stderr, /^ping: \S+: .+\n$/u);
    });
  }

  test("the error for a count names only the lower bound", async () => {
    const { stderr } = await outcomeOf(command("ping", "-c", "0", "::1"));
    assert.match(stderr, /“0” is not a whole number from 1 on\.\n$/u);
  });

  for (const words of [
    ["-c", "0", "::1"],
    ["-i", "0", "::1"],
    ["-i", "1e3", "::1"],
    ["-s", "65508", "::1"],
    ["-t", "256", "::1"],
    ["-4", "-6", "::1"],
    [],
  ]) {
    test(`refused: ping ${words.join(" ")}`, async () => {
      const { status, stdout, stderr } = await outcomeOf(command("ping", ...words));
      assert.deepEqual([status, stdout], [2, ""]);
      assert.match(stderr, /^error: .+\n$/u);
    });
  }
});

/** Why a user without permission cannot be tested here, or false. */
function needsOutsider(): string | false {
  if (needsLinux !== false) return needsLinux;
  if (!isRoot) return "NOT RUN: needs root, to become another user";
  const [least, most] = readFileSync("/proc/sys/net/ipv4/ping_group_range", "utf8").split("\t");
  if (Number(least) <= NOBODY && NOBODY <= Number(most))
    return "NOT RUN: all users may send echo requests";
  const words = [`${root}dist/cli/main.js`, "--version"];
  return (
    spawnSync(process.execPath, words, OUTSIDER).status !== 0 &&
    "NOT RUN: other users cannot read the files"
  );
}
