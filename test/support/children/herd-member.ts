// Waits for connections beside other processes, on the listener that is descriptor 3. Prints when it
// has been woken; at each byte that it is sent it tries to accept, and prints what comes of it.

import { readSync, writeSync } from "node:fs";

import * as select from "bsd-sockets/select";
import * as socket from "bsd-sockets/socket";

import { outcome } from "../kernel.ts";

const listener = socket.socket({ fileno: 3 });
listener.setblocking(false);
const poller = select.epoll!();
const isExclusive = process.argv[2] === "exclusive";
poller.register(listener, select.EPOLLIN! | (isExclusive ? select.EPOLLEXCLUSIVE! : 0));

writeSync(1, "ready\n");
for (;;) {
  poller.poll();
  writeSync(1, "woken\n");
  if (readSync(0, Buffer.alloc(1)) === 0) process.exit();
  const result = outcome(() => {
    listener.accept()[0].close();
  });
  writeSync(1, `${result}\n`);
}
