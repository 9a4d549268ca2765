// An echo server with Bun's own API. Prints its port.

interface BunSocket {
  data: Buffer | null;
  write(bytes: Uint8Array): number;
  end(): void;
}

interface Handlers {
  open(socket: BunSocket): void;
  data(socket: BunSocket, bytes: Buffer): void;
  drain(socket: BunSocket): void;
  error(socket: BunSocket): void;
}

declare const Bun: {
  listen(options: { hostname: string; port: number; socket: Handlers }): { readonly port: number };
};

// Bun does not keep bytes that did not fit into the send buffer, so this does.
function send(socket: BunSocket, bytes: Buffer): void {
  const sent = Math.max(socket.write(bytes), 0);
  socket.data = sent < bytes.length ? Buffer.from(bytes.subarray(sent)) : null;
}

const listener = Bun.listen({
  hostname: "127.0.0.1",
  port: 0,
  socket: {
    open(socket) {
      socket.data = null;
    },
    data(socket, bytes) {
      if (socket.data === null) send(socket, bytes);
      else socket.data = Buffer.concat([socket.data, bytes]);
    },
    drain(socket) {
      if (socket.data !== null) send(socket, socket.data);
    },
    error(socket) {
      socket.end();
    },
  },
});
console.log(listener.port);
