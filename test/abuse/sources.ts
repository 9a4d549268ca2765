import * as socket from "bsd-sockets/socket";

/** The address of a server: on the loopback, or a path. */
export type Address = readonly [host: string, port: number] | string;

const SOURCES = 200;
let count = 0;

/**
 * Opens a non-blocking socket. A TCP socket gets one of many loopback addresses: with a single one,
 * the kernel takes ever longer to find a free port.
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
