// Recorded calls for tests: hand-written, or from runs of the tutorial's programs.

import { readFileSync } from "node:fs";

import type { Call } from "#internal/trace/call.js";
import type { Lane } from "#internal/diagram/diagram.js";

import { root } from "./programs.ts";

type Side = Lane["side"];

let count = 0;

/** Makes a call with the properties that a test gives; by default it succeeds at once. */
export function makeCall(text: string, told: Partial<Call> = {}): Call {
  const [, name = "", list = ""] = /^(\w+)\((.*)\)$/su.exec(text) ?? [];
  // Commas inside brackets, braces and quotes do not separate arguments.
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

/** Formats an address in strace's notation. */
export function addressText(port: number): string {
  return `{sa_family=AF_INET, sin_port=htons(${port}), sin_addr=inet_addr("127.0.0.1")}, 16`;
}

/** Returns two lanes of calls. */
export function makeLanes(server: readonly Call[], client: readonly Call[] = []): Lane[] {
  return [
    { side: "server", title: "a server", calls: server },
    { side: "client", title: "a client", calls: client },
  ];
}

/** Returns the lanes of a recorded run of a pair of the tutorial's programs. */
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

/** The recorded pairs. */
export const recordedPairs = ["echo", "multiconn", "app"] as const;
