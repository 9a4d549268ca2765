// A thread that reads once from a descriptor of another thread's, and posts the text, or -errno.

import { parentPort, workerData } from "node:worker_threads";

import { recv } from "bsd-sockets/syscalls";

const bytes = Buffer.alloc(99);
const result = recv(workerData as number, bytes, 0, bytes.length, 0);
parentPort!.postMessage(result < 0 ? result : bytes.toString("utf8", 0, result));
