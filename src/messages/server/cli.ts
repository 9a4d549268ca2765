/**
 * The command `bsd-sockets serve`: the hardened message server.
 *
 * @module
 */

import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

import type { Command } from "commander";

import { HIGHEST_PORT } from "../../arguments/integers.ts";
import { BrokenPipeError, OSError } from "../../errors.ts";
import { print, repr } from "../../python/index.ts";
import { seconds, wholeNumber } from "../../command/numbers.ts";
import { printable } from "../../command/printable.ts";
import { CommandFailure, runCommand } from "../../command/run.ts";
import { DONE, INVALID_ARGUMENTS, statusOfSignal } from "../../command/status.ts";
import { addNumberOptions, limitTexts } from "../number-options.ts";
import { pick } from "../pick.ts";
import { defaultLimits, highestLimits, type Limits } from "../protocol/limits.ts";
import type { Handler } from "./handler.ts";
import { lineWriter } from "./line-writer.ts";
import { logLines } from "./log-lines.ts";
import type { ServerAddress } from "./open-listener.ts";
import { defaultCounts, defaultTimes, HIGHEST_COUNT, type ServerOptions } from "./options.ts";
import { loggingPayloads } from "./payloads.ts";
import { MessageServer } from "./server.ts";
import { tutorialHandler } from "./tutorial-handler.ts";

const EXAMPLES = `
Without --handler it responds like the tutorial's app server. A handler is a module whose default export is
a function that takes a request and returns a response:

  export default (request) => ({ content: { echo: request.content } });

Ctrl-C or SIGTERM shuts it down gracefully: it accepts no new connections and finishes the requests it has
begun. A second one ends it at once.

Examples:
  bsd-sockets serve 127.0.0.1 65432
  bsd-sockets serve localhost 0 --verbose
      IPv4 and IPv6, on a port that the kernel chooses; logs every connection
  bsd-sockets serve --unix /run/answers.sock --handler ./answers.mjs
`;

const LONGEST_SECONDS = 86_400;
const STANDARD_ERROR = 2;

/**
 * How long after the server's end the handler's own work, such as a timer, may keep the process
 * alive, in milliseconds.
 */
const LAST_MOMENT = 1000;

const times = {
  headerTimeout: "from a message's first byte to the end of its header",
  requestTimeout: "from a message's first byte to its last",
  idleTimeout: "between two messages",
  writeTimeout: "how long a peer may read nothing of the responses",
  lingerTimeout: "how long a peer may keep its side open after we shut down ours",
  drainTimeout: "to finish requests during a graceful shutdown",
};

const counts = {
  maxConnections: "maximum number of connections",
  backlog: "length of the kernel's accept queue",
  highWater: "unsent bytes of responses to one peer before its requests wait",
  memoryLimit: "bytes that all connections together may hold",
  messageBudget: "messages handled for one connection before the others' turn",
};

interface Given extends ServerOptions, Limits {
  readonly unix?: string;
  readonly handler?: string;
  readonly verbose?: true;
  readonly logPayloads?: true;
}

/** Adds the arguments and options of `bsd-sockets serve` to `command`. */
export function defineServe(command: Command): void {
  command
    .description("Serves the tutorial's message protocol, hardened for use on a network.")
    .argument("[host]", 'a name or a numeric address; "" for all interfaces')
    .argument("[port]", "0 lets the kernel choose", wholeNumber(0, HIGHEST_PORT))
    .option("--unix <path>", "listen on a Unix socket that only you can connect to")
    .option("--handler <file>", "a module whose default export handles requests")
    .option("--verbose", "log every connection")
    .option("--log-payloads", "log the contents of requests and responses");
  addNumberOptions(command, "seconds", times, defaultTimes, () => seconds(0.001, LONGEST_SECONDS));
  addNumberOptions(command, "number", counts, defaultCounts, () => wholeNumber(1, HIGHEST_COUNT));
  addNumberOptions(command, "number", limitTexts, defaultLimits, (name) =>
    wholeNumber(0, highestLimits[name]),
  );
  command
    .addHelpText("after", EXAMPLES)
    .action(async (host: string | undefined, port: number | undefined, given: Given) => {
      await runCommand("serve", () => serve(host, port, given), { needsReader: false });
      setTimeout(() => process.exit(), LAST_MOMENT).unref();
    });
}

async function serve(
  host: string | undefined,
  port: number | undefined,
  given: Given,
): Promise<number> {
  const log = logLines({ write: lineWriter(STANDARD_ERROR), isVerbose: given.verbose === true });
  const handler = given.handler === undefined ? tutorialHandler : await load(given.handler);
  using server = new MessageServer(
    given.logPayloads === true ? loggingPayloads(handler, log) : handler,
    { ...pick(given, times), ...pick(given, counts), limits: pick(given, limitTexts), log },
  );
  const addresses = listen(server, addressOf(host, port, given));
  // Install the signal handlers first: whoever reads “Listening” may send a signal at once.
  const running = server.run();
  for (const address of addresses) announce(address);
  const closedBy = await running;
  return closedBy === null ? DONE : statusOfSignal(closedBy);
}

/** The server goes on when nobody reads what it prints. */
function announce(address: unknown): void {
  try {
    print(`Listening on ${repr(address)}`);
  } catch (error) {
    if (!(error instanceof BrokenPipeError)) throw error;
  }
}

function addressOf(
  host: string | undefined,
  port: number | undefined,
  { unix }: Given,
): ServerAddress {
  if (unix === "") throw new CommandFailure("--unix needs a path.", INVALID_ARGUMENTS);
  if (unix === undefined && port !== undefined) return [host ?? "", port];
  if (unix !== undefined && host === undefined) return unix;
  throw new CommandFailure("Give a host and a port, or --unix <path>.", INVALID_ARGUMENTS);
}

function listen(server: MessageServer, address: ServerAddress): readonly unknown[] {
  try {
    return server.listen(address);
  } catch (error) {
    // OSError covers system calls and name resolution; other errors with a code come from Node's
    // fs.
    if (!(error instanceof OSError || (error instanceof Error && "code" in error))) throw error;
    throw new CommandFailure(`cannot listen on ${repr(address)}: ${error.message}`);
  }
}

async function load(file: string): Promise<Handler> {
  const module = (await import(pathToFileURL(resolve(file)).href).catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    throw new CommandFailure(`${file}: ${printable(reason)}`);
  })) as { readonly default?: unknown };
  if (typeof module.default === "function") return module.default as Handler;
  throw new CommandFailure(`${file} must have a function as its default export`, INVALID_ARGUMENTS);
}
