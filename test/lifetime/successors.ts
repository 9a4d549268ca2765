// Other sockets that reuse the number of a closed descriptor.

import { once } from "node:events";
import { Worker } from "node:worker_threads";

import * as socket from "bsd-sockets/socket";
import * as syscalls from "bsd-sockets/syscalls";

/** The data that a successor has to read. */
export const OTHER = Buffer.from("of another connection");

/** Sockets that reuse a number, and have data to read. */
export class Successors implements Disposable {
  readonly #pairs: socket.Socket[] = [];

  /** Opens sockets until one gets the number. */
  takeOver(fd: number): socket.Socket {
    for (;;) {
      const pair = this.#pair();
      const index = pair.findIndex((s) => s.fileno() === fd);
      if (index === -1) continue;
      pair[1 - index]!.send(OTHER);
      return pair[index]!;
    }
  }

  /** Opens a socket, whatever its number. */
  one(): socket.Socket {
    const [own, peer] = this.#pair();
    peer.send(OTHER);
    return own;
  }

  #pair(): [socket.Socket, socket.Socket] {
    const pair = socket.socketpair();
    this.#pairs.push(...pair);
    return pair;
  }

  [Symbol.dispose](): void {
    for (const s of this.#pairs) s.close();
  }
}

/** Closes descriptors by their numbers in a worker. */
export async function closeInWorker(...fds: number[]): Promise<void> {
  const code = `
    const { workerData } = require("node:worker_threads");
    import("bsd-sockets/syscalls").then((raw) => workerData.forEach((fd) => raw.close(fd)));`;
  await once(new Worker(code, { eval: true, workerData: fds }), "exit");
}

/**
 * Closes a descriptor by its number here, while a worker is running: with one thread alone, closes
 * are not tracked.
 */
export async function closeBesideWorker(fd: number): Promise<void> {
  const code = `
    const { parentPort } = require("node:worker_threads");
    import("bsd-sockets/syscalls").then(() => parentPort.postMessage("loaded"));
    parentPort.on("message", () => {});`;
  const worker = new Worker(code, { eval: true });
  await once(worker, "message");
  syscalls.close(fd);
  await worker.terminate();
}
