// Runs a program under strace and our trace at the same time, and returns the calls on its sockets
// from both.
//
// For the comparison, both are normalised:
//
// - Only calls of the main thread count, on descriptors that the program opened: sockets, and epoll
//   objects that have watched one. Node has its own descriptors.
// - strace: the process id and the blanks before the equals sign are removed; a call that was split
//   by another thread's lines is joined. Ours: the duration is removed.
// - glibc's select is the kernel's pselect6, with nanoseconds: strace's is rewritten as select.
// - strace shows how the kernel restarts an interrupted call; the program gets EINTR.

import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { Running } from "./programs.ts";
import { until } from "./until.ts";

/** A program that is traced from outside and from inside. */
export class Watched implements AsyncDisposable {
  readonly program: Running;
  readonly #folder = mkdtempSync(join(tmpdir(), "bsd-sockets-"));

  constructor(file: string, ...parameters: (string | number)[]) {
    // With -D, strace does not stand between us and the program: we get its signals and its exit
    // status.
    const strace = ["-D", "-f", "-e", "trace=network,desc", "-o", this.#path("strace")];
    const command = [process.execPath, file, ...parameters.map(String)];
    this.program = new Running("strace", [...strace, ...command], {
      env: { ...process.env, BSD_SOCKETS_TRACE: this.#path("ours") },
    });
  }

  /** Waits until our trace matches. */
  async traces(pattern: RegExp): Promise<void> {
    await until(() => pattern.test(this.#read("ours")));
  }

  /** Returns the calls from strace and from our trace, once the program has ended. */
  async calls(): Promise<{ strace: string[]; ours: string[] }> {
    const isOver = new RegExp(`^${this.program.pid} +\\+\\+\\+ `, "mu");
    await until(() => isOver.test(this.#read("strace")));
    return {
      strace: onOwnDescriptors(linesOfStrace(this.#read("strace"), this.program.pid)),
      ours: onOwnDescriptors(linesOfOurs(this.#read("ours"))),
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.program[Symbol.asyncDispose]();
    rmSync(this.#folder, { recursive: true });
  }

  #path(name: string): string {
    return join(this.#folder, name);
  }

  #read(name: string): string {
    const file = this.#path(name);
    return existsSync(file) ? readFileSync(file, "utf8") : "";
  }
}

function linesOfOurs(text: string): string[] {
  return text
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("[pid "))
    .map((line) => line.replace(/ <\d+\.\d+>$/u, ""));
}

function linesOfStrace(text: string, pid: number): string[] {
  const lines: string[] = [];
  let begun = "";
  for (const line of text.split("\n")) {
    const [, id, rest = ""] = /^(\d+) +(.*)$/u.exec(line) ?? [];
    if (Number(id) !== pid || /^(---|\+\+\+)/u.test(rest)) continue;
    const start = /^(.*?) *<unfinished \.\.\.>$/u.exec(rest);
    const end = /^<\.\.\. \w+ resumed>(.*)$/u.exec(rest);
    if (start !== null) begun = start[1]!;
    else lines.push(normalise(end === null ? rest : joined(begun, end[1]!)));
  }
  return lines;
}

function joined(start: string, end: string): string {
  return start.endsWith(",") ? `${start} ${end}` : start + end;
}

function normalise(line: string): string {
  return asSelect(line.replace(/\) += /u, ") = ")).replace(
    /= \? ERESTART\w+ \(.*\)$/u,
    "= -1 EINTR (Interrupted system call)",
  );
}

function asSelect(line: string): string {
  if (!line.startsWith("pselect6(")) return line;
  return line
    .replace("pselect6(", "select(")
    .replace(", NULL) = ", ") = ")
    .replace(/tv_nsec=(\d+)/gu, (_, digits) => `tv_usec=${Math.floor(Number(digits) / 1000)}`);
}

/** What a descriptor is, from the call that creates it to the one that closes it. */
interface Life {
  isSocket: boolean;
  watchesSocket: boolean;
}

/** Returns the lines about descriptors that the program itself opened. */
function onOwnDescriptors(lines: readonly string[]): string[] {
  const lives = new Map<number, Life>();
  const found = lines.map((line) => ({ line, life: lifeOf(line, lives) }));
  return found
    .filter(({ life }) => life !== undefined && (life.isSocket || life.watchesSocket))
    .map(({ line }) => line);
}

function lifeOf(line: string, lives: Map<number, Life>): Life | undefined {
  const name = line.slice(0, line.indexOf("("));
  const first = Number(/^\w+\((?:\[\{fd=|\d+, \[)?(\d+)/u.exec(line)?.[1] ?? -1);
  const result = Number(/\) = (\d+)/u.exec(line)?.[1] ?? -1);
  const own = lives.get(first);
  switch (name) {
    case "socket":
    case "epoll_create1":
      return open(lives, [result], name === "socket");
    case "socketpair":
      return open(lives, /\[(\d+), (\d+)\]/u.exec(line)?.slice(1).map(Number) ?? [], true);
    case "accept4":
      open(lives, [result], true);
      return own;
    case "recvmsg":
      open(lives, /cmsg_data=\[(\d+)\]/u.exec(line)?.slice(1).map(Number) ?? [], true);
      return own;
    case "fcntl":
      if (line.includes("F_DUPFD")) open(lives, [result], own?.isSocket === true);
      return own;
    case "epoll_ctl":
      if (own !== undefined && lives.get(Number(/_ADD, (\d+)/u.exec(line)?.[1]))?.isSocket) {
        own.watchesSocket = true;
      }
      return own;
    case "close":
      lives.delete(first);
      return own;
    default:
      return own;
  }
}

function open(lives: Map<number, Life>, fds: readonly number[], isSocket: boolean): Life {
  const life = { isSocket, watchesSocket: false };
  for (const fd of fds.filter((found) => found >= 0)) lives.set(fd, life);
  return life;
}
