// A number that is closed, and whose next owner is a stranger.

import { once } from "node:events";
import { Worker } from "node:worker_threads";

import * as socket from "bsd-sockets/socket";
import * as syscalls from "bsd-sockets/syscalls";

/** What a successor has to read. */
export const OTHER = Buffer.from("of another connection");

/** Sockets that take the number, and have bytes to read. */
export class Successors implements Disposable {
  readonly #pairs: socket.Socket[] = [];

  /** Opens sockets until one has the number. */
  takeOver(fd: number): socket.Socket {
    for (;;) {
      const pair = this.#pair();
      const index = pair.findIndex((s) => s.fileno() === fd);
      if (index === -1) continue;
      pair[1 - index]!.send(OTHER);
      return pair[index]!;
    }
  }

  /** A socket of any number. */
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

/** Has a worker close descriptors by their numbers. */
export async function closeInWorker(...fds: number[]): Promise<void> {
  const code = `
    const { workerData } = require("node:worker_threads");
    import("bsd-sockets/syscalls").then((raw) => workerData.forEach((fd) => raw.close(fd)));`;
  await once(new Worker(code, { eval: true, workerData: fds }), "exit");
}

/** Closes a descriptor by its number here, while a worker runs too: one thread alone keeps no account. */
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
