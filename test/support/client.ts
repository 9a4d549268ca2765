import { once } from "node:events";
import { connect, type Socket } from "node:net";

import { until } from "./until.ts";

const HOST = "127.0.0.1";

/** A client on Node's own sockets, which know nothing of this package. */
export class Client implements AsyncDisposable {
  readonly socket: Socket;
  /** The code of the error that ended the connection. */
  error: string | undefined;
  /** True when the server has closed its side, in order or with a reset. */
  isEnded = false;
  /** Its own port: how the server's output names it. */
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
    client.port = client.socket.localPort!; // It is gone with the connection.
    return client;
  }

  /** The address as the programs print it. */
  get address(): string {
    return `('${HOST}', ${this.port})`;
  }

  /** How many bytes have come so far. */
  get received(): number {
    return this.#received;
  }

  /** Sends, and does not mind when the server has gone. */
  send(bytes: Uint8Array | string): void {
    if (!this.socket.destroyed) this.socket.write(bytes);
  }

  /** Waits for some bytes and gives all that have come. */
  async receive(count: number): Promise<Buffer> {
    await until(() => this.#received >= count || this.isEnded);
    return Buffer.concat(this.#chunks);
  }

  /** Waits until the server has closed, and gives all that has come. */
  async receiveAll(): Promise<Buffer> {
    await until(() => this.isEnded);
    return Buffer.concat(this.#chunks);
  }

  /** Closes the sending side only: shutdown(SHUT_WR). */
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
