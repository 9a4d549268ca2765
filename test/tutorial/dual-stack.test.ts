import assert from "node:assert/strict";

import { describe, test } from "vitest";

import { checkDescriptors } from "../support/descriptors.ts";
import { inNamespace, needsSetting } from "../support/namespace.ts";
import { unusedPort } from "../support/peers.ts";
import { fileOf, Running, start, startPython } from "../support/programs.ts";
import { testUnless } from "../support/unless.ts";
import { until } from "../support/until.ts";

checkDescriptors();

const SERVER = "echo-server-dual-stack";
const CLIENT = "echo-client-dual-stack";
const LISTENING = /^Listening on \('(.*)', (\d+)(?:, 0, 0)?\)$/u;

/** CPython sends, half-closes, and prints what came back. */
const ASK = `
import socket, sys
with socket.create_connection((sys.argv[1], int(sys.argv[2]))) as s:
    s.sendall("κόσμε".encode())
    s.shutdown(socket.SHUT_WR)
    print(s.makefile("rb").read().decode())
    print(s.getsockname())`;

/** CPython serves one client on one address, and prints what it received. */
const ANSWER = `
import socket, sys
family = socket.AF_INET6 if ":" in sys.argv[1] else socket.AF_INET
with socket.create_server((sys.argv[1], 0), family=family) as s:
    print(f"Listening on {s.getsockname()[:2]}")
    conn, addr = s.accept()
    with conn:
        data = conn.recv(1024)
        conn.sendall(data)
    print(f"Received {data!r}")`;

interface Listening {
  readonly server: Running;
  readonly hosts: readonly string[];
  readonly port: number;
}

/** Starts the server on a port that is free in both families. */
async function startOnBoth(host: string): Promise<Listening> {
  for (;;) {
    const server = start(SERVER, host, 0);
    await until(() => server.lines.length >= 2);
    const found = server.lines.slice(0, 2).map((line) => LISTENING.exec(line));
    if (found.every((match) => match !== null)) {
      const [port, ...others] = new Set(found.map(([, , digits]) => Number(digits)));
      assert.deepEqual(others, [], "the families have different ports");
      return { server, hosts: found.map((match) => match[1]!).sort(), port: port! };
    }
    // Another program has the port that the first family was given.
    assert.match(server.stdout, /Address already in use/u);
    await server[Symbol.asyncDispose]();
  }
}

describe("echo-server-dual-stack", () => {
  for (const [title, host, hosts, peers] of [
    ["the loopback interface", "localhost", ["127.0.0.1", "::1"], ["127.0.0.1", "::1"]],
    ["all interfaces", "", ["0.0.0.0", "::"], ["127.0.0.1", "::1"]],
  ] as const) {
    for (const peer of peers) {
      test(`serves CPython at ${peer}, listening on ${title}`, async () => {
        const { server: started, hosts: found, port } = await startOnBoth(host);
        await using server = started;
        assert.deepEqual(found, hosts);
        await using client = startPython(ASK, peer, port);
        assert.equal(await client.ends(), 0, client.stderr);
        assert.equal(client.lines[0], "κόσμε");
        assert.equal(await server.ends(), 0, server.stderr);
        assert.deepEqual(server.lines.slice(2), [`Connected by ${client.lines[1]!}`]);
        assert.equal(server.stderr, "");
      });
    }
  }

  test("listens on the one address that it is given", async () => {
    await using server = start(SERVER, "::1", 0);
    await until(() => server.lines.length > 0);
    const [, host, port] = LISTENING.exec(server.lines[0]!)!;
    assert.equal(host, "::1");
    await using client = startPython(ASK, "::1", port!);
    assert.equal(await client.ends(), 0, client.stderr);
    assert.equal(await server.ends(), 0);
  });

  testUnless(needsSetting("net.ipv6.conf.lo.disable_ipv6", 1))(
    "listens on what there is when IPv6 is disabled",
    async () => {
      const [unshare, ...kinds] = inNamespace("--net");
      const script =
        "ip link set lo up && echo 1 > /proc/sys/net/ipv6/conf/lo/disable_ipv6 && " +
        `"$0" "$1" & server=$!; until "$0" "$2"; do :; done; wait $server`;
      const words = ["sh", "-c", script, process.execPath, fileOf(SERVER), fileOf(CLIENT)];
      await using both = new Running(unshare, [...kinds, ...words]);
      assert.equal(await both.ends(), 0, both.stderr);
      for (const line of [
        /^Not listening on \('::1', 65432, 0, 0\): \[Errno \d+\] /mu,
        /^Listening on \('127\.0\.0\.1', 65432\)$/mu,
        /^Connected by \('127\.0\.0\.1', \d+\)$/mu,
        /^Received b'Hello, world'$/mu,
      ]) {
        assert.match(both.stdout, line);
      }
    },
  );

  test("ends with 1 when there is nothing to listen on", async () => {
    const { server: started, port } = await startOnBoth("localhost");
    await using first = started;
    await using second = start(SERVER, "::1", port);
    assert.equal(await second.ends(), 1);
    assert.equal(first.child.exitCode, null);
    assert.match(
      second.stdout,
      /^Not listening on \('::1', \d+, 0, 0\): \[Errno \d+\] Address already in use\n$/u,
    );
    assert.equal(second.stderr, "");
  });

  test("dies by SIGINT while it waits", async () => {
    const { server: started } = await startOnBoth("localhost");
    await using server = started;
    server.child.kill("SIGINT");
    assert.equal(await server.ends(), "SIGINT");
    assert.match(server.stderr, /^KeyboardInterrupt/mu);
  });
});

describe("echo-client-dual-stack", () => {
  for (const host of ["127.0.0.1", "::1"]) {
    test(`finds CPython at ${host}`, async () => {
      await using server = startPython(ANSWER, host);
      const port = await server.port();
      await using client = start(CLIENT, "localhost", port);
      assert.equal(await client.ends(), 0, client.stderr);
      const connected = host === "::1" ? `('::1', ${port}, 0, 0)` : `('127.0.0.1', ${port})`;
      assert.deepEqual(client.lines.slice(-2), [
        `Connected to ${connected}`,
        "Received b'Hello, world'",
      ]);
      assert.equal(await server.ends(), 0, server.stderr);
      assert.equal(server.lines.at(-1), "Received b'Hello, world'");
    });
  }

  test("ends with 1 when nobody listens", async () => {
    await using client = start(CLIENT, "localhost", await unusedPort());
    assert.equal(await client.ends(), 1);
    assert.deepEqual(
      client.lines.map((line) => /^Not connected to \('(.*?)',.*refused$/u.exec(line)?.[1]).sort(),
      ["127.0.0.1", "::1"],
    );
    assert.equal(client.stderr, "");
  });

  test("talks to the server beside it", async () => {
    const { server: started, port } = await startOnBoth("");
    await using server = started;
    await using client = start(CLIENT, "::1", port);
    assert.equal(await client.ends(), 0);
    assert.equal(await server.ends(), 0);
  });
});
