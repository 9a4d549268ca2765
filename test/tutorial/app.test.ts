import assert from "node:assert/strict";
import { endianness } from "node:os";

import { describe, test } from "vitest";

import { message, parsed } from "../support/message.ts";
import { Client } from "../support/client.ts";
import { checkDescriptors } from "../support/descriptors.ts";
import { unusedPort } from "../support/peers.ts";
import { start } from "../support/programs.ts";
import { testUnless } from "../support/unless.ts";

checkDescriptors();

const HOST = "127.0.0.1";
const ORDER = endianness() === "LE" ? "little" : "big";

/** Formats bytes like Python's repr between single quotes; of the control characters only NUL. */
function printed(text: string): string {
  let result = "";
  for (const byte of Buffer.from(text))
    result +=
      byte >= 0x20 && byte < 0x7f
        ? String.fromCharCode(byte).replace("'", "\\'")
        : `\\x${byte.toString(16).padStart(2, "0")}`;
  return result;
}

/** Formats a message like the programs. */
function printedMessage(type: string, encoding: string, content: string): string {
  const header =
    `{"byteorder": "${ORDER}", "content-type": "${type}", "content-encoding": "${encoding}", ` +
    `"content-length": ${Buffer.from(content).length}}`;
  return `b'${printed(`\0${String.fromCharCode(header.length)}`)}${header}${printed(content)}'`;
}

interface Expected {
  sent: string;
  /** What the server prints about the request, before its address. */
  request: string;
  answered: string;
  response: string;
  result: string;
}

function json(action: string, value: string, result: string): Expected {
  const request = `{"action": "${action}", "value": "${value}"}`;
  return {
    sent: printedMessage("text/json", "utf-8", request),
    request: `Received request {'action': '${action}', 'value': '${value}'}`,
    answered: printedMessage("text/json", "utf-8", `{"result": "${result}"}`),
    response: result.includes("'")
      ? `Received response {'result': "${result}"}`
      : `Received response {'result': '${result}'}`,
    result: `Got result: ${result}`,
  };
}

function binary(text: string): Expected {
  const content = `First 10 bytes of request: ${Buffer.from(text).subarray(0, 10).toString("latin1")}`;
  const answer = Buffer.from(content, "latin1").toString();
  return {
    sent: printedMessage("binary/custom-client-binary-type", "binary", text),
    request: "Received binary/custom-client-binary-type request",
    answered: printedMessage("binary/custom-server-binary-type", "binary", answer),
    response: "Received binary/custom-server-binary-type response",
    result: `Got response: b'${printed(answer)}'`,
  };
}

const conversations: [action: string, value: string, Expected][] = [
  ["search", "morpheus", json("search", "morpheus", "Follow the white rabbit. 🐰")],
  ["search", "ring", json("search", "ring", "In the caves beneath the Misty Mountains. 💍")],
  ["search", "🐶", json("search", "🐶", "🐾 Playing ball! 🏐")],
  ["search", "needle", json("search", "needle", "No match for 'needle'.")],
  ["search", "naïve κόσμε", json("search", "naïve κόσμε", "No match for 'naïve κόσμε'.")],
  ["search", "", json("search", "", "No match for ''.")],
  ["binary", "😃", binary("binary😃")],
  ["double", "1234", binary("double1234")],
  ["Search", "ring", binary("Searchring")],
  ["", "", binary("")],
];

describe("app", { concurrent: true }, () => {
  for (const [action, value, expected] of conversations) {
    test(`${action || "(nothing)"} ${value || "(nothing)"}`, async () => {
      await using server = start("app-server", HOST, 0);
      const port = await server.port();
      const address = `('${HOST}', ${port})`;
      await using client = start("app-client", HOST, port, action, value);
      assert.equal(await client.ends(), 0);
      assert.deepEqual(client.lines, [
        `Starting connection to ${address}`,
        `Sending ${expected.sent} to ${address}`,
        `${expected.response} from ${address}`,
        expected.result,
        `Closing connection to ${address}`,
      ]);
      server.child.kill("SIGINT");
      assert.equal(await server.ends(), 0);
      const peer = /^Accepted connection from (.*)$/mu.exec(server.stdout)?.[1] ?? "";
      assert.deepEqual(server.lines, [
        `Listening on ${address}`,
        `Accepted connection from ${peer}`,
        `${expected.request} from ${peer}`,
        `Sending ${expected.answered} to ${peer}`,
        `Closing connection to ${peer}`,
        "Caught keyboard interrupt, exiting",
      ]);
      assert.equal(client.stderr + server.stderr, "");
    });
  }

  testUnless(ORDER === "big" && "length byte")("the exact lines of the tutorial", async () => {
    await using server = start("app-server", HOST, 0);
    const port = await server.port();
    await using search = start("app-client", HOST, port, "search", "morpheus");
    assert.equal(await search.ends(), 0);
    assert.equal(
      search.lines[1],
      `Sending b'\\x00g{"byteorder": "little", "content-type": "text/json", "content-encoding": "utf-8", "content-length": 41}{"action": "search", "value": "morpheus"}' to ('${HOST}', ${port})`,
    );
    await using binary = start("app-client", HOST, port, "binary", "😃");
    assert.equal(await binary.ends(), 0);
    assert.equal(
      binary.lines[1],
      `Sending b'\\x00\\x7f{"byteorder": "little", "content-type": "binary/custom-client-binary-type", "content-encoding": "binary", "content-length": 10}binary\\xf0\\x9f\\x98\\x83' to ('${HOST}', ${port})`,
    );
    assert.equal(
      binary.lines[3],
      "Got response: b'First 10 bytes of request: binary\\xf0\\x9f\\x98\\x83'",
    );
    await server.prints(/(Closing connection[^]*){2}/u);
    assert.ok(
      server.stdout.includes(
        `Sending b'\\x00g{"byteorder": "little", "content-type": "text/json", "content-encoding": "utf-8", "content-length": 43}{"result": "Follow the white rabbit. \\xf0\\x9f\\x90\\xb0"}' to ('${HOST}', `,
      ),
    );
  });

  test("another action inside a JSON request is an error", async () => {
    await using server = start("app-server", HOST, 0);
    await using client = await Client.to(await server.port());
    client.send(message('{"action": "nope", "value": "ring"}'));
    const { header, content } = parsed(await client.receiveAll());
    assert.equal(content.toString(), `{"result": "Error: invalid action 'nope'."}`);
    assert.deepEqual(header, {
      byteorder: ORDER,
      "content-type": "text/json",
      "content-encoding": "utf-8",
      "content-length": content.length,
    });
    await server.prints(/^Received request \{'action': 'nope', 'value': 'ring'\} from/mu);
  });

  test("many clients at once", async () => {
    await using server = start("app-server", HOST, 0);
    const port = await server.port();
    const clients = await Promise.all(Array.from({ length: 100 }, () => Client.to(port)));
    clients.forEach((client, i) => {
      client.send(message(JSON.stringify({ action: "search", value: `needle ${i}` })));
    });
    for (const [i, client] of clients.entries()) {
      const { content } = parsed(await client.receiveAll());
      assert.equal(content.toString(), `{"result": "No match for 'needle ${i}'."}`);
      await client.close();
    }
  });

  test("without a server the client prints the error and exits normally", async () => {
    const port = await unusedPort();
    await using client = start("app-client", HOST, port, "search", "ring");
    assert.equal(await client.ends(), 0);
    const address = `('${HOST}', ${port})`;
    assert.equal(client.lines[0], `Starting connection to ${address}`);
    assert.ok(client.lines.includes(`Main: Error: Exception for ${address}:`));
    assert.ok(client.lines.includes("Traceback (most recent call last):"));
    assert.ok(client.lines.some((line) => /^ {2}File ".*", line \d+, in /u.test(line)));
    assert.match(
      client.stdout,
      /^ConnectionRefusedError: \[Errno \d+\] Connection refused\n\nClosing connection to .*\n$/mu,
    );
    assert.equal(client.stderr, "");
  });

  test("the client reports that its server closed without a response", async () => {
    await using server = start("echo-server", HOST, 0);
    const port = await server.port();
    await using client = start("app-client", HOST, port, "search", "ring");
    // The echo server returns the request, which is a valid message, without a result.
    assert.equal(await client.ends(), 0);
    assert.ok(client.lines.includes("Got result: None"), client.stdout);
  });
});
