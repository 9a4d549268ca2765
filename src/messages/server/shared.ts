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

/** Bytes that one event may bring. The memory is everybody's: nobody's bytes stay in it. */
const RECEIVED_BYTES = 65_536;

/** What the connections of one server have in common. */
export class Shared {
  readonly settings: Settings;
  readonly handler: Handler;
  readonly selector: BaseSelector<Watched, Socket> = new DefaultSelector();
  readonly receiveMemory = Buffer.allocUnsafeSlow(RECEIVED_BYTES);
  readonly connections = new Set<Client>();
  /** Those that have messages left over from their last turn. */
  readonly again = new Set<Client>();
  readonly #memory = new Memory<Client>();
  isDraining = false;
  /** Messages answered. */
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

  /** Forgets a connection that was closed. */
  forget(connection: Client): void {
    this.connections.delete(connection);
    this.again.delete(connection);
    this.#memory.note(connection, 0);
    for (const timeout of Object.values(this.timeouts)) timeout.stop(connection);
    this.tell("info", "closed", connection);
  }

  /**
   * Notes what a connection holds. When all hold too much together, whoever holds most has to go: not
   * the next one that comes, which may be anybody.
   */
  hold(connection: Client, bytes: number): void {
    this.#memory.note(connection, bytes);
    while (this.#memory.total > this.settings.memoryLimit) {
      const largest = this.#memory.largest()!;
      this.tell("warning", "memory limit: cut off", largest);
      largest.abort();
    }
  }

  /** Tells the log. */
  tell(level: LogEntry["level"], event: string, connection?: Client, detail?: string): void {
    const peer = connection === undefined ? {} : { peer: repr(connection.peer.address) };
    const more = detail === undefined ? {} : { detail: repr(detail) };
    this.settings.log({ level, event, ...peer, ...more });
  }

  /** Tells why a connection ends. That a peer went away is the course of things. */
  tellFailure(connection: Client, error: unknown): void {
    const level = error instanceof OSError ? "info" : "warning";
    this.tell(level, "connection failed", connection, describeError(error));
  }
}
