import assert from "node:assert/strict";

import { describe, test } from "vitest";

import type { Call } from "#internal/trace/call.js";
import type { Lane } from "#internal/diagram/diagram.js";
import { layOut } from "#internal/diagram/layout.js";

import { addressText, makeCall, makeLanes, recordedLanes } from "../support/calls.ts";

/** Returns each arrow as `kind bytes: cause → effect`, with descriptors. */
function arrowsOf(lanes: readonly Lane[]): string[] {
  const { rows, arrows } = layOut(lanes);
  const nameOf = (index: number): string => {
    const { side, call } = rows[index]!;
    return `${side} ${call.name} ${call.fd ?? ""}`;
  };
  for (const { from, to } of arrows) assert.ok(from < to, "an arrow goes down");
  return arrows.map(
    ({ kind, bytes, from, to }) => `${kind} ${bytes}: ${nameOf(from)} → ${nameOf(to)}`,
  );
}

/** A server that listens on a port and accepts; each call takes a second. */
function serverCalls(start: number, ...peers: number[]): Call[] {
  return [
    makeCall("socket(AF_INET, SOCK_STREAM)", { start: 0, result: 3 }),
    makeCall(`bind(3, ${addressText(5000)})`, { start: 0.1 }),
    makeCall("listen(3, 128)", { start: 0.2 }),
    ...peers.map((port, index) =>
      makeCall(`accept4(3, ${addressText(port)})`, { start: start + index, result: 4 + index }),
    ),
  ];
}

/** A client's socket that connects. */
function connectCalls(start: number, fd: number, told: Partial<Call> = {}): Call[] {
  return [
    makeCall("socket(AF_INET, SOCK_STREAM)", { start, result: fd }),
    makeCall(`connect(${fd}, ${addressText(5000)})`, { start: start + 0.01, ...told }),
  ];
}

const inProgress = { result: -1, errno: "EINPROGRESS" } as const;

function transfer(start: number, text: string, result: number): Call {
  return makeCall(text, { start, result });
}

describe("arrows", () => {
  test("follow a connection, its bytes and its end", () => {
    assert.deepEqual(arrowsOf(recordedLanes("echo")), [
      "connection 0: client connect 18 → server accept4 18",
      "bytes 12: client sendto 18 → server recvfrom 19",
      "bytes 12: server sendto 19 → client recvfrom 18",
      "end 0: client close 18 → server recvfrom 19",
    ]);
  });

  test("belong to the right one of several connections, as the calls prove", () => {
    const arrows = arrowsOf(recordedLanes("multiconn"));
    assert.equal(arrows.filter((arrow) => arrow.startsWith("connection")).length, 2);
    // 22 bytes four times in one direction; of four times back, twice two in one receive.
    assert.equal(arrows.filter((arrow) => arrow.startsWith("bytes 22: client")).length, 4);
    assert.equal(arrows.filter((arrow) => arrow.startsWith("bytes 22: server")).length, 4);
    assert.ok(arrows.includes("end 0: client close 19 → server recvfrom 20"));
    assert.ok(arrows.includes("end 0: client close 20 → server recvfrom 21"));
  });

  test("are not drawn for connections that could be swapped", () => {
    const client = [...connectCalls(1, 3, inProgress), ...connectCalls(1.1, 4, inProgress)];
    assert.deepEqual(arrowsOf(makeLanes(serverCalls(2, 40001, 40002), client)), []);
  });

  test("are drawn when the first was established before the second was requested", () => {
    const states = [{ fd: 3, state: "ESTABLISHED" }];
    const client = [
      ...connectCalls(1, 3, { ...inProgress, states }),
      ...connectCalls(1.1, 4, inProgress),
    ];
    assert.deepEqual(arrowsOf(makeLanes(serverCalls(2, 40001, 40002), client)), [
      "connection 0: client connect 3 → server accept4 3",
      "connection 0: client connect 4 → server accept4 3",
    ]);
  });

  test("are not drawn if another client connected too", () => {
    const lanes = makeLanes(serverCalls(2, 40001, 40002), connectCalls(1, 3));
    assert.deepEqual(arrowsOf(lanes), []);
  });

  test("identify the connection by the client's port, if the program asked for it", () => {
    const named = makeCall(`getsockname(3, ${addressText(40002)})`, { start: 1.5 });
    const server = [...serverCalls(2, 40001, 40002), transfer(5, "recvfrom(5, 9)", 2)];
    const client = [...connectCalls(1, 3), named, transfer(4, "sendto(3, 9)", 2)];
    assert.deepEqual(arrowsOf(makeLanes(server, client)), [
      "connection 0: client connect 3 → server accept4 3",
      "bytes 2: client sendto 3 → server recvfrom 5",
    ]);
  });

  test("are not drawn for a connection to another port, or a refused one", () => {
    const refused = { result: -1, errno: "ECONNREFUSED" };
    const elsewhere = makeCall(`connect(3, ${addressText(5001)})`, { start: 1.5 });
    const socket = makeCall("socket(AF_INET, SOCK_STREAM)", { start: 1, result: 3 });
    for (const client of [connectCalls(1, 3, refused), [socket, elsewhere]]) {
      assert.deepEqual(arrowsOf(makeLanes(serverCalls(2, 40001), client)), []);
    }
  });

  test("split data that was sent at once and received in pieces, and join the reverse", () => {
    const server = [
      ...serverCalls(2, 40001),
      transfer(5, "recvfrom(4, 9)", 3),
      transfer(6, "recvfrom(4, 9, 64, MSG_PEEK)", 4),
      transfer(7, "recvfrom(4, 9)", 4),
    ];
    const client = [
      ...connectCalls(1, 3),
      transfer(3, "sendto(3, 9)", 5),
      transfer(4, "sendto(3, 9)", 2),
    ];
    assert.deepEqual(arrowsOf(makeLanes(server, client)).slice(1), [
      "bytes 3: client sendto 3 → server recvfrom 4",
      "bytes 2: client sendto 3 → server recvfrom 4",
      "bytes 2: client sendto 3 → server recvfrom 4",
    ]);
  });

  test("are not drawn for bytes that may have gone through another descriptor", () => {
    const server = [...serverCalls(2, 40001), transfer(5, "recvfrom(4, 9)", 3)];
    const sends = transfer(4, "sendto(3, 9)", 3);
    const duplicate = makeCall("dup(3)", { start: 3, result: 7 });
    assert.deepEqual(
      arrowsOf(makeLanes(server, [...connectCalls(1, 3), duplicate, sends])).length,
      1,
    );
    assert.equal(arrowsOf(makeLanes(server, [...connectCalls(1, 3), sends])).length, 2);
  });

  test("are not drawn for more bytes than were seen, or before they were sent", () => {
    const tooMany = [...serverCalls(2, 40001), transfer(5, "recvfrom(4, 9)", 4)];
    const tooEarly = [...serverCalls(2, 40001), transfer(3.5, "recvfrom(4, 9)", 3)];
    const client = [...connectCalls(1, 3), transfer(4, "sendto(3, 9)", 3)];
    for (const server of [tooMany, tooEarly]) {
      assert.equal(arrowsOf(makeLanes(server, client)).length, 1);
    }
  });

  test("distinguish a descriptor from the next one with the same number", () => {
    const server = [
      ...serverCalls(2, 40001),
      transfer(4, "close(4)", 0),
      makeCall(`accept4(3, ${addressText(40002)})`, { start: 11, result: 4 }),
      transfer(13, "recvfrom(4, 9)", 1),
    ];
    const client = [
      ...connectCalls(1, 3),
      transfer(5, "close(3)", 0),
      ...connectCalls(10, 3),
      transfer(12, "sendto(3, 9)", 1),
    ];
    assert.deepEqual(arrowsOf(makeLanes(server, client)), [
      "connection 0: client connect 3 → server accept4 3",
      "connection 0: client connect 3 → server accept4 3",
      "bytes 1: client sendto 3 → server recvfrom 4",
    ]);
  });
});
