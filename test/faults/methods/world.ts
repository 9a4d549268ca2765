// The sockets and files that a method uses; new ones for each fault.

import { closeSync, openSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import * as socket from "bsd-sockets/socket";

/** The data that waits wherever something can be received. */
export const TEXT = Buffer.from("hello, world\nand more\n");

/**
 * A listener, a TCP connection, a Unix pair, a datagram socket that has sent to itself, and a file.
 */
export class World implements Disposable {
  readonly listener = socket.socket();
  readonly client = socket.socket();
  readonly server: socket.Socket;
  readonly left: socket.Socket;
  readonly right: socket.Socket;
  readonly datagrams = socket.socket(socket.AF_INET, socket.SOCK_DGRAM);
  /** Neither connected nor bound. */
  readonly fresh = socket.socket();
  readonly file: number;
  /** Objects that methods returned, to be closed. */
  readonly made: Disposable[] = [];

  constructor(folder: string) {
    this.listener.bind(["127.0.0.1", 0]);
    this.listener.listen();
    this.client.connect(this.listener.getsockname());
    [this.server] = this.listener.accept();
    [this.left, this.right] = socket.socketpair();
    this.datagrams.bind(["127.0.0.1", 0]);
    this.datagrams.sendto(TEXT, this.datagrams.getsockname());
    this.client.sendall(TEXT);
    this.left.sendall(TEXT);
    const path = join(folder, "file");
    writeFileSync(path, TEXT);
    this.file = openSync(path, "r");
  }

  /** Registers an object to be closed with the world. */
  keep<Made extends Disposable>(made: Made): Made {
    this.made.push(made);
    return made;
  }

  /** Adds a connection to the accept queue. */
  knock(): void {
    this.keep(socket.socket()).connect(this.listener.getsockname());
    (this.made.at(-1) as socket.Socket).sendall(TEXT);
  }

  [Symbol.dispose](): void {
    for (const made of this.made) made[Symbol.dispose]();
    const { listener, client, server, left, right, datagrams, fresh } = this;
    for (const s of [listener, client, server, left, right, datagrams, fresh]) {
      s.close();
    }
    closeSync(this.file);
  }
}
