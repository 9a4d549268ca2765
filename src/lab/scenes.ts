/**
 * The set-up that many experiments share.
 *
 * @module
 */

import type { InetAddress } from "../socket/index.ts";
import type { Lab, ProcessOptions } from "./lab.ts";
import type { RemoteProcess } from "./remote/process.ts";
import type { RemoteSocket } from "./remote/socket.ts";

/** A process with a listening socket. */
export interface Listening {
  readonly server: RemoteProcess;
  readonly listener: RemoteSocket<InetAddress>;
}

/** A connection between two processes. The client's end is `client`, the server's end is `conn`. */
export interface Connection extends Listening {
  readonly clientProcess: RemoteProcess;
  readonly client: RemoteSocket<InetAddress>;
  readonly conn: RemoteSocket<InetAddress>;
}

/** How the server process is started, and how it listens. */
export interface ListeningOptions extends ProcessOptions {
  readonly backlog?: number;
}

/** Starts the process `server`, which listens on a port that the kernel chooses. */
export async function listening(lab: Lab, options: ListeningOptions = {}): Promise<Listening> {
  const { backlog, ...rest } = options;
  const server = await lab.process("server", rest);
  const listener = await server.socket("listener");
  await listener.bind(["127.0.0.1", 0]);
  await (backlog === undefined ? listener.listen() : listener.listen(backlog));
  return { server, listener };
}

/** Connects the process `client` to the process `server`. */
export async function connection(lab: Lab): Promise<Connection> {
  const { server, listener } = await listening(lab);
  const clientProcess = await lab.process("client");
  const client = await clientProcess.socket("client");
  await client.connect(listener.address);
  const conn = await listener.accept("conn");
  return { server, listener, clientProcess, client, conn };
}
