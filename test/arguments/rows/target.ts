import * as socket from "bsd-sockets/socket";

/** A socket that the calls are made on; all of them fail before they use it. */
export const target: socket.Socket<socket.InetAddress> = socket.socket();

/** A descriptor that is not open. */
export const FD = 1_000_000;

export const INT_MAX: number = 2 ** 31 - 1;
