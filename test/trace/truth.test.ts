// Our trace prints the real system calls: the tutorial's programs run under strace and our trace at
// the same time. test/support/strace.ts describes how the two are made comparable.

import assert from "node:assert/strict";

import { test } from "vitest";

import { unusedPort } from "../support/peers.ts";
import { childFile, fileOf } from "../support/programs.ts";
import { Watched } from "../support/strace.ts";
import { needsTool } from "../support/tool.ts";
import { describeUnless } from "../support/unless.ts";

const HOST = "127.0.0.1";

function watch(name: string, ...parameters: (string | number)[]): Watched {
  return new Watched(fileOf(name), ...parameters);
}

/** Compares the two lists; returns them. */
async function agrees(watched: Watched): Promise<string[]> {
  const { strace, ours } = await watched.calls();
  assert.deepEqual(ours, strace);
  return ours;
}

function namesOf(lines: readonly string[]): Set<string> {
  return new Set(lines.map((line) => line.slice(0, line.indexOf("("))));
}

describeUnless(needsTool("strace"))("the trace equals strace's", { timeout: 120_000 }, () => {
  for (const { pair, words, server: ofServer, client: ofClient } of [
    {
      pair: "echo",
      words: [],
      server: ["socket", "bind", "listen", "accept4", "recvfrom", "sendto", "close"],
      client: ["socket", "connect", "sendto", "recvfrom", "close"],
    },
    {
      pair: "multiconn",
      words: ["3"],
      server: ["socket", "listen", "ioctl", "epoll_ctl", "epoll_wait", "accept4", "recvfrom"],
      client: ["socket", "ioctl", "connect", "epoll_ctl", "epoll_wait", "sendto", "recvfrom"],
    },
    {
      pair: "app",
      words: ["search", "🐶"],
      server: ["setsockopt", "epoll_wait", "accept4", "recvfrom", "sendto"],
      client: ["connect", "epoll_wait", "sendto", "recvfrom"],
    },
    {
      pair: "app",
      words: ["binary", "😃"],
      server: ["setsockopt", "epoll_wait", "accept4", "recvfrom", "sendto"],
      client: ["connect", "epoll_wait", "sendto", "recvfrom"],
    },
  ]) {
    test(`${pair}-server and ${pair}-client ${words.join(" ")}`, async () => {
      await using server = watch(`${pair}-server`, HOST, 0);
      const port = await server.program.port();
      await using client = watch(`${pair}-client`, HOST, port, ...words);
      assert.equal(await client.program.ends(), 0);
      if (pair !== "echo") server.program.child.kill("SIGINT");
      assert.equal(await server.program.ends(), 0);
      const served = namesOf(await agrees(server));
      for (const name of ofServer) assert.ok(served.has(name), `the server's ${name}`);
      const asked = namesOf(await agrees(client));
      for (const name of ofClient) assert.ok(asked.has(name), `the client's ${name}`);
    });
  }

  test("app-server-test and app-client-test, with a full buffer and Ctrl-C", async () => {
    await using server = watch("app-server-test", HOST, 0);
    const port = await server.program.port();
    await using client = watch("app-client-test", HOST, port, "binary", "test");
    await client.program.prints(/^BlockingIOError/mu);
    for (const { program } of [client, server]) {
      program.child.kill("SIGINT");
      assert.equal(await program.ends(), 0);
    }
    assert.ok((await agrees(server)).some((line) => line.startsWith("accept4(")));
    assert.ok((await agrees(client)).some((line) => line.includes("= -1 EAGAIN (")));
  });

  test("a blocked accept that Ctrl-C ends", async () => {
    await using server = watch("echo-server", HOST, 0);
    await server.traces(/^accept4\(\d+, $/mu);
    server.program.child.kill("SIGINT");
    assert.equal(await server.program.ends(), "SIGINT");
    assert.ok((await agrees(server)).some((line) => /^accept4\(.*EINTR/u.test(line)));
  });

  test("a client without a server", async () => {
    await using client = watch("echo-client", HOST, await unusedPort());
    assert.equal(await client.program.ends(), 1);
    assert.ok((await agrees(client)).some((line) => /^connect\(.*ECONNREFUSED/u.test(line)));
  });

  test("every kind of call", async () => {
    await using program = new Watched(childFile("every-call"));
    assert.equal(await program.program.ends(), 0, program.program.stderr);
    const names = namesOf(await agrees(program));
    for (const name of [
      ...["socket", "socketpair", "bind", "listen", "accept4", "connect", "shutdown", "close"],
      ...["getsockname", "getpeername", "recvfrom", "sendto", "sendmsg", "recvmsg", "sendfile"],
      ...[
        "setsockopt",
        "getsockopt",
        "fcntl",
        "ioctl",
        "poll",
        "select",
        "epoll_ctl",
        "epoll_wait",
      ],
    ]) {
      assert.ok(names.has(name), name);
    }
  });
});
