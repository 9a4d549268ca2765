import { OSError } from "../../errors.ts";
import { repr } from "../../python/index.ts";
import { type BaseSelector, DefaultSelector } from "../../selectors/index.ts";
import type { Socket } from "../../socket/index.ts";
import type { Client, Watched } from "./client.ts";
import { Deadlines } from "./deadlines.ts";
import { describeError } from "./describe-error.ts";
import type { Handler } from "./handler.ts";
import type { LogEntry } from "./log.ts";
import { Memory } from "./memory.ts";
import type { Settings } from "./options.ts";

/** Maximum bytes of one receive. All connections share the buffer, so nothing stays in it. */
const RECEIVED_BYTES = 65_536;

/** The state shared by a server's connections. */
export class Shared {
  readonly settings: Settings;
  readonly handler: Handler;
  readonly selector: BaseSelector<Watched, Socket> = new DefaultSelector();
  readonly receiveMemory = Buffer.allocUnsafeSlow(RECEIVED_BYTES);
  readonly connections = new Set<Client>();
  /** Connections with messages left over from their last turn. */
  readonly again = new Set<Client>();
  readonly #memory = new Memory<Client>();
  isDraining = false;
  /** The number of messages handled. */
  messages = 0;
  readonly timeouts: Readonly<
    Record<"header" | "request" | "idle" | "write" | "linger", Deadlines<Client>>
  >;

  constructor(handler: Handler, settings: Settings) {
    this.handler = handler;
    this.settings = settings;
    this.timeouts = {
      header: new Deadlines(settings.headerTimeout),
      request: new Deadlines(settings.requestTimeout),
      idle: new Deadlines(settings.idleTimeout),
      write: new Deadlines(settings.writeTimeout),
      linger: new Deadlines(settings.lingerTimeout),
    };
  }

  /** Removes a closed connection. */
  forget(connection: Client): void {
    this.connections.delete(connection);
    this.again.delete(connection);
    this.#memory.note(connection, 0);
    for (const timeout of Object.values(this.timeouts)) timeout.stop(connection);
    this.log("info", "closed", connection);
  }

  /**
   * Records how many bytes a connection holds. Over the memory limit, the connection that holds the
   * most is closed: closing the most recent one could hit anyone.
   */
  hold(connection: Client, bytes: number): void {
    this.#memory.note(connection, bytes);
    while (this.#memory.total > this.settings.memoryLimit) {
      const largest = this.#memory.largest()!;
      this.log("warning", "memory limit reached: closed", largest);
      largest.abort();
    }
  }

  /** Writes a log entry. */
  log(level: LogEntry["level"], event: string, connection?: Client, detail?: string): void {
    const peer = connection === undefined ? {} : { peer: repr(connection.peer.address) };
    const more = detail === undefined ? {} : { detail: repr(detail) };
    this.settings.log({ level, event, ...peer, ...more });
  }

  /** Logs why a connection fails. Losing a peer is routine. */
  logFailure(connection: Client, error: unknown): void {
    const level = error instanceof OSError ? "info" : "warning";
    this.log(level, "connection failed", connection, describeError(error));
  }
}
