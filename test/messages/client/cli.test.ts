// The command, against servers in CPython and the tutorial's own.

import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { encodeMessage } from "bsd-sockets/messages";
import { afterAll, describe, test } from "vitest";

import { command, commandBehind, outcomeOf } from "../../support/command.ts";
import { needsLinux } from "../../support/kernel.ts";
import { needsNamespace } from "../../support/namespace.ts";
import { answerOf, startPeer, unusedPort } from "../../support/peers.ts";
import { isBlockedIn } from "../../support/once-blocked.ts";
import { needsProc } from "../../support/process-state.ts";
import { root, Running, start } from "../../support/programs.ts";
import { ScriptedServer, type Step } from "../../support/scripted-server.ts";
import { testUnless } from "../../support/unless.ts";
import { until } from "../../support/until.ts";

const options = { timeout: 240_000, concurrent: true };
const skip = needsLinux || needsNamespace("--net");
const folder = mkdtempSync(join(tmpdir(), "request-"));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

type Words = readonly (string | number)[];

/** Runs the command against a scripted server; returns its output and what the server observed. */
async function converse(
  script: readonly Step[],
  ...words: Words
): Promise<{ outcome: [unknown, string, string]; contents: string[]; headers: unknown[] }> {
  await using server = await ScriptedServer.start([script]);
  const { status, stdout, stderr } = await outcomeOf(
    command("request", "127.0.0.1", server.port, ...words),
  );
  const { requests } = (await server.seen())[0]!;
  return {
    outcome: [status, stdout, stderr.replaceAll(String(server.port), "PORT")],
    contents: requests.map(({ content }) => content),
    headers: requests.map(({ header }) => JSON.parse(header) as unknown),
  };
}

const answering = (content: unknown, headers = {}): Step[] => [
  ["receive", 1],
  ["send", encodeMessage({ content, headers })],
];

describe("request and the tutorial's servers", options, () => {
  for (const [action, value, line] of [
    ["search", "morpheus", "Follow the white rabbit. 🐰"],
    ["search", "needle", "No match for 'needle'."],
    ["double", "1234", "b'First 10 bytes of request: double1234'"],
    ["binary", "😃", String.raw`b'First 10 bytes of request: binary\xf0\x9f\x98\x83'`],
  ] as const) {
    test(`${action} ${value}`, async () => {
      await using server = start("app-server", "127.0.0.1", 0);
      const words = ["localhost", await server.port(), action, value];
      const { status, stdout, stderr } = await outcomeOf(command("request", ...words));
      assert.deepEqual([status, stdout, stderr], [0, `${line}\n`, ""]);
    });
  }

  test("CPython's server, in pieces of one byte", async () => {
    await using server = startPeer("app_server", { json: { result: "é\u001b[7m" }, piece: 1 });
    const words = ["127.0.0.1", await server.port(), "search", "ring"];
    const { status, stdout } = await outcomeOf(command("request", ...words));
    assert.deepEqual([status, stdout], [0, "é\\x1b[7m\n"]);
    const { content, closed } = await answerOf<{ content: string; closed: boolean }>(server);
    assert.deepEqual([content, closed], ['{"action":"search","value":"ring"}', true]);
  });
});

describe("output for a response", options, () => {
  for (const [what, content, line] of [
    ["a result that is text", { result: "one\ntwo" }, "one\\ntwo"],
    ["a result that is not text", { result: 5 }, '{"result":5}'],
    ["content without a result", ["\u009b", null], '["\\u009b",null]'],
    ["null", null, "null"],
    ["bytes", Buffer.from("\x1b[0m"), "b'\\x1b[0m'"],
  ] as const) {
    test(what, async () => {
      const { outcome } = await converse(answering(content), "search", "x");
      assert.deepEqual(outcome, [0, `${line}\n`, ""]);
    });
  }

  test("--json, of text and of bytes", async () => {
    const text = await converse(answering({ result: "\u202e" }), "search", "x", "--json");
    assert.match(text.outcome[1], /"content":\{"result":"\\u202e"\}\}\n$/u);
    const bytes = await converse(answering(Buffer.from("hi")), "search", "x", "--json");
    const told = JSON.parse(bytes.outcome[1]) as { header: object; base64: string };
    assert.deepEqual(
      [told.base64, (told.header as Record<string, unknown>)["content-length"]],
      ["aGk=", 2],
    );
  });

  test("an error response ends with status 1", async () => {
    const refusal = answering({ result: "Error: not\u0007 now" }, { error: "BUSY\u0007" });
    const plain = await converse(refusal, "search", "x");
    assert.deepEqual(plain.outcome, [
      1,
      "",
      "request: the server answered BUSY\\x07: not\\x07 now\n",
    ]);
    const json = await converse(refusal, "search", "x", "--json");
    assert.deepEqual([json.outcome[0], json.outcome[2]], [1, ""]);
    assert.match(json.outcome[1], /"error":"BUSY\\u0007"/u);
  });
});

describe("the request that is sent", options, () => {
  const well = answering({ result: "well" });

  test("an action with another type and encoding", async () => {
    const words = ["double", "x", "--type", "text/json", "--encoding", "utf-16-le"];
    const { outcome } = await converse(
      [["receive_bytes", 2], ["send", encodeMessage({ content: { result: "well" } })], ["hold"]],
      ...words,
    );
    assert.deepEqual(outcome, [0, "well\n", ""]);
    const json = await converse(well, "double", "x", "--type", "text/json");
    assert.deepEqual(json.contents, ['{"action":"double","value":"x"}']);
    const bytes = await converse(well, "search", "x", "--type", "binary/y");
    assert.deepEqual(bytes.contents, ["searchx"]);
  });

  test("a file, as bytes and as JSON", async () => {
    const file = join(folder, "content.json");
    writeFileSync(file, '{ "a": [1] }');
    const bytes = await converse(well, "--file", file);
    assert.deepEqual([bytes.outcome[0], bytes.contents], [0, ['{ "a": [1] }']]);
    const json = await converse(well, "--file", file, "--type", "text/json");
    assert.deepEqual([json.outcome[0], json.contents], [0, ['{"a":[1]}']]);
    const named = await converse(well, "--file", file, "--type", "binary/x");
    assert.equal((named.headers[0] as Record<string, unknown>)["content-type"], "binary/x");
  });

  test("--repeat sends a pipeline", async () => {
    const responses = Buffer.concat(
      Array.from({ length: 5 }, (_, index) => encodeMessage({ content: { result: `${index}` } })),
    );
    const { outcome } = await converse(
      [
        ["receive", 5],
        ["send", responses],
      ],
      ...["search", "x", "--repeat", 5],
    );
    assert.deepEqual(outcome, [0, "0\n1\n2\n3\n4\n", ""]);
  });

  test("--unix", async () => {
    const path = join(folder, "socket");
    await using server = await ScriptedServer.start([well], path);
    const { status, stdout } = await outcomeOf(
      command("request", "--unix", path, "search", "ring"),
    );
    assert.deepEqual([status, stdout], [0, "well\n"]);
    assert.equal((await server.seen())[0]!.requests.length, 1);
  });
});

describe("a failure is reported on one line", options, () => {
  test("nobody listens", async () => {
    const port = await unusedPort();
    const outcome = await outcomeOf(command("request", "127.0.0.1", port, "search", "x"));
    assert.deepEqual(outcome, {
      status: 1,
      stdout: "",
      stderr: `request: 127.0.0.1 ${port}: 127.0.0.1 port ${port}: Connection refused (ECONNREFUSED)\n`,
    });
  });

  test("the server closes, after the responses before that are printed", async () => {
    const { outcome } = await converse(
      [
        ["receive", 3],
        ["send", encodeMessage({ content: { result: "one" } })],
      ],
      ...["search", "x", "--repeat", 3],
    );
    const told = "The server closed the connection, after 1 response; 2 requests unanswered";
    assert.deepEqual(outcome, [1, "one\n", `request: 127.0.0.1 PORT: ${told}\n`]);
  });

  for (const [what, script, words, pattern] of [
    [
      "--idle-timeout",
      [["hold"]],
      ["--idle-timeout", 0.05],
      /idleTimeout: no byte sent or received/u,
    ],
    ["--request-timeout", [["hold"]], ["--request-timeout", 0.05], /requestTimeout: no complete/u],
    [
      "--content-length",
      [...answering("long"), ["hold"]],
      ["--content-length", 3],
      /has 6 bytes; the limit is 3/u,
    ],
    [
      "--header-length",
      [...answering(1), ["hold"]],
      ["--header-length", 9],
      /bytes; the limit is 9/u,
    ],
    [
      "garbage",
      [["receive", 1], ["send", Buffer.from("\0\x02hi")], ["hold"]],
      [],
      /: The header is not valid JSON/u,
    ],
  ] as [string, Step[], Words, RegExp][]) {
    test(what, async () => {
      const { outcome } = await converse(script, "search", "x", ...words);
      assert.deepEqual([outcome[0], outcome[1]], [1, ""]);
      assert.match(outcome[2], pattern);
      assert.equal(outcome[2].split("\n").length, 2);
    });
  }

  test("an unknown name, and a missing path", async () => {
    const service = await outcomeOf(command("request", "127.0.0.1", "no-such", "a", "b"));
    assert.equal(service.status, 1);
    assert.match(service.stderr, /^request: 127\.0\.0\.1 no-such: .*\/etc\/services\.\n$/u);
    const path = join(folder, "missing");
    const missing = await outcomeOf(command("request", "--unix", path, "a", "b"));
    assert.deepEqual(missing.stderr, `request: ${path}: No such file or directory (ENOENT)\n`);
  });

  for (const words of [
    [],
    ["localhost"],
    ["localhost", 1],
    ["localhost", 1, "search"],
    ["localhost", 1, "search", "a", "b"],
    ["localhost", 65_536, "search", "a"],
    ["localhost", "", "search", "a"],
    ["localhost", 1, "search", "--file", "-"],
    ["--unix", "", "search", "a"],
    ["localhost", 1, "search", "a", "--repeat", 0],
    ["localhost", 1, "search", "a", "--idle-timeout", "soon"],
    ["localhost", 1, "search", "a", "--unknown"],
    ["localhost", 1, "--type", "text/json", "--file", "/dev/null"],
  ]) {
    test(`invalid arguments: ${words.join(" ")}`, async () => {
      const { status, stdout, stderr } = await outcomeOf(command("request", ...words));
      assert.deepEqual([status, stdout], [2, ""]);
      assert.match(stderr, /^(error|request): .+\n/u);
      assert.doesNotMatch(stderr, /\n {4}at /u);
    });
  }

  for (const [words, message] of [
    [["--type", "text/plain"], 'content-type must be text/json or binary/.*, not "text/plain"'],
    [["--encoding", "utf-7"], 'content-encoding of text/json must be one of .*, not "utf-7"'],
    [["--encoding", "ascii"], "content has characters that ascii cannot encode"],
  ] as const) {
    test(`an invalid request is reported before connecting: ${words.join(" ")}`, async () => {
      const port = await unusedPort();
      const outcome = await outcomeOf(
        command("request", "127.0.0.1", port, "search", "ä", ...words),
      );
      assert.deepEqual([outcome.status, outcome.stdout], [2, ""]);
      assert.match(outcome.stderr, new RegExp(`^request: ${message}\n$`, "u"));
    });
  }

  test("a missing file", async () => {
    const file = join(folder, "missing");
    const outcome = await outcomeOf(command("request", "localhost", 1, "--file", file));
    assert.deepEqual([outcome.status, outcome.stdout], [1, ""]);
    assert.match(outcome.stderr, /^request: cannot read .*missing: ENOENT.*\n$/u);
  });

  testUnless(skip)("a port that the client itself happens to get is not the server", async () => {
    const narrow = "ip link set lo up; echo 40001 40001 > /proc/sys/net/ipv4/ip_local_port_range";
    const outcome = await outcomeOf(
      commandBehind(narrow, "request", "127.0.0.1", 40_001, "search", "x"),
    );
    assert.match(outcome.stderr, /^request: .*: Connection refused \(ECONNREFUSED\)\n$/u);
    assert.equal(outcome.status, 1);
  });

  test("help", async () => {
    const { status, stdout } = await outcomeOf(command("request", "--help"));
    assert.equal(status, 0);
    assert.match(stdout, /--idle-timeout <seconds>/u);
  });
});

testUnless(needsProc)("Ctrl-C during the wait ends it without output", options, async () => {
  await using server = await ScriptedServer.start([[["receive", 1], ["hold"]]]);
  await using client = command("request", "127.0.0.1", server.port, "search", "x");
  // Node's own event loop also waits like this, but only before the request is sent.
  await server.holds();
  await until(() => isBlockedIn("epoll_wait", client.pid));
  client.child.kill("SIGINT");
  assert.deepEqual(await outcomeOf(client), { status: 130, stdout: "", stderr: "" });
});

test("it ends quietly when nobody reads its output", options, async () => {
  await using server = await ScriptedServer.start([[["echo", 100_000]]]);
  await using shell = new Running("sh", [
    ...["-c", `"$0" "$@" | head -1`, process.execPath, `${root}dist/cli/main.js`, "request"],
    ...["127.0.0.1", String(server.port), "search", "x", "--repeat", "100000"],
  ]);
  const outcome = await outcomeOf(shell);
  assert.deepEqual(outcome, {
    status: 0,
    stdout: '{"action":"search","value":"x"}\n',
    stderr: "",
  });
});
