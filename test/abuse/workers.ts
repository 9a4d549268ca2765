// The processes that work on a server: well-behaved clients, and abusers.

import { fileURLToPath } from "node:url";

import { Running } from "../support/programs.ts";
import type { Abuse, Damage } from "./abuser-process.ts";
import type { Tally, Task } from "./client-process.ts";

/** A process that is given its work as JSON, and tells how it goes. */
class Worker<Work, Report> extends Running {
  /** The latest that it told; undefined before. */
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

  /** Fails when it has ended with an error. */
  check(): void {
    const { exitCode } = this.child;
    if (exitCode !== null && exitCode !== 0) throw new Error(`a process failed:\n${this.stderr}`);
  }

  /** Gives it a word; one that has ended hears none. */
  say(word: string): void {
    if (this.child.connected) this.child.send(word);
  }
}

/** Some well-behaved clients. */
export class Clients extends Worker<Task, Tally> {
  constructor(task: Task) {
    super("client-process", task);
  }

  /** Answers of the one that has got the fewest since the mark. */
  get leastSinceMark(): number {
    return this.report?.leastSinceMark ?? 0;
  }
}

/** Some abusers. */
export class Abusers extends Worker<Abuse, Damage> {
  constructor(abuse: Abuse) {
    super("abuser-process", abuse);
  }
}
