import { answerOf, startPeer } from "./peers.ts";
import type { Running } from "./programs.ts";

/** A step of test/support/python/scripted_server.py. */
export type Step =
  | readonly ["send", Buffer, piece?: number]
  | readonly ["dribble", Buffer, pause: number]
  | readonly ["receive" | "receive_bytes" | "echo", count: number]
  | readonly ["hold" | "stall" | "shutdown" | "reset"];

/** What a connection's script observed. */
export interface Seen {
  requests: { header: string; content: string }[];
  bytes: number;
  end?: boolean;
  error?: string;
}

/** A server in CPython that follows a script for each connection. */
export class ScriptedServer implements AsyncDisposable {
  readonly #running: Running;
  /** Its port; 0 if it listens on a path. */
  port = 0;

  private constructor(running: Running) {
    this.#running = running;
  }

  /** Starts it on a port that the kernel chooses, or at `place`. */
  static async start(
    scripts: readonly (readonly Step[])[],
    place: string | readonly [string, number] = ["127.0.0.1", 0],
  ): Promise<ScriptedServer> {
    const encoded = scripts.map((script) => script.map((step) => step.map(encode)));
    const server = new ScriptedServer(startPeer("scripted_server", { place, scripts: encoded }));
    const [, port] = await server.#running.prints(/^Listening on .*?(\d*)\)?$/mu);
    server.port = typeof place === "string" ? 0 : Number(port);
    return server;
  }

  get address(): readonly [string, number] {
    return ["127.0.0.1", this.port];
  }

  /** Waits until a script has reached its `hold`. */
  async holds(): Promise<void> {
    await this.#running.prints(/^Holding$/mu);
  }

  /** Waits for its end, and returns what each connection observed. */
  async seen(): Promise<Seen[]> {
    return await answerOf<Seen[]>(this.#running);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#running[Symbol.asyncDispose]();
  }
}

function encode(part: unknown): unknown {
  return Buffer.isBuffer(part) ? part.toString("base64") : part;
}
