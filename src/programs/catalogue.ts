import { existsSync, statSync } from "node:fs";
import { parse } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

import { statusOfOutput } from "../command/output.ts";
import { isPrintError } from "../command/run.ts";

/** A program of the tutorial. */
export interface Program {
  readonly name: string;
  readonly usage: string;
  readonly summary: string;
}

/** The programs that can be run: those of the tutorial in its order, then the pair for two families. */
export const programs: readonly Program[] = [
  {
    name: "echo-server",
    usage: "[host] [port]",
    summary: "accept one client and send back what it sends",
  },
  {
    name: "echo-client",
    usage: "[host] [port]",
    summary: "send “Hello, world” and print the answer",
  },
  {
    name: "multiconn-server",
    usage: "<host> <port>",
    summary: "echo to many clients at once, with a selector",
  },
  {
    name: "multiconn-client",
    usage: "<host> <port> <num_connections>",
    summary: "open some connections at once and send two messages on each",
  },
  {
    name: "app-server",
    usage: "<host> <port>",
    summary: "answer search and binary requests, with a Message class",
  },
  {
    name: "app-client",
    usage: "<host> <port> <action> <value>",
    summary: "send one request and print the response",
  },
  {
    name: "app-server-test",
    usage: "<host> <port>",
    summary: "accept clients and never receive, to fill the buffers",
  },
  {
    name: "app-client-test",
    usage: "<host> <port> <action> <value>",
    summary: "send until the kernel refuses, and then once a second",
  },
  {
    name: "echo-server-dual-stack",
    usage: "[host] [port]",
    summary: "echo-server that listens on IPv6 and IPv4 addresses",
  },
  {
    name: "echo-client-dual-stack",
    usage: "[host] [port]",
    summary: "echo-client that tries IPv6 and IPv4 addresses in turn",
  },
];

/** The file of a program. */
export function fileOf(name: string): string {
  return fileURLToPath(new URL(`../tutorial/${name}.js`, import.meta.url));
}

/** Whether a word of the command line is a file that could be a program. */
export function isFile(word: string): boolean {
  return existsSync(word) && !statSync(word).isDirectory();
}

/** Runs a program in this process, as if Node had been started with its file. */
export async function runProgram(name: string, parameters: readonly string[]): Promise<void> {
  process.setSourceMapsEnabled(true);
  await runFile(fileOf(name), parameters);
}

/** Does the same with the file of any program. */
export async function runFile(file: string, parameters: readonly string[]): Promise<void> {
  process.argv = [process.execPath, file, ...parameters];
  try {
    await import(pathToFileURL(file).href);
  } catch (error) {
    if (!isPrintError(error)) throw error;
    process.exit(statusOfOutput(parse(file).name, error));
  }
}
