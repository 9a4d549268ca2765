/**
 * Runs a server and its client, each traced, and ends the server when the client is done.
 *
 * @module
 */

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import type { Side } from "../programs/lanes.ts";
import { type Listening, Running } from "../programs/running.ts";
import type { Call } from "../trace/call.ts";
import { type Children, signalChildren } from "./children.ts";
import type { Lane } from "./diagram.ts";
import { listeningOf } from "./listening.ts";
import { clientParameters, type Couple, type Started } from "./programs.ts";
import { Recording } from "./recording.ts";

/** How long a server may take to start, on a machine that is busy. */
const LISTEN_MILLISECONDS = 30_000;

/** How long a server may take to end its connections, and then itself, before it is asked to. */
const LINGER_MILLISECONDS = 2_000;
const LEAVE_MILLISECONDS = 300;

const LOOK_MILLISECONDS = 10;

/** What both programs did. */
export interface Conversation {
  readonly lanes: readonly Lane[];
  /** What went wrong, in words; null if both ended well. */
  readonly problem: string | null;
  readonly isInterrupted: boolean;
}

/** Runs both programs to their end; `onLine` gets what they print. */
export async function runCouple(
  couple: Couple,
  onLine: (side: Side, line: string) => void,
): Promise<Conversation> {
  const directory = mkdtempSync(join(tmpdir(), "bsd-sockets-trace-"));
  const children: Children = { running: [], isInterrupted: false };
  const release = signalChildren(children);
  const remove = (): void => {
    rmSync(directory, { recursive: true, force: true });
  };
  // A signal that ends this process ends it before what stands in `finally`.
  process.on("exit", remove);
  const server = new Recording(join(directory, "server"));
  const client = new Recording(join(directory, "client"));
  try {
    const start = (side: Side, started: Started, recording: Recording): Running => {
      const line = (text: string): void => {
        onLine(side, text);
      };
      const { environment } = recording;
      const running = new Running({ ...started, environment, onLine: line, isApart: true });
      children.running.push(running.child);
      return running;
    };
    const problem = await converse(couple, { start, server, client, children });
    return {
      lanes: lanesOf(couple, server, client),
      problem,
      isInterrupted: children.isInterrupted,
    };
  } finally {
    release();
    process.off("exit", remove);
    remove();
  }
}

interface Stage {
  readonly start: (side: Side, started: Started, recording: Recording) => Running;
  readonly server: Recording;
  readonly client: Recording;
  readonly children: Children;
}

async function converse({ server, client }: Couple, stage: Stage): Promise<string | null> {
  const listener = stage.start("server", server, stage.server);
  const place = await whereItListens(listener, stage.server);
  if (typeof place === "string") return `${server.name} ${place}`;
  if (stage.children.isInterrupted) return null;
  const parameters = clientParameters(client.parameters, place);
  const visitor = stage.start("client", { ...client, parameters }, stage.client);
  const clientStatus = await visitor.ended();
  const serverStatus = await finish(listener, stage.server);
  if (clientStatus !== 0) return `${client.name} ended with ${clientStatus}`;
  return serverStatus === 0 ? null : `${server.name} ended with ${serverStatus}`;
}

/** Where a server listens, by what it prints or by its calls; or why nobody knows, in words. */
async function whereItListens(server: Running, recording: Recording): Promise<Listening | string> {
  const over = new AbortController();
  const byCalls = async (): Promise<Listening | string> => {
    const end = performance.now() + LISTEN_MILLISECONDS;
    while (performance.now() < end && !over.signal.aborted) {
      const place = listeningOf(recording.calls());
      if (place !== null) return place;
      await sleep(LOOK_MILLISECONDS);
    }
    return "did not listen, or on a port that it neither printed nor asked for";
  };
  const ended = server.ended().then((status) => `ended with ${status} before it listened`);
  try {
    return await Promise.race([server.listening(), ended, byCalls()]);
  } finally {
    over.abort();
  }
}

/** Lets the server end what it has begun, then ends it; gives its status, 0 if Ctrl-C was its end. */
async function finish(server: Running, recording: Recording): Promise<number | NodeJS.Signals> {
  const hasEnded = server.ended().then(() => true);
  const end = performance.now() + LINGER_MILLISECONDS;
  const isDone = async (milliseconds: number): Promise<boolean> =>
    await Promise.race([hasEnded, sleep(milliseconds, false)]);
  while (performance.now() < end && hasOpenConnections(recording.calls())) {
    if (await isDone(LOOK_MILLISECONDS)) break;
  }
  if (await isDone(LEAVE_MILLISECONDS)) return await server.ended();
  server.child.kill("SIGINT");
  const status = await server.ended();
  return status === "SIGINT" || status === 130 ? 0 : status;
}

/** True while a server has accepted more connections than it has closed. */
function hasOpenConnections(calls: readonly Call[]): boolean {
  const open = new Set<number>();
  for (const { name, result, fd } of calls) {
    if (/^accept4?$/u.test(name) && result >= 0) open.add(result);
    if (name === "close" && fd !== null) open.delete(fd);
  }
  return open.size > 0;
}

function lanesOf(couple: Couple, server: Recording, client: Recording): Lane[] {
  return [
    { side: "server", title: couple.server.name, calls: server.calls() },
    { side: "client", title: couple.client.name, calls: client.calls() },
  ];
}
