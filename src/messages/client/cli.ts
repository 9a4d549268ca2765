/**
 * The command `bsd-sockets request`: sends a request to a message server and prints the response.
 *
 * @module
 */

import type { Command } from "commander";

import { HIGHEST_PORT } from "../../arguments/integers.ts";
import { print } from "../../python/index.ts";
import { seconds, wholeNumber } from "../../command/numbers.ts";
import { complain } from "../../command/output.ts";
import { runCommand } from "../../command/run.ts";
import { DONE, FAILED } from "../../command/status.ts";
import { addNumberOptions, limitTexts } from "../number-options.ts";
import { pick } from "../pick.ts";
import { defaultLimits, highestLimits } from "../protocol/limits.ts";
import type { Outgoing } from "../protocol/message.ts";
import { outgoingOf } from "./cli-content.ts";
import { MessageClient } from "./client.ts";
import type { ClientAddress } from "./connect.ts";
import { errorIn } from "./errors.ts";
import { type ClientOptions, DEFAULT_WINDOW, defaultTimes, WIDEST_WINDOW } from "./options.ts";
import { failureOf, responseJson, responseLine } from "./view.ts";

const EXAMPLES = `
Like the tutorial's app-client, it sends the action “search” and its value as JSON, and any other action
and value as bytes. It prints each response on one line: the result, or the bytes as Python prints them.
Control characters are escaped. The exit status is 0 on success, 1 for any error or error response, and 2
for invalid arguments.

Examples:
  bsd-sockets request localhost 65432 search ring
  bsd-sockets request localhost 65432 double 1234
  bsd-sockets request --unix ./answers.sock search ring
  bsd-sockets request localhost 65432 --file picture.png --type binary/png
  echo '{"action": "search", "value": "ring"}' |
    bsd-sockets request localhost 65432 --file - --type text/json --json
  bsd-sockets request localhost 65432 search ring --repeat 1000
      a pipeline: sends further requests without waiting for the responses
`;

const DAY = 86_400;

const timeTexts = {
  attemptTimeout: "timeout for connecting to each of the host's addresses",
  connectTimeout: "timeout for connecting to any of them",
  idleTimeout: "how long no byte may move in either direction",
  requestTimeout: "timeout for a request and its whole response",
};

const countTexts = { window: "requests that may wait for their responses at a time" };

interface Given {
  readonly unix?: string;
  readonly file?: string;
  readonly type?: string;
  readonly encoding?: string;
  readonly json?: true;
  readonly repeat: number;
}

/** Adds the arguments and options of `bsd-sockets request` to `command`. */
export function defineRequest(command: Command): void {
  command
    .description("Sends a request to a message server, and prints its response.")
    .usage("[options] <host> <port> <action> <value>")
    .argument("[words...]", "host and port (not with --unix), action and value (not with --file)")
    .option("--unix <path>", "the server's Unix socket; @name is an abstract name")
    .option("--file <path>", "send the content of a file; - is standard input")
    .option("--type <type>", "content-type: text/json or binary/…")
    .option("--encoding <name>", "content-encoding of text/json: utf-8, utf-16-le, …")
    .option("--json", "print each response as JSON: header and content")
    .option(
      "--repeat <count>",
      "send the request this many times, in a pipeline",
      wholeNumber(1),
      1,
    );
  addNumberOptions(command, "seconds", timeTexts, defaultTimes, () => seconds(0.001, DAY));
  addNumberOptions(command, "number", countTexts, { window: DEFAULT_WINDOW }, () =>
    wholeNumber(1, WIDEST_WINDOW),
  );
  addNumberOptions(command, "number", limitTexts, defaultLimits, (name) =>
    wholeNumber(0, highestLimits[name]),
  );
  command.addHelpText("after", EXAMPLES).action(async (words: string[], given: Given) => {
    const { address, where, rest } = placeOf(command, words, given);
    checkRest(command, rest, given);
    await runCommand("request", () => run(address, where, { ...given, words: rest }));
  });
}

interface Place {
  readonly address: ClientAddress;
  readonly where: string;
  readonly rest: readonly string[];
}

function placeOf(command: Command, words: readonly string[], { unix }: Given): Place {
  if (unix === "") return command.error("error: --unix needs a path");
  if (unix !== undefined) return { address: unix.replace(/^@/u, "\0"), where: unix, rest: words };
  const [host, port, ...rest] = words;
  if (host === undefined || port === undefined) {
    return command.error("error: give a host and a port, or --unix <path>");
  }
  if (port === "" || (/^\d+$/u.test(port) && Number(port) > HIGHEST_PORT)) {
    return command.error(`error: port must be 0-65535 or the name of a service, not “${port}”`);
  }
  return { address: [host === "" ? null : host, port], where: `${host} ${port}`, rest };
}

function checkRest(command: Command, rest: readonly string[], { file }: Given): void {
  if (file !== undefined && rest.length > 0) {
    command.error(`error: give either --file or an action and a value, not both`);
  }
  if (file === undefined && rest.length !== 2) {
    command.error(`error: give an action and a value after the address, not ${rest.length} words`);
  }
}

/** Sends the requests, prints the responses, and returns the exit status. */
function run(
  address: ClientAddress,
  where: string,
  given: Given & { readonly words: readonly string[] },
): number {
  const outgoing = outgoingOf(given);
  try {
    using client = MessageClient.connect(address, optionsOf(given));
    return converse(client, outgoing, given);
  } catch (error) {
    throw failureOf(error, where);
  }
}

function optionsOf(given: Given): ClientOptions {
  return { ...pick(given, timeTexts), ...pick(given, countTexts), limits: pick(given, limitTexts) };
}

function converse(client: MessageClient, outgoing: Outgoing, { json, repeat }: Given): number {
  let status: number = DONE;
  for (const response of client.requests(copies(repeat, outgoing), { errors: "give" })) {
    const error = errorIn(response);
    if (error !== undefined) status = FAILED;
    if (json === true) print(responseJson(response));
    else if (error === undefined) print(responseLine(response));
    else complain(`request: the server answered ${error.code}: ${error.message}`);
  }
  return status;
}

function* copies(count: number, outgoing: Outgoing): Generator<Outgoing> {
  for (let i = 0; i < count; i++) yield outgoing;
}
