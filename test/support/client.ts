import { once } from "node:events";
import { connect, type Socket } from "node:net";

import { until } from "./until.ts";

const HOST = "127.0.0.1";

/** A client on Node's own sockets, independent of this package. */
export class Client implements AsyncDisposable {
  readonly socket: Socket;
  /** The code of the error that ended the connection. */
  error: string | undefined;
  /** True once the server has closed its side, normally or with a reset. */
  isEnded = false;
  /** Its port, which the server prints. */
  port = 0;
  readonly #chunks: Buffer[] = [];
  #received = 0;

  private constructor(port: number) {
    this.socket = connect({ host: HOST, port, allowHalfOpen: true, noDelay: true });
    this.socket.on("data", (chunk) => {
      this.#chunks.push(chunk);
      this.#received += chunk.length;
    });
    this.socket.on("error", (error: NodeJS.ErrnoException) => {
      this.error = error.code;
    });
    for (const event of ["end", "close"]) {
      this.socket.on(event, () => {
        this.isEnded = true;
      });
    }
  }

  static async to(port: number): Promise<Client> {
    const client = new Client(port);
    await once(client.socket, "connect");
    client.port = client.socket.localPort!; // The connection has ended.
    return client;
  }

  /** Its address, as the programs print it. */
  get address(): string {
    return `('${HOST}', ${this.port})`;
  }

  /** The number of bytes received so far. */
  get received(): number {
    return this.#received;
  }

  /** Sends, and ignores that the server may be gone. */
  send(bytes: Uint8Array | string): void {
    if (!this.socket.destroyed) this.socket.write(bytes);
  }

  /** Waits for `count` bytes and returns everything received. */
  async receive(count: number): Promise<Buffer> {
    await until(() => this.#received >= count || this.isEnded);
    return Buffer.concat(this.#chunks);
  }

  /** Waits until the server has closed, and returns everything received. */
  async receiveAll(): Promise<Buffer> {
    await until(() => this.isEnded);
    return Buffer.concat(this.#chunks);
  }

  /** Closes only the sending side: shutdown(SHUT_WR). */
  end(): void {
    this.socket.end();
  }

  /** Resets the connection: SO_LINGER (1, 0) and close. */
  async reset(): Promise<void> {
    if (this.socket.destroyed) return;
    this.socket.resetAndDestroy();
    await once(this.socket, "close");
  }

  async close(): Promise<void> {
    if (this.socket.closed) return;
    const closed = once(this.socket, "close");
    this.socket.destroy();
    await closed;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}
