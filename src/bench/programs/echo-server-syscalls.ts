// A single-threaded echo server with the raw layer. Prints its port.
import { AF_INET, SOCK_STREAM } from "bsd-sockets/socket";
import * as syscalls from "bsd-sockets/syscalls";

import {
  acceptConnection,
  check,
  multiplexer,
  serviceConnection,
  watch,
} from "./echo-syscalls-service.ts";

const BACKLOG = 4096;
const MOST_READY = 8192;

const address = Buffer.alloc(syscalls.SOCKADDR_STORAGE_SIZE);
const addressLength = new Int32Array(1);

const listener = check(syscalls.socket(AF_INET, SOCK_STREAM, 0));
check(syscalls.bind(listener, syscalls.encodeInternetAddress(AF_INET, "127.0.0.1", 0, 0, 0)!));
check(syscalls.listen(listener, BACKLOG));
check(syscalls.getsockname(listener, address, addressLength));
watch(listener);
console.log(syscalls.decodeAddress(address, addressLength[0]!)![1]);

const ready = new Int32Array(2 * MOST_READY);
while (true) {
  const count = check(syscalls.multiplexerWait(multiplexer, ready));
  for (let i = 0; i < 2 * count; i += 2) {
    const fd = ready[i]!;
    if (fd === listener) acceptConnection(fd);
    else serviceConnection(fd, ready[i + 1]!);
  }
}
