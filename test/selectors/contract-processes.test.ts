// The part of the selectors' contract that needs separate processes.

import assert from "node:assert/strict";

import { checkDescriptors } from "../support/descriptors.ts";
import { root, Running } from "../support/programs.ts";
import { contract } from "../support/selector-contract.ts";

checkDescriptors();

const PRELUDE = `import { KeyboardInterrupt, print, selectors, socket } from "bsd-sockets";`;

function run(code: string, program: string, ...parameters: string[]): Running {
  return new Running(program, [...parameters, "--input-type=module", "-e", PRELUDE + code], {
    cwd: root,
  });
}

function runNode(code: string): Running {
  return run(code, process.execPath);
}

contract(
  "R12: a signal with a handler changes nothing: the wait continues for the remaining time",
  async (_, __, name) => {
    await using running = runNode(`
    process.on("SIGUSR2", () => undefined);
    const selector = new selectors.${name}();
    print("ready");
    const begun = performance.now();
    print(selector.select(0.3).length, performance.now() - begun >= 300);
    process.exit();`);
    await running.prints(/ready/u);
    const again = setInterval(() => running.child.kill("SIGUSR2"), 20);
    assert.equal(await running.ends(), 0, running.stderr);
    clearInterval(again);
    assert.deepEqual(running.lines, ["ready", "0 True"]);
  },
);

contract("R12: Ctrl-C ends a wait, and the selector still works", async (_, __, name) => {
  await using running = runNode(`
    const selector = new selectors.${name}();
    const [a] = socket.socketpair();
    selector.register(a, selectors.EVENT_READ);
    print("ready");
    try { selector.select(); } catch (error) { print(error instanceof KeyboardInterrupt); }
    selector.modify(a, selectors.EVENT_WRITE);
    print(selector.select().length);`);
  await running.prints(/ready/u);
  running.child.kill("SIGINT");
  assert.equal(await running.ends(), 0, running.stderr);
  assert.deepEqual(running.lines, ["ready", "True", "1"]);
});

const MANY = 10_000;

/** Runs a program that may open many descriptors; returns null if the system forbids it. */
async function withManyDescriptors(code: string): Promise<string[] | null> {
  const shell = `ulimit -n ${MANY + 100} 2>/dev/null || exit 99; exec "$@"`;
  await using running = run(code, "sh", "-c", shell, "sh", process.execPath);
  const status = await running.ends();
  if (status === 99) return null;
  assert.equal(status, 0, running.stderr);
  return running.lines;
}

contract(
  "R13: 10,000 descriptors, for every backend except select, whose error names its limit",
  async (_, backend, name) => {
    const lines = await withManyDescriptors(`
    const { EVENT_READ, EVENT_WRITE } = selectors;
    const selector = new selectors.${name}();
    const sockets = Array.from({ length: ${MANY} }, () => socket.socket(socket.AF_INET, socket.SOCK_DGRAM));
    try {
      for (const s of sockets) selector.register(s, EVENT_READ);
    } catch (error) {
      print(error.name, error.message);
    }
    const registered = [...selector.get_map().values()].map(({ fileobj }) => fileobj);
    print(registered.length, selector.select(0).length);
    const last = registered.at(-1);
    last.bind(["127.0.0.1", 0]);
    sockets[0].sendto(Buffer.from("x"), last.getsockname());
    const ready = selector.select();
    print(ready.length, ready[0][0].fileobj === last);
    for (const s of registered) selector.modify(s, EVENT_READ | EVENT_WRITE);
    print(new Set(selector.select().map(([key]) => key.fd)).size === registered.length);
    for (const s of registered) selector.unregister(s);
    print(selector.select(0).length);`);
    if (lines === null) {
      process.stderr.write(
        `NOT RUN: ${name} with ${MANY} descriptors: ulimit -n does not allow them\n`,
      );
      return;
    }
    if (backend === "select") {
      assert.match(lines.shift()!, /^RangeError .*filedescriptor out of range in select\(\)/u);
      const [registered = ""] = lines.shift()!.split(" ");
      assert.ok(Number(registered) > 900 && Number(registered) < 1024);
    } else {
      assert.equal(lines.shift(), `${MANY} 0`);
    }
    assert.deepEqual(lines, ["1 True", "True", "0"]);
  },
);

// Creates one descriptor of each kind, passes them to a program, and makes them ready one by one.
const KINDS = `
import os, pty, select, socket, subprocess, sys
node, code = sys.argv[1:]
pipe, pipe_writer = os.pipe()
terminal, slave = pty.openpty()
event = os.eventfd(0)
inner = select.epoll()
unix, peer = socket.socketpair()
inner.register(unix, select.EPOLLIN)
fds = [pipe, slave, event, inner.fileno()]
child = subprocess.Popen([node, "--input-type=module", "-e", code, *map(str, fds)],
                         stdout=subprocess.PIPE, pass_fds=fds)
wake = [lambda: os.write(pipe_writer, b"x"), lambda: os.write(terminal, b"x\\n"),
        lambda: os.eventfd_write(event, 1), lambda: peer.send(b"x")]
for one in wake:
    print(child.stdout.readline().decode(), end="")
    one()
    print(child.stdout.readline().decode(), end="")
sys.exit(child.wait())
`;

contract("pipes, terminals, eventfds and epolls can be watched", async (_, __, name) => {
  const code = `${PRELUDE}
    const selector = new selectors.${name}();
    for (const fd of process.argv.slice(1).map(Number)) {
      const key = selector.register(fd, selectors.EVENT_READ);
      print("quiet", selector.select(0).length);
      const ready = selector.select();
      print("ready", ready.length, ready[0][0] === key, ready[0][1]);
      selector.unregister(fd);
    }`;
  await using running = new Running("python3", ["-u", "-c", KINDS, process.execPath, code], {
    cwd: root,
  });
  assert.equal(await running.ends(), 0, running.stderr);
  assert.deepEqual(
    running.lines,
    Array.from({ length: 4 }, () => ["quiet 0", "ready 1 True 1"]).flat(),
  );
});
