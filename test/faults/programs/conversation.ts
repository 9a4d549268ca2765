// A well-behaved client on Node's own sockets: what it sends, and what it must receive.

import { connect } from "node:net";

import { framed, headerFor, search } from "../../support/message.ts";

/** A request, and the bytes of its response. */
interface Turn {
  readonly send: Buffer;
  readonly expect: Buffer;
}

/** The turns of a client on its connection. */
export interface Conversation {
  turns(index: number): readonly Turn[];
  /** Who closes first at the end. */
  readonly closing: "client" | "server";
}

/**
 * The outcome of a connection: all bytes arrived and it closed normally ("right"); it closed early
 * after correct bytes ("cut"); other bytes arrived ("wrong"); nothing more arrived ("hung").
 */
export type Talk = "right" | "cut" | "wrong" | "hung";

const GENEROUS_MILLISECONDS = 30_000;
const LONG_WORDS = 2000;

/** Unique bytes for each connection. */
function echoed(index: number): Turn[] {
  const words = [`first of ${index} κόσμε`, `second of ${index} `.repeat(100), `third of ${index}`];
  return words.map((word) => ({ send: Buffer.from(word), expect: Buffer.from(word) }));
}

/** Returns a search and its response, in JSON as Python or as JavaScript writes it. */
function searchOf(value: string, isCompact: boolean): Turn {
  const compact = JSON.stringify({ result: `No match for '${value}'.` });
  const content = Buffer.from(isCompact ? compact : compact.replace(":", ": "));
  const header = JSON.stringify(headerFor(content));
  const spaced = header.replace(/(":|,)/gu, "$1 ");
  return { send: search(value), expect: framed(isCompact ? header : spaced, content) };
}

function searched(index: number): Turn[] {
  return [searchOf(`needle ${index}`, false)];
}

/** One message, then two at once, then a long one. */
function searchedOften(index: number): Turn[] {
  const [second, third] = [`second of ${index}`, `third of ${index}`].map((value) =>
    searchOf(value, true),
  ) as [Turn, Turn];
  const both = {
    send: Buffer.concat([second.send, third.send]),
    expect: Buffer.concat([second.expect, third.expect]),
  };
  return [
    searchOf(`first of ${index}`, true),
    both,
    searchOf(`${index} `.repeat(LONG_WORDS), true),
  ];
}

/** Three pieces, each echoed. */
export const echo: Conversation = { turns: echoed, closing: "client" };

/** A search; the server closes after its response. */
export const app: Conversation = { turns: searched, closing: "server" };

/** Many searches on one connection, some without waiting for the previous response. */
export const messages: Conversation = { turns: searchedOften, closing: "client" };

/** Runs one conversation with the server on a port. */
export async function talk(port: number, conversation: Conversation, index: number): Promise<Talk> {
  const turns = conversation.turns(index);
  const expected = Buffer.concat(turns.map(({ expect }) => expect));
  const socket = connect({ host: "127.0.0.1", port, noDelay: true, allowHalfOpen: true });
  let received = Buffer.alloc(0);
  let turn = 0;
  let wanted = 0;
  const next = (): void => {
    if (received.length < wanted) return;
    const said = turns[turn++];
    if (said === undefined) {
      if (conversation.closing === "client") socket.end();
      return;
    }
    wanted += said.expect.length;
    socket.write(said.send);
  };
  return await new Promise((resolve) => {
    const ended = (isHung: boolean): void => {
      clearTimeout(timer);
      socket.destroy();
      const isPrefix = expected.subarray(0, received.length).equals(received);
      const isWhole = isPrefix && received.length === expected.length;
      resolve(!isPrefix ? "wrong" : isHung ? "hung" : isWhole ? "right" : "cut");
    };
    const timer = setTimeout(() => {
      ended(true);
    }, GENEROUS_MILLISECONDS);
    socket.on("connect", next);
    socket.on("data", (bytes) => {
      received = Buffer.concat([received, bytes]);
      next();
    });
    socket.on("error", () => undefined);
    socket.on("end", () => {
      ended(false);
    });
    socket.on("close", () => {
      ended(false);
    });
  });
}
