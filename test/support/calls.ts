// Recorded calls for tests: made by hand, or of a run of the tutorial's programs.

import { readFileSync } from "node:fs";

import type { Call } from "#internal/trace/call.js";
import type { Lane } from "#internal/diagram/diagram.js";

import { root } from "./programs.ts";

type Side = Lane["side"];

let count = 0;

/** A call with what a test says of it; it succeeded at once if the test says nothing. */
export function makeCall(text: string, told: Partial<Call> = {}): Call {
  const [, name = "", list = ""] = /^(\w+)\((.*)\)$/su.exec(text) ?? [];
  // Commas within brackets, braces and quotes belong to an argument.
  const pattern = /(?:"(?:[^"\\]|\\.)*"|\{(?:[^{}]|\{[^{}]*\})*\}|\[[^\]]*\]|\([^)]*\)|[^,])+/gu;
  const all = (list.match(pattern) ?? []).map((text) => text.trim());
  return {
    number: ++count,
    process: 1,
    thread: 1,
    start: count,
    duration: 0,
    name,
    arguments: all,
    result: 0,
    errno: null,
    message: null,
    comment: null,
    fd: /^\d+$/u.test(all[0] ?? "") ? Number(all[0]) : null,
    ...told,
  };
}

/** An address in strace's notation. */
export function addressText(port: number): string {
  return `{sa_family=AF_INET, sin_port=htons(${port}), sin_addr=inet_addr("127.0.0.1")}, 16`;
}

/** Two lanes of calls. */
export function makeLanes(server: readonly Call[], client: readonly Call[] = []): Lane[] {
  return [
    { side: "server", title: "a server", calls: server },
    { side: "client", title: "a client", calls: client },
  ];
}

/** The lanes of a recorded run of a pair of the tutorial's programs. */
export function recordedLanes(pair: string): Lane[] {
  const file = `${root}test/diagram/recordings/${pair}.jsonl`;
  const calls = readFileSync(file, "utf8")
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Call & { side: Side });
  return (["server", "client"] as const).map((side) => ({
    side,
    title: `${pair}-${side}`,
    calls: calls.filter((call) => call.side === side),
  }));
}

/** The pairs that were recorded. */
export const recordedPairs = ["echo", "multiconn", "app"] as const;
