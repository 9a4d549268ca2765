// The errors that docs/troubleshooting.md shows are those that calls throw.

import assert from "node:assert/strict";
import { closeSync, openSync } from "node:fs";

import * as select from "bsd-sockets/select";
import * as selectors from "bsd-sockets/selectors";
import * as socket from "bsd-sockets/socket";
import { afterAll, test } from "vitest";

import { describeUnless } from "../support/unless.ts";
import { needsLinux } from "../support/kernel.ts";
import { read } from "../support/pages.ts";
import { root, Running } from "../support/programs.ts";
import { provocations, removePaths } from "../support/provocations.ts";

afterAll(removePaths);

/** The error below each heading that has one. */
const shown = new Map(
  [...read("docs/troubleshooting.md").matchAll(/^### (.+)\n\n```text\n(.+)\n```$/gmu)].map(
    ([, heading, error]) => [heading!, error!],
  ),
);

/** What a call of the list of provocations throws. */
function provoked(name: string, call: string): () => void {
  const [, , provoke] = provocations.find((each) => each[0] === name && each[1] === call)!;
  return () => {
    using s = socket.socket();
    provoke(s);
  };
}

/** What a receive throws when the peer has closed without reading. */
function reset(): void {
  using listener = socket.create_server(["127.0.0.1", 0]);
  using client = socket.create_connection(listener.getsockname());
  const [conn] = listener.accept();
  client.sendall(Buffer.from("x"));
  conn.recv(1, socket.MSG_PEEK);
  conn.close();
  client.recv(1);
}

function timeOut(): void {
  using s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM);
  s.bind(["127.0.0.1", 0]);
  s.settimeout(0.001);
  s.recv(1);
}

/** epoll refuses regular files. */
function watchFile(): void {
  const fd = openSync("package.json", "r");
  try {
    using sel = new selectors.EpollSelector!();
    sel.register(fd, selectors.EVENT_READ);
  } finally {
    closeSync(fd);
  }
}

/** The calls behind the headings. */
const calls: Readonly<Record<string, () => void>> = {
  ECONNREFUSED: provoked("ECONNREFUSED", "connect"),
  EADDRINUSE: provoked("EADDRINUSE", "bind"),
  EADDRNOTAVAIL: provoked("EADDRNOTAVAIL", "bind"),
  EAGAIN: provoked("EAGAIN", "accept"),
  EINPROGRESS: provoked("EINPROGRESS", "connect"),
  EPIPE: provoked("EPIPE", "send"),
  ECONNRESET: reset,
  "A timeout": timeOut,
  EBADF: provoked("EBADF", "any call"),
  ENOTCONN: provoked("ENOTCONN", "recv"),
  "ENOENT and the Unix socket": provoked("ENOENT", "connect (UNIX)"),
  EMSGSIZE: provoked("EMSGSIZE", "sendto (UDP)"),
  "EACCES and EPERM": watchFile,
  "A name that is not found": () => {
    socket.getaddrinfo("127.0.0.1.example", 80, { flags: socket.AI_NUMERICHOST });
  },
  "select and large descriptors": () => {
    select.select([1024], [], [], 0);
  },
};

/** Shell commands behind the headings whose error needs a process of its own. */
const commands: Readonly<Record<string, string>> = {
  EMFILE: `ulimit -n 100; exec "$0" --input-type=module --eval '
    import { socket } from "bsd-sockets/socket";
    for (const all = []; ; ) all.push(socket());'`,
  "The addon does not load": `BSD_SOCKETS_ADDON=/nowhere exec "$0" --input-type=module --eval '
    import "bsd-sockets/socket";'`,
};

function thrownBy(call: () => void): string {
  try {
    call();
  } catch (error) {
    return String(error);
  }
  throw new assert.AssertionError({ message: "nothing was thrown" });
}

test("each error on the page is behind a call of this test, and each call has its error", () => {
  const known = [...Object.keys(calls), ...Object.keys(commands)];
  assert.deepEqual([...shown.keys()].sort(), known.sort());
});

describeUnless(needsLinux)("the page shows what is thrown", () => {
  for (const [heading, call] of Object.entries(calls)) {
    test(heading, () => {
      assert.equal(thrownBy(call), shown.get(heading));
    });
  }

  for (const [heading, command] of Object.entries(commands)) {
    test(heading, async () => {
      const shell = ["-c", command, process.execPath];
      await using running = new Running("sh", shell, { cwd: root });
      assert.equal(await running.ends(), 1);
      assert.ok(running.stderr.split("\n").includes(shown.get(heading)!), running.stderr);
    });
  }
});
