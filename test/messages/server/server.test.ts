import assert from "node:assert/strict";

import {
  encodeMessage,
  type Handler,
  MessageServer,
  type ServerOptions,
} from "bsd-sockets/messages";
import * as socket from "bsd-sockets/socket";
import { describe, test } from "vitest";

import { checkDescriptors } from "../../support/descriptors.ts";
import { framed, message, search } from "../../support/message.ts";
import { headerOf, withHeader } from "../../support/messages.ts";
import { Serving } from "../../support/serving.ts";

checkDescriptors();

const echo: Handler = ({ content }) => ({ content });
const numbered = (count: number): Buffer =>
  Buffer.concat(Array.from({ length: count }, (_, i) => message(String(i))));
const numbers = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

describe("a connection", () => {
  test("carries many messages, with the responses in order", () => {
    using serving = new Serving({}, echo);
    const client = serving.connect();
    for (let i = 0; i < 3; i++) {
      client.send(message(JSON.stringify({ i })));
      serving.until(() => client.received() === i + 1);
    }
    assert.deepEqual(client.contents, [{ i: 0 }, { i: 1 }, { i: 2 }]);
    assert.equal(serving.server.messages, 3);
  });

  test("may receive more at once than fits into a turn", () => {
    using serving = new Serving({ messageBudget: 4 }, echo);
    const client = serving.connect();
    client.send(numbered(50));
    serving.until(() => client.received() === 50);
    assert.deepEqual(client.contents, numbers(50));
  });

  test("may receive them byte by byte", () => {
    using serving = new Serving();
    const client = serving.connect();
    for (const byte of search("ring")) {
      client.send(Uint8Array.of(byte));
      serving.server.turn(0);
    }
    serving.until(() => client.received() === 1);
    assert.deepEqual(client.contents, [
      { result: "In the caves beneath the Misty Mountains. \u{1f48d}" },
    ]);
  });

  test("is served to the end after a half-close", () => {
    using serving = new Serving({ messageBudget: 2 }, echo);
    const client = serving.connect();
    client.send(numbered(20));
    client.sock.shutdown(socket.SHUT_WR);
    serving.until(() => client.hasEnded());
    assert.deepEqual([client.contents, client.end], [numbers(20), "closed"]);
    serving.until(() => serving.server.connections === 0);
  });

  test("does not make the others wait", () => {
    using serving = new Serving({ messageBudget: 1 }, echo);
    const [greedy, modest] = [serving.connect(), serving.connect()];
    greedy.send(numbered(400));
    serving.until(() => greedy.received() > 0);
    modest.send(message("true"));
    serving.until(() => modest.received() === 1);
    assert.ok(greedy.received() < 400);
    serving.until(() => greedy.received() === 400);
    assert.deepEqual(greedy.contents, numbers(400));
  });

  test("does not affect the others when it is reset", () => {
    using serving = new Serving({}, echo);
    const [gone, stays] = [serving.connect(), serving.connect()];
    serving.until(() => serving.server.connections === 2);
    gone.send(message("1").subarray(0, 10));
    gone.sock.setsockopt(
      socket.SOL_SOCKET,
      socket.SO_LINGER,
      Buffer.from([1, 0, 0, 0, 0, 0, 0, 0]),
    );
    gone.close();
    serving.until(() => serving.server.connections === 1);
    stays.send(message("1"));
    serving.until(() => stays.received() === 1);
    assert.equal(serving.count("connection failed"), 1);
  });
});

describe("an invalid message gets an error response before the connection closes:", () => {
  for (const [code, bytes] of [
    ["HEADER_TOO_LONG", Buffer.alloc(100_000, 0xff)],
    ["INVALID_HEADER", framed("{}")],
    ["CONTENT_TOO_LONG", withHeader(headerOf(2 ** 40))],
    ["UNSUPPORTED_TYPE", message("1", { "content-type": "image/png" })],
    ["UNSUPPORTED_ENCODING", message("1", { "content-encoding": "ebcdic" })],
    ["INVALID_CONTENT", message("{")],
    ["NESTING_TOO_DEEP", message("[".repeat(33) + "]".repeat(33))],
    ["TOO_MANY_HEADERS", message("1", Object.fromEntries(numbers(29).map((i) => [i, i])))],
  ] as const) {
    test(code, () => {
      using serving = new Serving({}, echo);
      const client = serving.connect();
      // What follows is not read as a message, and the messages before it get their responses.
      client.send(Buffer.concat([numbered(2), bytes, numbered(2)]));
      serving.until(() => client.hasEnded());
      assert.deepEqual([client.contents.slice(0, 2), client.messages.length], [[0, 1], 3]);
      assert.deepEqual([client.error, client.end], [code, "closed"]);
      assert.match((client.contents[2] as { result: string }).result, /^Error: /u);
      assert.equal(serving.count(`refused: ${code}`), 1);
      client.close();
      serving.until(() => serving.server.connections === 0);
    });
  }

  test("INCOMPLETE_MESSAGE", () => {
    using serving = new Serving();
    const client = serving.connect();
    client.send(search("ring").subarray(0, -1));
    client.sock.shutdown(socket.SHUT_WR);
    serving.until(() => client.hasEnded());
    assert.deepEqual([client.error, client.end], ["INCOMPLETE_MESSAGE", "closed"]);
  });
});

describe("a handler", () => {
  test("gets the request and its sender", () => {
    const seen: unknown[] = [];
    using serving = new Serving({}, (request, peer) => {
      seen.push(request.header["id"], peer.address);
      return { content: Buffer.from("x"), headers: { id: request.header["id"] } };
    });
    const client = serving.connect();
    client.send(encodeMessage({ content: 1, headers: { id: 7 } }));
    serving.until(() => client.received() === 1);
    assert.deepEqual(seen, [7, client.sock.getsockname()]);
    assert.equal(client.messages[0]?.type, "binary/custom-server-binary-type");
    assert.equal(client.messages[0].header["id"], 7);
  });

  const secret = "a secret sent by a peer";
  for (const [what, handler] of [
    [
      "throws",
      (): never => {
        throw new Error(secret);
      },
    ],
    ["returns nothing", () => undefined],
    ["returns a promise", () => Promise.resolve({ content: secret })],
    ["returns a value that JSON lacks", () => ({ content: 1n })],
  ] as const) {
    test(`that ${what} causes an error response, and the connection continues`, () => {
      using serving = new Serving({}, ((request, peer) =>
        request.content === 0 ? handler() : echo(request, peer)) as Handler);
      const client = serving.connect();
      client.send(numbered(2));
      serving.until(() => client.received() === 2);
      assert.equal(client.messages[0]?.header["error"], "INTERNAL_ERROR");
      assert.equal(client.contents[1], 1);
      assert.equal(serving.count("handler failed"), 1);
      assert.ok(!JSON.stringify(serving.log).includes(secret));
    });
  }

  test("that is async gets an explanation in the log", () => {
    using serving = new Serving({}, (() => Promise.resolve(null)) as unknown as Handler);
    const client = serving.connect();
    client.send(message("1"));
    serving.until(() => client.received() === 1);
    const [entry] = serving.log.filter(({ event }) => event === "handler failed");
    assert.match(entry!.detail!, /must return a response, not a promise/u);
  });

  test("must not call turn()", () => {
    using serving = new Serving({}, (request, peer) => {
      assert.throws(() => {
        serving.server.turn(0);
      }, /in a turn already/u);
      return echo(request, peer);
    });
    const client = serving.connect();
    client.send(message("1"));
    serving.until(() => client.received() === 1);
  });

  test("may close the server", () => {
    using serving = new Serving({}, (request, peer) => {
      serving.server.close();
      return echo(request, peer);
    });
    const client = serving.connect();
    client.send(numbered(3));
    serving.until(() => serving.server.isClosed);
    assert.equal(serving.server.connections, 0);
  });

  test("may drain the server, and its response is sent", () => {
    using serving = new Serving({}, (request, peer) => {
      serving.server.drain();
      return echo(request, peer);
    });
    const client = serving.connect();
    client.send(numbered(3));
    serving.until(() => client.hasEnded());
    assert.deepEqual(client.contents, numbers(3));
    client.close();
    serving.until(() => serving.server.isClosed);
  });
});

describe("a timeout", () => {
  const begun = search("ring");
  const cases: readonly (readonly [keyof ServerOptions, string, Buffer, unknown])[] = [
    ["headerTimeout", "no header arrives", begun.subarray(0, 20), "HEADER_TIMEOUT"],
    ["headerTimeout", "the client never sends", begun.subarray(0, 0), undefined],
    ["requestTimeout", "no header arrives", begun.subarray(0, 1), "REQUEST_TIMEOUT"],
    ["requestTimeout", "the content does not arrive", begun.subarray(0, -1), "REQUEST_TIMEOUT"],
    ["idleTimeout", "no other message arrives", begun, undefined],
  ];
  for (const [name, when, bytes, error] of cases) {
    test(`${name} ends it when ${when}`, () => {
      using serving = new Serving({ [name]: 0.05, lingerTimeout: 0.05 });
      const client = serving.connect();
      if (bytes.length > 0) client.send(bytes);
      serving.until(() => client.hasEnded());
      assert.deepEqual([client.error, client.end], [error, "closed"]);
      serving.until(() => serving.server.connections === 0);
    });
  }

  test("is not extended by a byte now and then", () => {
    using serving = new Serving({ requestTimeout: 0.2 });
    const client = serving.connect();
    client.send(begun.subarray(0, 2));
    let next = 2;
    serving.until(() => {
      if (!client.hasEnded() && next < begun.length - 1) {
        try {
          next += client.send(begun.subarray(next, next + 1));
        } catch {
          // It may close at this moment.
        }
      }
      return client.hasEnded();
    });
    assert.equal(client.error, "REQUEST_TIMEOUT");
  });

  test("writeTimeout ends it when the client reads nothing", () => {
    const large = { content: Buffer.alloc(2 ** 24) };
    using serving = new Serving({ writeTimeout: 0.05 }, () => large);
    const client = serving.connect((sock) => {
      sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096);
    });
    client.send(message("1"));
    serving.until(() => serving.server.connections === 1);
    serving.until(() => serving.server.connections === 0);
    assert.ok(client.hasEnded());
  });

  test("does not end a slow client that reads something", () => {
    const large = { content: Buffer.alloc(2 ** 22) };
    using serving = new Serving(
      { writeTimeout: 5, idleTimeout: 0.01, requestTimeout: 0.01 },
      () => large,
    );
    const client = serving.connect();
    client.send(message("1"));
    serving.until(() => client.received() === 1);
    assert.equal((client.contents[0] as Buffer).length, 2 ** 22);
  });
});

describe("a client that does not read", () => {
  test("is not read from", () => {
    let handled = 0;
    using serving = new Serving({ highWater: 10_000 }, () => {
      handled++;
      return { content: Buffer.alloc(5000) };
    });
    const client = serving.connect((sock) => {
      sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096);
    });
    const requests = numbered(1000);
    let sent = 0;
    let quiet = 0;
    let before = 0;
    serving.until(() => {
      const more = client.send(requests.subarray(sent % requests.length));
      sent += more;
      quiet = more === 0 && handled === before ? quiet + 1 : 0;
      before = handled;
      return quiet === 50;
    });
    // The kernel's buffers hold some responses, and ours two or three more.
    for (let i = 0; i < 20; i++) serving.server.turn(0);
    assert.equal(handled, before);
    serving.until(() => client.received() >= before);
  });
});

describe("connections over the limit", () => {
  test("wait until there is room", () => {
    using serving = new Serving({ maxConnections: 2 }, echo);
    const clients = numbers(4).map(() => serving.connect());
    for (const [i, client] of clients.entries()) client.send(message(String(i)));
    serving.until(() => clients[0]!.received() === 1 && clients[1]!.received() === 1);
    for (let i = 0; i < 10; i++) serving.server.turn(0);
    assert.equal(serving.server.connections, 2);
    assert.equal(clients[2]!.received(), 0);
    clients[0]!.close();
    serving.until(() => clients[2]!.received() === 1);
    clients[1]!.close();
    serving.until(() => clients[3]!.received() === 1);
    assert.deepEqual(clients[3]!.contents, [3]);
  });
});

describe("options", () => {
  for (const [options, error] of [
    [{ idleTimeout: 0 }, /idleTimeout must be a number of seconds above 0, not 0/u],
    [{ idleTimeout: NaN }, /idleTimeout must be a number of seconds above 0, not NaN/u],
    [{ writeTimeout: "5" }, /writeTimeout must be a number of seconds, not string/u],
    [{ maxConnections: 0 }, /maxConnections must be an integer from 1/u],
    [{ mode: 0o1777 }, /mode must be an integer from 0 to 511/u],
    [{ limits: { nesting: -1 } }, /nesting must be an integer/u],
    [{ log: "x" }, /log must be a function, not string/u],
    [{ timeout: 5 }, /timeout is not an option of MessageServer/u],
  ] as const) {
    test(`cannot be ${JSON.stringify(options)}`, () => {
      assert.throws(() => new MessageServer(echo, options as ServerOptions), error);
    });
  }

  test("need a handler", () => {
    const wrong = "handler" as unknown as Handler;
    assert.throws(() => new MessageServer(wrong), /handler must be a function, not string/u);
  });
});
