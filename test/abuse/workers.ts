// Handles to the processes that use a server: well-behaved clients, and abusers.

import { fileURLToPath } from "node:url";

import { Running } from "../support/programs.ts";
import type { Abuse, Damage } from "./abuser-process.ts";
import type { Tally, Task } from "./client-process.ts";

/** A process that receives its task as JSON and reports statistics. */
class Worker<Work, Report> extends Running {
  /** The latest statistics; undefined before the first. */
  report: Report | undefined;

  constructor(name: string, work: Work) {
    const file = fileURLToPath(new URL(`./${name}.js`, import.meta.url));
    super(process.execPath, ["--enable-source-maps", file, JSON.stringify(work)], {
      stdio: ["ignore", "pipe", "pipe", "ipc"],
    });
    this.child.on("message", (report) => {
      this.report = report as Report;
    });
  }

  /** Throws if it has failed. */
  check(): void {
    const { exitCode } = this.child;
    if (exitCode !== null && exitCode !== 0) throw new Error(`a process failed:\n${this.stderr}`);
  }

  /** Sends it a command; does nothing if it has exited. */
  say(word: string): void {
    if (this.child.connected) this.child.send(word);
  }
}

/** A process of well-behaved clients. */
export class Clients extends Worker<Task, Tally> {
  constructor(task: Task) {
    super("client-process", task);
  }

  /** The fewest responses that any client has received since the mark. */
  get leastSinceMark(): number {
    return this.report?.leastSinceMark ?? 0;
  }
}

/** A process of abusers. */
export class Abusers extends Worker<Abuse, Damage> {
  constructor(abuse: Abuse) {
    super("abuser-process", abuse);
  }
}
