// Accepts a connection from its worker, which makes its calls while the main thread is blocked.

import { once } from "node:events";
import { isMainThread, Worker, workerData } from "node:worker_threads";

import { isBlockedIn } from "#internal/lab/blocked.js";
import * as socket from "bsd-sockets/socket";

const PAUSE_MILLISECONDS = 1;
const neverWoken = new Int32Array(new SharedArrayBuffer(4));

if (isMainThread) {
  const listener = socket.create_server(["127.0.0.1", 0]);
  const workerData = listener.getsockname();
  const ended = once(new Worker(new URL(import.meta.url), { workerData }), "exit");
  listener.accept();
  await ended;
} else {
  while (!isBlockedIn("accept4", process.pid)) {
    Atomics.wait(neverWoken, 0, 0, PAUSE_MILLISECONDS);
  }
  const client = socket.socket();
  client.connect(workerData as socket.InetAddress);
}
