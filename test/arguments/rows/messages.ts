import * as messages from "bsd-sockets/messages";
import { bytearray } from "bsd-sockets/python";
import { Trace, trace } from "bsd-sockets/trace";

import { integer, type Kind, messageSeconds, selectorSeconds } from "../kinds.ts";
import type { Row } from "../row.ts";

const { MessageClient, MessageParser, MessageServer } = messages;
const INT_MAX = 2 ** 31 - 1;
// Nothing is there: a call that connected would be an OSError.
const NOWHERE = "/nonexistent/socket";
const content = { content: "x" };
const answer = (): messages.Outgoing => content;

/** A row for each member of an options object. */
function rowsOf(
  path: string,
  kinds: Readonly<Record<string, Kind>>,
  call: (options: never) => unknown,
): Row[] {
  return Object.entries(kinds).map(([name, kind]): Row => {
    const argument = path.replace(/\)$/u, `.${name})`);
    return [argument, kind, (value) => call({ [name]: value } as never)];
  });
}

const limits: Record<string, Kind> = {
  contentLength: integer(0, INT_MAX),
  headerLength: integer(0, 65_535),
  headers: integer(0, 65_535),
  nesting: integer(0, 1000),
};

const clientOptions: Record<string, Kind> = {
  attemptTimeout: messageSeconds,
  connectTimeout: messageSeconds,
  idleTimeout: messageSeconds,
  requestTimeout: messageSeconds,
  window: integer(1, 65_536),
};

const counted = integer(1, 2 ** 40);
const serverOptions: Record<string, Kind> = {
  backlog: counted,
  drainTimeout: messageSeconds,
  headerTimeout: messageSeconds,
  highWater: counted,
  idleTimeout: messageSeconds,
  lingerTimeout: messageSeconds,
  maxConnections: counted,
  memoryLimit: counted,
  messageBudget: counted,
  mode: integer(0, 0o777),
  requestTimeout: messageSeconds,
  writeTimeout: messageSeconds,
};

function turn(timeout: number): void {
  using server = new MessageServer(answer);
  server.turn(timeout);
}

const connect = (options: object): unknown => MessageClient.connect(NOWHERE, options);
const request = (options: object): unknown => messages.request(NOWHERE, content, options);
const serve = (options: object): unknown => new MessageServer(answer, options);

const traceOptions: Record<string, Kind> = {
  capacity: integer(1, 10_000_000),
  stringLimit: integer(0, INT_MAX),
};

const natural = integer(0, Number.MAX_SAFE_INTEGER);

export const messageRows: Row[] = [
  ...rowsOf("messages.encodeMessage(limits)", limits, (some) =>
    messages.encodeMessage(content, some),
  ),
  ...rowsOf("new messages.MessageParser(limits)", limits, (some) => new MessageParser(some)),
  ...rowsOf("messages.MessageClient.connect(options)", clientOptions, connect),
  ...rowsOf("messages.MessageClient.connect(options.limits)", limits, (some) =>
    connect({ limits: some }),
  ),
  ...rowsOf("messages.request(options)", clientOptions, request),
  ...rowsOf("messages.request(options.limits)", limits, (some) => request({ limits: some })),
  ...rowsOf("new messages.MessageServer(options)", serverOptions, serve),
  ...rowsOf("new messages.MessageServer(options.limits)", limits, (some) =>
    serve({ limits: some }),
  ),
  ["messages.MessageServer.turn(timeout)", selectorSeconds, turn],
];

export const otherRows: Row[] = [
  ["python.ByteArray.slice(start)", natural, (x) => bytearray().slice(x, 1)],
  ["python.ByteArray.slice(end)", natural, (x) => bytearray().slice(0, x)],
  [
    "python.ByteArray.discard(count)",
    natural,
    (x) => {
      bytearray().discard(x);
    },
  ],
  ...rowsOf("trace.trace(options)", traceOptions, (options) => trace(null, options)),
  ...rowsOf("new trace.Trace(options)", traceOptions, (options) => new Trace(null, options)),
];
