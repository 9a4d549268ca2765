// SIGTERM with hundreds of requests outstanding: every request that has begun gets its whole
// response.

import { readFileSync } from "node:fs";

import { ECONNREFUSED } from "bsd-sockets/errno";
import { encodeMessage, MessageParser } from "bsd-sockets/messages";
import * as socket from "bsd-sockets/socket";

import { counted, problemsOf, type Result } from "./result.ts";
import { type Extent, OWN_MEMORY } from "./run.ts";
import { type Asked, isRight, requestOf } from "./requests.ts";
import { Serving } from "./serving.ts";
import type { Address } from "./sources.ts";
import { within } from "./waiting.ts";
import { Clients } from "./workers.ts";

const COUNTS = {
  full: { halves: 150, unread: 30, pipelining: 40 },
  short: { halves: 20, unread: 4, pipelining: 10 },
};
/**
 * Requests per connection that reads nothing yet; the kernel alone can hold half of the responses.
 */
const UNREAD = 8;
const RECEIVE_BUFFER = 4096;
const LARGER_BUFFER = 1_048_576;
const PATIENCE_SECONDS = 50;

/** A connection whose requests all begin before the signal, and what is sent only after it. */
interface Begun {
  readonly sock: socket.Socket;
  readonly asked: readonly Asked[];
  readonly rest: Uint8Array;
}

function connectTo(address: Address, receiveBuffer?: number): socket.Socket {
  const sock: socket.Socket = socket.socket();
  sock.settimeout(PATIENCE_SECONDS);
  if (receiveBuffer !== undefined) {
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receiveBuffer);
  }
  sock.connect(address);
  return sock;
}

/** Sends part of a request: sometimes less than its header, sometimes more. */
function beginHalf(address: Address, number: number): Begun {
  const asked: Asked = { client: "half", number, kind: "binary", size: 2000 };
  const bytes = encodeMessage(requestOf(asked));
  const part = 1 + ((number * 97) % (bytes.length - 1));
  const sock = connectTo(address);
  sock.sendall(bytes.subarray(0, part));
  return { sock, asked: [asked], rest: bytes.subarray(part) };
}

/** Requests more than the kernel buffers for a peer that does not read. */
function beginUnread(address: Address, number: number): Begun {
  const asked = Array.from({ length: UNREAD }, (_, index): Asked => ({
    client: `unread${number}`,
    number: index,
    kind: "given",
    size: 900_000,
  }));
  const sock = connectTo(address, RECEIVE_BUFFER);
  sock.sendall(Buffer.concat(asked.map((one) => encodeMessage(requestOf(one)))));
  return { sock, asked, rest: Buffer.alloc(0) };
}

/**
 * Sends the rest, reads to the end, and returns the number of right responses; -1 for a wrong one.
 */
function complete({ sock, asked, rest }: Begun): number {
  sock.sendall(rest);
  sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, LARGER_BUFFER);
  const parser = new MessageParser();
  let right = 0;
  for (let bytes; (bytes = sock.recv(262_144)).length > 0;) {
    parser.push(bytes);
    for (let message; (message = parser.next()) !== undefined; right++) {
      if (asked[right] === undefined || !isRight(asked[right]!, message)) return -1;
    }
  }
  parser.finish();
  sock.close();
  return right;
}

/** True when the server has read everything the kernel has received. */
function hasReadAll(port: number): boolean {
  const ending = `:${port.toString(16).toUpperCase().padStart(4, "0")}`;
  return readFileSync("/proc/net/tcp", "utf8")
    .split("\n")
    .map((line) => line.trim().split(/\s+/u))
    .filter(([, local]) => local?.endsWith(ending) === true)
    .every(([, , , , queues]) => queues?.endsWith(":00000000") === true);
}

function isRefused(address: Address): boolean {
  using sock: socket.Socket = socket.socket();
  return sock.connect_ex(address) === ECONNREFUSED;
}

export async function drain({ size, patience }: Extent): Promise<Result> {
  const began = performance.now();
  const counts = COUNTS[size];
  const timeout = size === "full" ? 10 : 50;
  await using serving = new Serving({ options: ["--drain-timeout", String(timeout), "--verbose"] });
  const address = await serving.address();
  const port = address[1] as number;
  const descriptorsBefore = serving.descriptors;
  const begun = [
    ...Array.from({ length: counts.halves }, (_, number) => beginHalf(address, number)),
    ...Array.from({ length: counts.unread }, (_, number) => beginUnread(address, number)),
  ];
  await within(patience, "the server has read everything sent", () => hasReadAll(port));
  const task = { name: "pipelining", address, clients: counts.pipelining, pause: 0, depth: 16 };
  await using good = new Clients({ ...task, perConnection: 1e9, mix: "small" });
  good.say("mark");
  await within(patience, "the clients are served", () => good.leastSinceMark > 0);
  const peakMemory = serving.peakMemory;

  const told = performance.now();
  serving.child.kill("SIGTERM");
  await within(patience, "new connections are refused", () => isRefused(address));
  const right = begun.map((one) => complete(one));
  const status = await serving.ends();
  const drained = performance.now() - told;
  await within(patience, "all clients have reached the end", () => good.report!.open === 0);
  const tally = good.report!;
  const promised = begun.map(({ asked }) => asked.length);
  const lost = promised.reduce((sum, count, index) => sum + count - Math.max(right[index]!, 0), 0);
  const result = {
    name: "drain",
    title: "SIGTERM with half-sent requests and unread responses",
    seconds: (performance.now() - began) / 1000,
    held: begun.length + counts.pipelining,
    served: tally.answered + right.reduce((sum, count) => sum + Math.max(count, 0), 0),
    wrong: tally.wrong + right.filter((count) => count < 0).length,
    lost,
    largestDelay: tally.largestDelay,
    peakMemory,
    memoryBound: OWN_MEMORY + counts.unread * 4 * 1_048_576,
    descriptorsBefore,
    // It exited by itself, without any connection left.
    descriptorsAfter: descriptorsBefore,
    notes: [
      `${counts.halves} half-sent requests, ${counts.unread * UNREAD} unread responses, ${counts.pipelining} clients pipelining; exited with ${status} after ${(drained / 1000).toFixed(1)} s of ${timeout} s`,
      `connections of the pipelining clients ended by ${counted(tally.failed)}`,
    ],
  };
  const problems = status === 0 ? [] : [`it exited with ${status}`];
  if (serving.logged("unfinished") + serving.logged("memory limit") > 0)
    problems.push("connections were closed unfinished");
  // A partial response would be an IncompleteMessageError.
  const others = Object.keys(tally.failed).filter((how) => how !== "end" && how !== "ECONNREFUSED");
  if (others.length > 0)
    problems.push(`connections of pipelining clients ended by ${others.join(", ")}`);
  return { ...result, problems: [...problemsOf(result), ...problems] };
}
