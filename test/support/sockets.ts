import * as socket from "bsd-sockets/socket";

/** A listener on a port of the kernel's choice. */
export function listen(): socket.Socket<socket.InetAddress> {
  return bound(socket.SOCK_STREAM);
}

/** The same over IPv6. */
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

/** A datagram socket on a port of the kernel's choice. */
export function datagram(): socket.Socket<socket.InetAddress> {
  return bound(socket.SOCK_DGRAM);
}

/** The address of a socket, for its peer to connect to. */
export function addressOf<Form extends socket.AnyAddress>(s: socket.Socket<Form>): Form {
  return s.getsockname();
}

/** A client that is connected to a listener. */
export function connectTo(
  listener: socket.Socket<socket.InetAddress>,
): socket.Socket<socket.InetAddress> {
  const client = socket.socket();
  client.connect(addressOf(listener));
  return client;
}

/** A listener that answers nobody: its queue is full. */
export interface FullListener extends Disposable {
  listener: socket.Socket<socket.InetAddress>;
  address: socket.InetAddress;
}

/** Fills the queue of a listener, which takes one or two; whoever comes then gets no answer. */
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

/** Two connected sockets of this machine: socketpair(2). */
export function localPair(): Pair<socket.UnixAddress> {
  return pairOf(...socket.socketpair());
}

/**
 * Sends on a non-blocking socket until the kernel refuses, so many bytes at a time; gives the number
 * of bytes that it took. Only a local pair stays full: over TCP what is acknowledged makes room.
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
