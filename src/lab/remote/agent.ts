import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

import * as socket from "../../socket/index.ts";
import type { Reply, Request } from "../protocol.ts";
import { unwatch, watch } from "./watchdog.ts";

const AGENT = fileURLToPath(new URL("../agent/main.js", import.meta.url));

/** Where an agent runs. */
export interface Surroundings {
  /** The most descriptors that the process may have: `ulimit -n`. Node needs some 200 to start. */
  readonly descriptors?: number;
  /** A network namespace of its own, or that of the process with this id. */
  readonly network?: "own" | number;
}

/** The command before the program, which makes its surroundings. */
function commandFor({ descriptors, network }: Surroundings): string[] {
  const limit = ["sh", "-c", `ulimit -n ${descriptors} && exec "$@"`, "sh"];
  const enter = ["nsenter", `--target=${network}`, "--user", "--net", "--preserve-credentials"];
  const own = ["unshare", "--map-root-user", "--net"];
  return [
    ...(network === undefined ? [] : network === "own" ? own : enter),
    ...(descriptors === undefined ? [] : limit),
    process.execPath,
    AGENT,
  ];
}

const running = new Set<ChildProcess>();

/** Ends all processes at once, when the runner itself is about to end. */
export function killAgents(): void {
  for (const child of running) child.kill("SIGKILL");
}

/** A process that makes calls as it is told. */
export class Agent {
  readonly name: string;
  readonly #child: ChildProcess;
  readonly #passing: socket.Socket;
  readonly #waiting = new Map<number, (reply: Reply) => void>();
  readonly #failed: Promise<never>;
  #complaint = "";
  #requests = 0;
  #isKilled = false;

  private constructor(name: string, child: ChildProcess, passing: socket.Socket) {
    this.name = name;
    this.#child = child;
    running.add(child);
    this.#passing = passing;
    this.#failed = this.#ending();
    this.#failed.catch(() => undefined);
    child.on("message", (message: Reply | "ready") => {
      if (message !== "ready") this.#waiting.get(message.id)?.(message);
    });
  }

  /** Starts a process, and waits until it takes requests. */
  static async start(name: string, surroundings: Surroundings): Promise<Agent> {
    const [ours, theirs] = socket.socketpair();
    const [command = "", ...parameters] = commandFor(surroundings);
    const child = spawn(command, parameters, {
      stdio: ["ignore", "ignore", "pipe", "ipc", theirs.fileno()],
      serialization: "advanced",
      // A Ctrl-C at the terminal is for the runner, not for what it runs.
      detached: true,
    });
    theirs.close();
    if (child.pid !== undefined) watch(child.pid);
    const agent = new Agent(name, child, ours);
    try {
      await Promise.race([once(child, "message"), agent.#failed]);
      return agent;
    } catch (error) {
      ours.close();
      throw error;
    }
  }

  /** The process's id. */
  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** Has it do something; rejects only when the process is gone. */
  async request(request: Request): Promise<Reply> {
    const id = ++this.#requests;
    const replied = new Promise<Reply>((resolve) => this.#waiting.set(id, resolve));
    // When the process has just ended, its end is what the request fails with.
    if (this.#child.connected) this.#child.send({ id, request }, () => undefined);
    try {
      return await Promise.race([replied, this.#failed]);
    } finally {
      this.#waiting.delete(id);
    }
  }

  /** Takes the descriptor that the process has given, and sends it to another one. */
  passTo(other: Agent): void {
    const [bytes, fds] = socket.recv_fds(this.#passing, 1, 1);
    socket.send_fds(other.#passing, [bytes], fds);
    fds.forEach((fd) => {
      socket.close(fd);
    });
  }

  /** Sends it a signal. */
  signal(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  /** Ends it, whatever it does, and waits until it is gone. */
  async kill(): Promise<void> {
    this.#isKilled = true;
    this.#child.kill("SIGKILL");
    await this.#failed.catch(() => undefined);
    this.#passing.close();
  }

  /** Rejects when the process has ended. */
  async #ending(): Promise<never> {
    this.#child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      this.#complaint += text;
    });
    const failed = once(this.#child, "error").then(([error]) => {
      throw new Error(`the process ${this.name} cannot be started: ${(error as Error).message}`);
    });
    const closed = once(this.#child, "close") as Promise<[number | null, string | null]>;
    const [code, signal] = await Promise.race([closed, failed]);
    running.delete(this.#child);
    unwatch(this.pid);
    if (this.#isKilled) throw new Error(`the process ${this.name} was ended`);
    throw new Error(`the process ${this.name} ended with ${signal ?? code}\n${this.#complaint}`);
  }
}
