import assert from "node:assert/strict";

import { test } from "vitest";

import { clientParameters, coupleOf, UsageError } from "#internal/diagram/programs.js";

import { childFile, fileOf, root } from "../support/programs.ts";

test("a pair is a server on any port and its client", () => {
  const { server, client } = coupleOf(["multiconn"]);
  assert.deepEqual(server, {
    name: "multiconn-server",
    file: fileOf("multiconn-server"),
    parameters: ["127.0.0.1", "0"],
  });
  assert.deepEqual(client.parameters, ["2"]);
  assert.deepEqual(coupleOf(["multiconn", "5"]).client.parameters, ["5"]);
  assert.deepEqual(coupleOf(["app", "search", "ring"]).client.parameters, ["search", "ring"]);
});

test("a server may have any name or file as its client", () => {
  const file = childFile("every-call");
  const { server, client } = coupleOf(["echo-server", "::1", "0"], [file, "{port}"]);
  assert.deepEqual(server.parameters, ["::1", "0"]);
  assert.deepEqual(client, { name: "every-call.js", file, parameters: ["{port}"] });
  assert.deepEqual(coupleOf(["echo-server"], ["echo-client"]).server.parameters, [
    "127.0.0.1",
    "0",
  ]);
});

test("anything that is neither a pair nor a program is reported", () => {
  const isUsage = (pattern: RegExp) => (error: unknown) =>
    error instanceof UsageError && pattern.test(error.message);
  assert.throws(() => coupleOf(["echo-server"]), isUsage(/“echo-server” is none of the pairs/u));
  assert.throws(() => coupleOf(["constructor"]), isUsage(/none of the pairs/u));
  assert.throws(() => coupleOf(["no-file.js"], ["echo-client"]), isUsage(/“no-file.js” is no/u));
  assert.throws(() => coupleOf(["echo-server"], ["nobody"]), isUsage(/“nobody” is no/u));
  assert.throws(
    () => coupleOf(["echo-server"], [root]),
    isUsage(/ is no program of the tutorial/u),
  );
});

test("a client gets the server's address", () => {
  const place = { host: "::1", port: "4000" };
  assert.deepEqual(clientParameters(["3"], place), ["::1", "4000", "3"]);
  assert.deepEqual(clientParameters(["-p", "{port}"], place), ["-p", "4000"]);
  assert.deepEqual(clientParameters(["[{host}]:{port}"], place), ["[::1]:4000"]);
});
