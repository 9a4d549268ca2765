// What other users and programs on the same machine can do to a server.

import assert from "node:assert/strict";
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { MessageServer, tutorialHandler } from "bsd-sockets/messages";
import * as socket from "bsd-sockets/socket";
import { afterEach, beforeEach, describe, test } from "vitest";

import { needsOtherUser, request, startAsNobody } from "../support/attack.ts";
import { command } from "../support/command.ts";
import { checkDescriptors } from "../support/descriptors.ts";
import { failsWith } from "../support/fails-with.ts";
import { needsLinux } from "../support/kernel.ts";
import { Ends } from "../support/passing.ts";
import { descriptorsOf } from "../support/process-state.ts";
import { root, Running } from "../support/programs.ts";
import { describeUnless, testUnless } from "../support/unless.ts";
import { until } from "../support/until.ts";

checkDescriptors();

/** Connects repeatedly; ends when it succeeds, or is refused permission. */
const INTRUDER = `
import errno, socket, sys
print("ready")
while True:
    with socket.socket(socket.AF_UNIX) as s:
        error = s.connect_ex(sys.argv[1])
    if error not in (errno.ENOENT, errno.ECONNREFUSED):
        break
print(errno.errorcode.get(error, "connected"))
`;

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "bsd-sockets-"));
  chmodSync(folder, 0o755);
  path = join(folder, "server");
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

function listening(address: readonly [string, number] | string): MessageServer {
  const server = new MessageServer(tutorialHandler);
  try {
    server.listen(address);
  } catch (error) {
    server.close();
    throw error;
  }
  return server;
}

describe("the file of a server's Unix socket", { timeout: 60_000 }, () => {
  testUnless(needsOtherUser)("lets no other user connect, from the first moment on", async () => {
    await using intruder = startAsNobody(INTRUDER, path);
    await intruder.prints(/ready/u);
    const words = [process.execPath, `${root}dist/cli/main.js`, "serve", "--unix", path];
    // With umask 0, the file is created with access for everyone.
    await using server = new Running("sh", ["-c", 'umask 0; exec "$@"', "sh", ...words]);
    await server.prints(/Listening/u);
    await intruder.ends();
    assert.deepEqual(intruder.lines, ["ready", "EACCES"]);
  });

  test("is accessible only to its owner", () => {
    using server = listening(path);
    assert.equal(lstatSync(path).mode & 0o777, 0o600);
    assert.equal(server.isClosed, false);
  });

  test("never replaces anything: a link, a file, a folder", () => {
    const aim = join(folder, "aim");
    for (const make of [
      () => {
        symlinkSync(aim, path);
      },
      () => {
        writeFileSync(path, "precious");
      },
    ]) {
      make();
      failsWith("EADDRINUSE", () => listening(path));
      assert.ok(!existsSync(aim));
      assert.ok(!lstatSync(path).isSocket());
      rmSync(path);
    }
    failsWith("EADDRINUSE", () => listening(folder));
  });

  test("is not taken over from a running server", () => {
    using server = listening(path);
    failsWith("EADDRINUSE", () => listening(path));
    assert.ok(existsSync(path));
    assert.equal(server.isClosed, false);
  });

  test("is kept at the end if another process has replaced it", () => {
    const first = listening(path);
    rmSync(path);
    using second = listening(path);
    first.close();
    assert.ok(existsSync(path));
    assert.equal(second.isClosed, false);
  });
});

test("a folder that is inaccessible at the end is logged, and nothing else fails", () => {
  const told: string[] = [];
  const server = new MessageServer(tutorialHandler, { log: ({ event }) => void told.push(event) });
  const inner = join(folder, "inner");
  mkdirSync(inner);
  server.listen(join(inner, "server"));
  rmSync(inner, { recursive: true });
  symlinkSync(inner, inner); // ELOOP
  server.drain();
  assert.equal(server.isClosed, true);
  assert.ok(told.includes("cannot remove the socket's file"));
});

describeUnless(needsLinux)("a port of a running server", () => {
  const { SO_REUSEADDR, SO_REUSEPORT } = socket;

  function tryToTake(host: string, port: number, option: number | undefined): void {
    using thief = socket.socket();
    if (option !== undefined) thief.setsockopt(socket.SOL_SOCKET, option, 1);
    thief.bind([host, port]);
    thief.listen();
  }

  test("cannot be bound by others, not even by the same user", () => {
    for (const host of ["127.0.0.1", ""]) {
      using server = new MessageServer(tutorialHandler);
      const [, port] = server.listen([host, 0])[0] as [string, number];
      for (const theirs of ["127.0.0.1", "0.0.0.0"])
        for (const option of [undefined, SO_REUSEADDR, SO_REUSEPORT])
          failsWith("EADDRINUSE", () => {
            tryToTake(theirs, port, option);
          });
    }
  });

  test("belongs to the first to listen, if both have bound it", () => {
    const bound = (port: number): socket.Socket<socket.InetAddress> => {
      const s = socket.socket();
      s.setsockopt(socket.SOL_SOCKET, SO_REUSEADDR, 1);
      s.bind(["127.0.0.1", port]);
      return s;
    };
    using one = bound(0);
    using other = bound(one.getsockname()[1]);
    other.listen();
    failsWith("EADDRINUSE", () => {
      one.listen();
    });
  });

  test("of IPv6 does not accept IPv4", (t) => {
    using server = new MessageServer(tutorialHandler);
    let port: number;
    try {
      [, port] = server.listen(["::", 0])[0] as unknown as [string, number];
    } catch {
      t.skip("NOT RUN: needs IPv6");
      return;
    }
    using client = socket.socket();
    failsWith("ECONNREFUSED", () => {
      client.connect(["127.0.0.1", port]);
    });
  });
});

describeUnless(needsLinux)("descriptors that a peer sends", { timeout: 60_000 }, () => {
  test("are closed by the kernel, however many", async () => {
    await using server = command("serve", "--unix", path);
    await server.prints(/Listening/u);
    using client = socket.socket(socket.AF_UNIX);
    client.connect(path);
    const message = request('{"action":"search","value":"ring"}');
    const answer = (): string => client.recv(4096).toString();
    client.send(message);
    assert.match(answer(), /Misty/u);
    const before = descriptorsOf(server.pid).length;
    const ends = new Ends(100);
    for (let i = 0; i < message.length; i++) {
      socket.send_fds(client, [message.subarray(i, i + 1)], ends.fds);
    }
    assert.match(answer(), /Misty/u);
    await until(() => descriptorsOf(server.pid).length === before);
    ends.closeAndCheck();
  });
});
