// A single-threaded echo server with `socket` and `selectors`. Prints its port.
import * as selectors from "bsd-sockets/selectors";
import * as socket from "bsd-sockets/socket";

import { accept_wrapper, sel, service_connection } from "./echo-service.ts";

const BACKLOG = 4096;

const lsock = socket.socket(socket.AF_INET, socket.SOCK_STREAM);
lsock.bind(["127.0.0.1", 0]);
lsock.listen(BACKLOG);
lsock.setblocking(false);
sel.register(lsock, selectors.EVENT_READ, null);
console.log(lsock.getsockname()[1]);

while (true) {
  for (const [key, mask] of sel.select()) {
    if (key.data === null) accept_wrapper(key.fileobj);
    else service_connection(key, mask);
  }
}
