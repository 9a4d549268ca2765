import { BlockingIOError, OSError } from "bsd-sockets/errors";
import * as selectors from "bsd-sockets/selectors";
import * as socket from "bsd-sockets/socket";

const RECEIVE_SIZE = 65_536;

/** The data of a connection. */
export interface Data {
  readonly addr: socket.AddressResult;
  /** Bytes that did not fit into the send buffer. Nothing is received until they are sent. */
  outb: Buffer;
}

/** The key of a connection; the listener's data is null. */
export type Key = selectors.SelectorKey<Data | null, socket.Socket>;

/** The selector of the echo server. */
export const sel = new selectors.DefaultSelector<Data | null, socket.Socket>();

/** Makes a connection non-blocking and registers it. */
export function watch(conn: socket.Socket, addr: socket.AddressResult): void {
  conn.setblocking(false);
  sel.register(conn, selectors.EVENT_READ, { addr, outb: Buffer.alloc(0) });
}

/** Accepts a connection. */
export function accept_wrapper(sock: socket.Socket): void {
  let conn: socket.Socket, addr: socket.AddressResult;
  try {
    [conn, addr] = sock.accept();
  } catch (error) {
    if (error instanceof BlockingIOError) return;
    throw error;
  }
  conn.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1);
  watch(conn, addr);
}

function closeConnection(sock: socket.Socket): void {
  sel.unregister(sock);
  sock.close();
}

function sendSome(sock: socket.Socket, outb: Buffer): number {
  try {
    return sock.send(outb);
  } catch (error) {
    if (error instanceof BlockingIOError) return 0;
    throw error;
  }
}

function echo(sock: socket.Socket, data: Data): void {
  const recv_data = sock.recv(RECEIVE_SIZE);
  if (recv_data.length === 0) {
    closeConnection(sock);
    return;
  }
  const sent = sendSome(sock, recv_data);
  if (sent === recv_data.length) return;
  data.outb = recv_data.subarray(sent);
  sel.modify(sock, selectors.EVENT_WRITE, data);
}

function sendLeft(sock: socket.Socket, data: Data): void {
  data.outb = data.outb.subarray(sendSome(sock, data.outb));
  if (data.outb.length === 0) sel.modify(sock, selectors.EVENT_READ, data);
}

/** Echoes what has arrived, or sends what is left. */
export function service_connection(key: Key, mask: number): void {
  try {
    if ((mask & selectors.EVENT_READ) !== 0) echo(key.fileobj, key.data!);
    else sendLeft(key.fileobj, key.data!);
  } catch (error) {
    if (error instanceof BlockingIOError) return;
    if (!(error instanceof OSError)) throw error;
    closeConnection(key.fileobj);
  }
}
