import { answerOf, startPeer } from "./peers.ts";
import type { Running } from "./programs.ts";

/** A step of test/support/python/scripted_server.py. */
export type Step =
  | readonly ["send", Buffer, piece?: number]
  | readonly ["dribble", Buffer, pause: number]
  | readonly ["receive" | "receive_bytes" | "echo", count: number]
  | readonly ["hold" | "stall" | "shutdown" | "reset"];

/** What a connection's script saw. */
export interface Seen {
  requests: { header: string; content: string }[];
  bytes: number;
  end?: boolean;
  error?: string;
}

/** A server in CPython that follows a script for each of its connections. */
export class ScriptedServer implements AsyncDisposable {
  readonly #running: Running;
  /** Its port; 0 on a path. */
  port = 0;

  private constructor(running: Running) {
    this.#running = running;
  }

  /** Starts it, on a port of the kernel's choice unless there is a place. */
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

  /** Waits until a script has come to its `hold`. */
  async holds(): Promise<void> {
    await this.#running.prints(/^Holding$/mu);
  }

  /** Waits for its end, and gives what each connection saw. */
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
