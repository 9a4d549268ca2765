import assert from "node:assert/strict";

import { BlockingIOError, int, json, print, str, sys, traceback, ValueError } from "bsd-sockets";
import { test } from "vitest";

import { askPython } from "../support/python.ts";
import { root, Running } from "../support/programs.ts";

test("int accepts what Python's int accepts, and refuses the rest with Python's message", () => {
  const texts = [
    "0",
    "65432",
    " 7 ",
    "+5",
    "-3",
    "1_000",
    "007",
    "",
    "x",
    "1.5",
    "1__0",
    "_1",
    "0x10",
    "1e3",
  ];
  const expected = askPython(
    `import json, sys
def attempt(text):
    try: return int(text)
    except ValueError as error: return str(error)
print(json.dumps([attempt(text) for text in json.load(sys.stdin)]))`,
    texts,
  );
  const attempt = (text: string): number | string => {
    try {
      return int(text);
    } catch (error) {
      assert.ok(error instanceof ValueError);
      return error.message;
    }
  };
  assert.deepEqual(texts.map(attempt), expected);
});

test("json.dumps writes the same as Python's with ensure_ascii=False", () => {
  const values = [
    null,
    true,
    1,
    -2.5,
    'é \u{1f430} " \\ \n \u0001 /',
    [],
    {},
    [1, [2, { a: null }]],
    { action: "search", value: "\u{1f436}", list: [], 'key "quoted"': { nested: {} } },
  ];
  assert.deepEqual(
    values.map(json.dumps),
    askPython(
      "import json, sys; print(json.dumps([json.dumps(v, ensure_ascii=False) for v in json.load(sys.stdin)]))",
      values,
    ),
  );
  for (const value of values) assert.deepEqual(json.loads(json.dumps(value)), value);
  assert.throws(() => json.dumps(undefined), TypeError);
  assert.throws(() => json.loads("{"), SyntaxError);
});

test("str returns a string unchanged", () => {
  assert.equal(str("it's"), "it's");
  assert.equal(str(null), "None");
});

test("sys.exit exits with a number, or with a text on standard error, like Python's", async () => {
  for (const value of ["", "0", "3", "'with a “reason”'"]) {
    const program = `sys.exit(${value})`;
    await using python = new Running("python3", ["-c", `import sys; ${program}`]);
    const ours = `import { sys } from "bsd-sockets"; ${program}`;
    const parameters = ["--input-type=module", "--eval", ours];
    await using running = new Running(process.execPath, parameters, { cwd: root });
    assert.equal(await running.ends(), await python.ends());
    assert.deepEqual([running.stdout, running.stderr], [python.stdout, python.stderr]);
  }
});

test("sys.exit with a text exits with 1 when nobody reads it", async () => {
  const program = 'import { sys } from "bsd-sockets"; sys.exit("a reason")';
  const words = ["-c", '"$0" --input-type=module --eval "$1" 2>&-', process.execPath, program];
  await using running = new Running("sh", words, { cwd: root });
  assert.equal(await running.ends(), 1);
});

test("sys has the byte order, and the program's name without extension", async () => {
  assert.equal(sys.byteorder, askPython("import json, sys; print(json.dumps(sys.byteorder))"));
  const code = `import { sys } from "bsd-sockets"; console.log(JSON.stringify(sys.argv));`;
  const words = ["/of/this/some.program.js", "word"];
  const parameters = ["--input-type=module", "-e", code, ...words];
  await using running = new Running(process.execPath, parameters, { cwd: root });
  assert.equal(await running.ends(), 0, running.stderr);
  assert.deepEqual(JSON.parse(running.stdout), ["some.program", "word"]);
});

test("a traceback begins and ends like Python's", () => {
  function failing(): never {
    throw new ValueError("bad");
  }
  let text = "";
  try {
    failing();
  } catch (error) {
    text = traceback.format_exc(error);
  }
  assert.match(text, /^Traceback \(most recent call last\):\n {2}File "/u);
  assert.match(
    text,
    /\n {2}File ".*builtins\.test\.[jt]s", line \d+, in failing\nValueError: bad\n$/u,
  );
  assert.equal(
    traceback.format_exc(new BlockingIOError(11)),
    "Traceback (most recent call last):\nBlockingIOError: [Errno 11] Resource temporarily unavailable\n",
  );
});

test("print writes everything to a slow, non-blocking pipe before it returns", async () => {
  const code = `
    import { print } from "bsd-sockets";
    process.stdout; // makes the pipe non-blocking
    for (let i = 0; i < 200; i++) print(i, "x".repeat(10_000));
    process.kill(process.pid, "SIGKILL");`;
  await using running = new Running(process.execPath, ["--input-type=module", "-e", code], {
    cwd: root,
  });
  assert.equal(await running.ends(), "SIGKILL");
  assert.equal(running.lines.length, 200);
  assert.equal(running.lines.at(-1), `199 ${"x".repeat(10_000)}`);
  assert.equal(typeof print, "function");
});
