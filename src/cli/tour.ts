import type { ChildProcess } from "node:child_process";

import type { Command } from "commander";

import { CommandFailure, runCommand } from "../command/run.ts";
import { exitOnSignals } from "../command/signals.ts";
import { DONE } from "../command/status.ts";
import { type Lanes, lanesFor, type Side } from "../programs/lanes.ts";
import { fileOf } from "../programs/catalogue.ts";
import { Running } from "../programs/running.ts";

interface Chapter {
  title: string;
  server: string;
  /** Each client's name and what it gets behind host and port, run one after the other. */
  clients: [name: string, ...parameters: string[]][];
  /** The echo server leaves with its client; the others serve until Ctrl-C. */
  endsByItself?: true;
}

const chapters: readonly Chapter[] = [
  {
    title: "1. echo: one client, blocking calls",
    server: "echo-server",
    clients: [["echo-client"]],
    endsByItself: true,
  },
  {
    title: "2. multiconn: many clients, one selector",
    server: "multiconn-server",
    clients: [["multiconn-client", "2"]],
  },
  {
    title: "3. app: messages with a header of their own",
    server: "app-server",
    clients: [
      ["app-client", "search", "morpheus"],
      ["app-client", "search", "\u{1f436}"],
      ["app-client", "binary", "\u{1f603}"],
    ],
  },
];

const HOST = "127.0.0.1";
const CHAPTER_MILLISECONDS = 15_000;

const NEXT = `
What to try next:

  npm start -- multiconn-server 127.0.0.1 65432
  npm start -- multiconn-client 127.0.0.1 65432 3
      a server, and in a second terminal its client; Ctrl-C ends the server

  npm start -- echo-client
      what happens without a server

  npm start -- --help
      all programs

  docs/tutorial/README.md
      the tutorial, chapter by chapter
`;

/** Makes `command` the tour. */
export function defineTour(command: Command): void {
  command
    .description("Runs echo, multiconn and app, each as real processes, and shows both sides.")
    .action(async () => {
      await runCommand("tour", runTour);
    });
}

/** Runs every chapter; gives the exit status. */
async function runTour(): Promise<number> {
  const lanes = lanesFor(process.stdout);
  for (const chapter of chapters) {
    lanes.title(chapter.title);
    try {
      await runChapter(chapter, lanes);
    } catch (error) {
      throw new CommandFailure(`${chapter.title}: ${(error as Error).message}`);
    }
  }
  process.stdout.write(NEXT);
  return DONE;
}

async function runChapter(chapter: Chapter, lanes: Lanes): Promise<void> {
  const children: ChildProcess[] = [];
  const overdue = new AbortController();
  const timer = setTimeout(() => {
    overdue.abort();
  }, CHAPTER_MILLISECONDS);
  const start = (side: Side, name: string, parameters: string[]): Running => {
    const running = new Running({
      name,
      file: fileOf(name),
      parameters,
      signal: overdue.signal,
      onLine(line) {
        lanes.line(side, line);
      },
    });
    children.push(running.child);
    return running;
  };
  const killAll = (): void => {
    for (const child of children) child.kill("SIGKILL");
  };
  process.once("exit", killAll);
  const ignoreSignals = exitOnSignals();
  try {
    const server = start("server", chapter.server, [HOST, "0"]);
    const { port } = await server.listening();
    for (const [name, ...parameters] of chapter.clients) {
      await start("client", name, [HOST, port, ...parameters]).succeeded();
    }
    if (chapter.endsByItself === undefined) server.child.kill("SIGINT");
    await server.succeeded();
  } finally {
    clearTimeout(timer);
    ignoreSignals();
    process.removeListener("exit", killAll);
    killAll();
  }
}
