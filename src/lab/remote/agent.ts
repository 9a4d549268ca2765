import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

import * as socket from "../../socket/index.ts";
import type { Reply, Request } from "../protocol.ts";
import { unwatch, watch } from "./watchdog.ts";

const AGENT = fileURLToPath(new URL("../agent/main.js", import.meta.url));

/** How an agent is started. */
export interface AgentOptions {
  /** The limit on open descriptors (`ulimit -n`). Node needs about 200 to start. */
  readonly descriptors?: number;
  /** A new network namespace, or the namespace of the process with this id. */
  readonly network?: "own" | number;
}

/** The command line that starts the agent with these options. */
function commandFor({ descriptors, network }: AgentOptions): string[] {
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

/** Kills all agents, for when this process is about to exit. */
export function killAgents(): void {
  for (const child of running) child.kill("SIGKILL");
}

/** A process that makes calls on request. */
export class Agent {
  readonly name: string;
  readonly #child: ChildProcess;
  readonly #passing: socket.Socket;
  readonly #waiting = new Map<number, (reply: Reply) => void>();
  readonly #failed: Promise<never>;
  #stderr = "";
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

  /** Starts a process, and waits until it accepts requests. */
  static async start(name: string, options: AgentOptions): Promise<Agent> {
    const [ours, theirs] = socket.socketpair();
    const [command = "", ...parameters] = commandFor(options);
    const child = spawn(command, parameters, {
      stdio: ["ignore", "ignore", "pipe", "ipc", theirs.fileno()],
      serialization: "advanced",
      // Ctrl-C at the terminal must only reach the runner.
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

  /** The process id. */
  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** Sends a request and waits for the reply; rejects only if the process has ended. */
  async request(request: Request): Promise<Reply> {
    const id = ++this.#requests;
    const replied = new Promise<Reply>((resolve) => this.#waiting.set(id, resolve));
    // If the process has just ended, #failed rejects.
    if (this.#child.connected) this.#child.send({ id, request }, () => undefined);
    try {
      return await Promise.race([replied, this.#failed]);
    } finally {
      this.#waiting.delete(id);
    }
  }

  /** Receives a descriptor from this process, and sends it to another one. */
  passTo(other: Agent): void {
    const [bytes, fds] = socket.recv_fds(this.#passing, 1, 1);
    socket.send_fds(other.#passing, [bytes], fds);
    fds.forEach((fd) => {
      socket.close(fd);
    });
  }

  /** Sends the process a signal. */
  signal(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  /** Kills the process, and waits until it has ended. */
  async kill(): Promise<void> {
    this.#isKilled = true;
    this.#child.kill("SIGKILL");
    await this.#failed.catch(() => undefined);
    this.#passing.close();
  }

  /** Rejects when the process ends or cannot be started. */
  async #ending(): Promise<never> {
    this.#child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      this.#stderr += text;
    });
    const failed = once(this.#child, "error").then(([error]) => {
      throw new Error(`cannot start the process ${this.name}: ${(error as Error).message}`);
    });
    const closed = once(this.#child, "close") as Promise<[number | null, string | null]>;
    const [code, signal] = await Promise.race([closed, failed]);
    running.delete(this.#child);
    unwatch(this.pid);
    if (this.#isKilled) throw new Error(`the process ${this.name} was killed`);
    throw new Error(`the process ${this.name} ended with ${signal ?? code}\n${this.#stderr}`);
  }
}
