import * as socket from "bsd-sockets/socket";

/** Where a server is: on the loopback, or at a path. */
export type Address = readonly [host: string, port: number] | string;

const SOURCES = 200;
let count = 0;

/**
 * A non-blocking socket for a connection. Over TCP it gets one of many addresses of the loopback: with
 * only one, the kernel would look ever longer for a port that is free.
 */
export function openSocket(address: Address): socket.Socket {
  const isPath = typeof address === "string";
  const sock: socket.Socket = socket.socket(
    isPath ? socket.AF_UNIX : socket.AF_INET,
    socket.SOCK_STREAM,
  );
  sock.setblocking(false);
  if (!isPath) {
    const noPort = socket.IP_BIND_ADDRESS_NO_PORT;
    if (noPort !== undefined) sock.setsockopt(socket.IPPROTO_IP, noPort, 1);
    sock.bind([`127.0.0.${2 + (count++ % SOURCES)}`, 0]);
  }
  return sock;
}
