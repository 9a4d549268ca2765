import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { MessageServer, type ServerOptions, tutorialHandler } from "bsd-sockets/messages";
import * as socket from "bsd-sockets/socket";
import { afterAll, describe, test } from "vitest";

import { checkDescriptors } from "../../support/descriptors.ts";
import { failsWith } from "../../support/fails-with.ts";
import { search } from "../../support/message.ts";
import { inNamespace, needsNamespace, needsSetting } from "../../support/namespace.ts";
import { root } from "../../support/programs.ts";
import { Client, Serving } from "../../support/serving.ts";
import { needsTool } from "../../support/tool.ts";
import { testUnless } from "../../support/unless.ts";
import { until } from "../../support/until.ts";

checkDescriptors();

const folder = mkdtempSync(join(tmpdir(), "bsd-sockets-listener-"));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** Limits the kernel to two ports. */
const TWO_PORTS = "echo 50000 50001 > /proc/sys/net/ipv4/ip_local_port_range";

let files = 0;
const newPath = (): string => join(folder, `${files++}.sock`);

function newServer(options: ServerOptions = {}): MessageServer {
  return new MessageServer(tutorialHandler, options);
}

/** Runs a JavaScript module in its own network, after a shell script. */
function inNetwork(script: string, code: string): { stdout: string; stderr: string } {
  const [unshare, ...kinds] = inNamespace("--net");
  const node = [process.execPath, "--input-type=module", "-e", code];
  const words = [...kinds, "sh", "-ec", `${script}\nexec "$@"`, "sh", ...node];
  return spawnSync(unshare, words, { cwd: root, encoding: "utf8" });
}

/**
 * Returns where a server listens for a name in these lines of /etc/hosts, or its error, and its
 * log.
 */
function listenAmong(hosts: readonly string[], name: string): { stdout: string; stderr: string } {
  const code = `
    import { print, repr } from "bsd-sockets";
    import { MessageServer } from "bsd-sockets/messages";
    const log = ({ level, event, detail }) => console.error(level, event, detail);
    const server = new MessageServer(() => null, { log });
    try { server.listen([${JSON.stringify(name)}, 0]).forEach((each) => print(repr(each))); }
    catch (error) { console.error(error.code); }`;
  const [unshare, ...kinds] = inNamespace("--net", "--mount");
  const python = ["python3", `${root}test/support/python/with_hosts.py`];
  const program = [process.execPath, "--input-type=module", "-e", code];
  const { stdout, stderr } = spawnSync(unshare, [...kinds, ...python, ...program], {
    ...{ cwd: root, encoding: "utf8", input: JSON.stringify(hosts) },
  });
  return { stdout, stderr };
}

/** Checks that the server responds at an address. */
async function answers(
  server: MessageServer,
  family: number,
  address: Parameters<socket.Socket["connect"]>[0],
): Promise<void> {
  using sock = socket.socket(family as socket.Family<socket.AnyAddress>, socket.SOCK_STREAM);
  sock.connect(address);
  sock.setblocking(false);
  const client = new Client(sock);
  client.send(search("ring"));
  await until(() => {
    server.turn(0);
    return client.received() === 1;
  });
  assert.match(JSON.stringify(client.contents), /Misty Mountains/u);
}

describe("a Unix socket's path", () => {
  test("is accessible only to its owner, and removed at the end", async () => {
    const path = newPath();
    {
      using server = newServer();
      assert.deepEqual(server.listen(path), [path]);
      assert.equal(statSync(path).mode & 0o777, 0o600);
      await answers(server, socket.AF_UNIX, path);
    }
    assert.ok(!existsSync(path));
  });

  test("has other permissions on request", () => {
    const path = newPath();
    using server = newServer({ mode: 0o660 });
    server.listen(path);
    assert.equal(statSync(path).mode & 0o777, 0o660);
  });

  test("is taken over from a dead server", async () => {
    const path = newPath();
    const dead = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM);
    dead.bind(path);
    dead.close();
    using server = newServer();
    server.listen(path);
    await answers(server, socket.AF_UNIX, path);
  });

  test("is not taken over from a running server", async () => {
    const path = newPath();
    using first = newServer();
    first.listen(path);
    using second = newServer();
    failsWith("EADDRINUSE", () => second.listen(path));
    await answers(first, socket.AF_UNIX, path);
  });

  test("must not be empty or contain a null byte", () => {
    using server = newServer();
    const path = newPath();
    for (const wrong of ["", `${path}\0`, `${path}\0more`]) {
      assert.throws(() => server.listen(wrong), /path must be non-empty/u);
    }
    assert.ok(!existsSync(path));
  });

  test("is left alone if it is another file", () => {
    const path = newPath();
    writeFileSync(path, "precious");
    using server = newServer();
    failsWith("EADDRINUSE", () => server.listen(path));
    const link = newPath();
    symlinkSync(path, link);
    failsWith("EADDRINUSE", () => server.listen(link));
    assert.ok(existsSync(path) && existsSync(link));
  });

  test("is not removed if it is another server's by now", () => {
    const path = newPath();
    using first = newServer();
    first.listen(path);
    rmSync(path);
    using second = newServer();
    second.listen(path);
    first.close();
    assert.ok(existsSync(path));
  });

  testUnless(process.platform !== "linux" && "Linux only")("may be abstract", async () => {
    using server = newServer();
    const name = `\0bsd-sockets-${process.pid}`;
    server.listen(name);
    await answers(server, socket.AF_UNIX, name);
  });
});

describe("a host and a port", () => {
  test("may be IPv6, without IPv4", async () => {
    using server = newServer();
    const [address] = server.listen(["::1", 0]) as [socket.Inet6Address];
    await answers(server, socket.AF_INET6, address);
    using all = newServer();
    const [[, port]] = all.listen(["::", 0]) as [socket.Inet6Address];
    // An IPv4 server may use the same port.
    using beside = newServer();
    beside.listen(["0.0.0.0", port]);
    await answers(beside, socket.AF_INET, ["127.0.0.1", port]);
    await answers(all, socket.AF_INET6, ["::1", port]);
  });

  test("may be all interfaces, of both families with one port", async () => {
    using server = newServer();
    const addresses = server.listen(["", 0]) as socket.InetAddress[];
    const ports = new Set(addresses.map(([, port]) => port));
    assert.equal(ports.size, 1);
    await answers(server, socket.AF_INET, ["127.0.0.1", [...ports][0]!]);
    if (addresses.length > 1) await answers(server, socket.AF_INET6, ["::1", [...ports][0]!]);
  });

  const skip =
    (!existsSync("/proc/net/if_inet6") && "this machine has no IPv6") ||
    needsSetting("net.ipv4.ip_local_port_range", "50000 50001");

  testUnless(skip)("gets a port that is free in both families, if there is one", () => {
    // getaddrinfo chooses the order of the families, and the kernel the port.
    for (const [host, taken, free] of [
      ["0.0.0.0", 50_000, 50_001],
      ["0.0.0.0", 50_001, 50_000],
      ["::", 50_000, 50_001],
      ["::", 50_001, 50_000],
    ] as const) {
      const code = `
      import { messages, socket } from "bsd-sockets";
      const family = socket.AF_INET${host === "::" ? 6 : ""};
      const holder = socket.create_server(["${host}", ${taken}], { family });
      const server = new messages.MessageServer(() => ({ content: {} }));
      console.log(JSON.stringify(server.listen(["", 0]).map(([, port]) => port)));
      const other = new messages.MessageServer(() => ({ content: {} }));
      try { other.listen(["", 0]); } catch ({ code }) { console.log(code); }`;
      const { stdout, stderr } = inNetwork(TWO_PORTS, code);
      assert.equal(stdout, `[${free},${free}]\nEADDRINUSE\n`, stderr);
    }
  });

  // iproute2 provides both ip and ss.
  const skipLink = skip || needsTool("ss");

  testUnless(skipLink)("may be a link-local address", () => {
    const script = "ip link set lo up; ip address add fe80::1/64 dev lo nodad";
    const code = `
    import { messages, socket } from "bsd-sockets";
    const server = new messages.MessageServer(() => ({ content: "here" }));
    const [[host, port, , scope]] = server.listen(["fe80::1%lo", 0]);
    console.log(host, scope === socket.if_nametoindex("lo"));`;
    const { stdout, stderr } = inNetwork(script, code);
    assert.equal(stdout, "fe80::1 true\n", stderr);
  });

  test("may be several, of all kinds", async () => {
    using server = newServer();
    const [first] = server.listen(["127.0.0.1", 0]) as [socket.InetAddress];
    const path = newPath();
    server.listen(path);
    await answers(server, socket.AF_INET, first);
    await answers(server, socket.AF_UNIX, path);
  });

  testUnless(needsNamespace("--net", "--mount"))(
    "may have duplicate and unavailable addresses",
    () => {
      const some = ["127.0.0.1 some.test", "192.0.2.1 some.test", "127.0.0.1 some.test"];
      const { stdout, stderr } = listenAmong(some, "some.test");
      assert.match(stdout, /^\('127\.0\.0\.1', \d+\)\n$/u);
      assert.match(stderr, /^warning not listening on \('192\.0\.2\.1', \d+\) .*Cannot assign/u);
      assert.equal(stderr.split("\n").length, 2);
      const none = listenAmong(["192.0.2.1 none.test", "192.0.2.2 none.test"], "none.test");
      assert.deepEqual(none, { stdout: "", stderr: "EADDRNOTAVAIL\n" });
    },
  );

  test("must exist and be free", () => {
    using server = newServer();
    const [address] = server.listen(["127.0.0.1", 0]) as [socket.InetAddress];
    using other = newServer();
    failsWith("EADDRINUSE", () => other.listen(address));
    failsWith("EADDRNOTAVAIL", () => other.listen(["192.0.2.1", 0]));
    assert.throws(() => other.listen(["name.invalid", 0]), socket.gaierror);
    for (const port of [-1, 65_536, 1.5, NaN]) {
      assert.throws(
        () => other.listen(["127.0.0.1", port]),
        /port must be (?:0-65535|an integer)/u,
      );
    }
    for (const wrong of [5, null, ["127.0.0.1"], ["127.0.0.1", "80"], [1, 2]]) {
      assert.throws(() => other.listen(wrong as unknown as string), TypeError);
    }
  });
});

test("a full server logs it once, until its queue is empty", () => {
  using serving = new Serving({ maxConnections: 2 });
  const clients = Array.from({ length: 6 }, () => serving.connect());
  serving.until(() => serving.count("connection limit reached") === 1);
  for (const [index, client] of clients.slice(0, 3).entries()) {
    client.close();
    serving.until(() => serving.count("accepted") === 3 + index);
  }
  assert.deepEqual(
    [serving.count("connection limit reached"), serving.count("accepting resumed")],
    [1, 0],
  );
  for (const client of clients.slice(3, 5)) client.close();
  serving.until(() => serving.count("accepting resumed") === 1);
  assert.equal(serving.count("connection limit reached"), 1);
});
