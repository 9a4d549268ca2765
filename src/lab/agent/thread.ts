/**
 * Another thread of a process, which makes calls on the process's sockets.
 *
 * @module
 */

import { once } from "node:events";
import { readlinkSync } from "node:fs";
import { isMainThread, parentPort, Worker } from "node:worker_threads";

import * as socket from "../../socket/index.ts";
import type { Answer, Request } from "../protocol.ts";
import { recorded } from "./recorded.ts";

type CallRequest = Extract<Request, { kind: "call" }>;

/** A handle to a thread. */
export class Thread {
  readonly #worker: Worker;
  /** The kernel's thread id. */
  readonly id: number;

  private constructor(worker: Worker, id: number) {
    this.#worker = worker;
    this.id = id;
  }

  /** Starts a thread, and waits until it runs. */
  static async start(): Promise<Thread> {
    const worker = new Worker(new URL(import.meta.url));
    const [id] = (await once(worker, "message")) as [number];
    return new Thread(worker, id);
  }

  /** Makes a call on a descriptor in the thread. */
  async call(fd: number, request: CallRequest): Promise<Answer> {
    this.#worker.postMessage({ fd, request });
    const [answer] = (await once(this.#worker, "message")) as [Answer];
    return answer;
  }
}

/** Makes a call in this thread. */
async function callHere(fd: number, { method, args }: CallRequest): Promise<Answer> {
  const s = socket.socket({ fileno: fd });
  const methods = s as unknown as Record<string, (...parameters: unknown[]) => unknown>;
  try {
    return await recorded(() => methods[method]!(...args));
  } finally {
    s.detach(); // The process closes the descriptor.
  }
}

if (!isMainThread) {
  parentPort!.on("message", ({ fd, request }: { fd: number; request: CallRequest }) => {
    void callHere(fd, request).then((answer) => {
      parentPort!.postMessage(answer);
    });
  });
  parentPort!.postMessage(Number(readlinkSync("/proc/thread-self").split("/").at(-1)));
}
