import * as socket from "bsd-sockets/socket";

/** Returns a listener on a port that the kernel chooses. */
export function listen(): socket.Socket<socket.InetAddress> {
  return bound(socket.SOCK_STREAM);
}

/** Returns a listener over IPv6. */
export function listen6(): socket.Socket<socket.Inet6Address> {
  const listener = socket.socket(socket.AF_INET6, socket.SOCK_STREAM);
  listener.bind(["::1", 0]);
  listener.listen();
  return listener;
}

function bound(type: number): socket.Socket<socket.InetAddress> {
  const s = socket.socket(socket.AF_INET, type);
  s.bind(["127.0.0.1", 0]);
  if (type === socket.SOCK_STREAM) s.listen();
  return s;
}

/** Returns a datagram socket on a port that the kernel chooses. */
export function datagram(): socket.Socket<socket.InetAddress> {
  return bound(socket.SOCK_DGRAM);
}

/** Returns a socket's address, for its peer to connect to. */
export function addressOf<Form extends socket.AnyAddress>(s: socket.Socket<Form>): Form {
  return s.getsockname();
}

/** Returns a client that is connected to a listener. */
export function connectTo(
  listener: socket.Socket<socket.InetAddress>,
): socket.Socket<socket.InetAddress> {
  const client = socket.socket();
  client.connect(addressOf(listener));
  return client;
}

/** A listener whose queue is full, so that connecting gets no response. */
export interface FullListener extends Disposable {
  listener: socket.Socket<socket.InetAddress>;
  address: socket.InetAddress;
}

/** Fills the queue of a listener, which holds one or two connections. */
export function fullListener(): FullListener {
  const listener = listen();
  listener.listen(0);
  const address = addressOf(listener);
  const waiting = Array.from({ length: 4 }, () => {
    const s = socket.socket();
    s.setblocking(false);
    s.connect_ex(address);
    return s;
  });
  return {
    listener,
    address,
    [Symbol.dispose]() {
      for (const s of [listener, ...waiting]) s.close();
    },
  };
}

/** Two ends of a connection, closed together. */
export interface Pair<Address extends socket.AnyAddress = socket.InetAddress> extends Disposable {
  client: socket.Socket<Address>;
  server: socket.Socket<Address>;
}

function pairOf<Address extends socket.AnyAddress>(
  client: socket.Socket<Address>,
  server: socket.Socket<Address>,
): Pair<Address> {
  return {
    client,
    server,
    [Symbol.dispose]() {
      client.close();
      server.close();
    },
  };
}

/** Connects a client, over TCP on loopback. */
export function connectedPair(): Pair {
  using listener = listen();
  const client = connectTo(listener);
  return pairOf(client, listener.accept()[0]);
}

/** Returns two connected local sockets: socketpair(2). */
export function localPair(): Pair<socket.UnixAddress> {
  return pairOf(...socket.socketpair());
}

/**
 * Sends pieces of `size` bytes on a non-blocking socket until the kernel accepts no more; returns
 * the number of bytes sent. Only a local pair stays full: over TCP, acknowledged data makes room.
 */
export function fill(s: Pick<socket.Socket, "send">, size = 65_536): number {
  const bytes = Buffer.alloc(size);
  for (let total = 0; ;) {
    try {
      total += s.send(bytes);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "EAGAIN") return total;
      throw error;
    }
  }
}
