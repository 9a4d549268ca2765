import * as socket from "bsd-sockets/socket";

/** A listener on a port of the kernel's choice. */
export function listen(family: number = socket.AF_INET): socket.Socket {
  const listener = socket.socket(family, socket.SOCK_STREAM);
  listener.bind([family === socket.AF_INET ? "127.0.0.1" : "::1", 0]);
  listener.listen();
  return listener;
}

/** The address of a socket, for its peer to connect to. */
export function addressOf(s: socket.Socket): socket.Address {
  return s.getsockname()!;
}

/** Two ends of a connection, closed together. */
export interface Pair extends Disposable {
  client: socket.Socket;
  server: socket.Socket;
}

/** Connects a client, over TCP on loopback. */
export function connectedPair(): Pair {
  using listener = listen();
  const client = socket.socket();
  client.connect(addressOf(listener));
  const [server] = listener.accept();
  return {
    client,
    server,
    [Symbol.dispose]() {
      client.close();
      server.close();
    },
  };
}

/** Sends on a non-blocking socket until the kernel refuses; gives the number of bytes that it took. */
export function fill(s: socket.Socket): number {
  const bytes = Buffer.alloc(65_536);
  for (let total = 0; ;) {
    try {
      total += s.send(bytes);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "EAGAIN") return total;
      throw error;
    }
  }
}
