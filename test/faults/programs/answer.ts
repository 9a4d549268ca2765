// The servers that the tutorial's clients talk to, built on Node's own sockets.

import { once } from "node:events";
import { createServer, type Server, type Socket } from "node:net";

import { framed, headerFor } from "../../support/message.ts";

const CONTENT = Buffer.from('{"result": "Follow the white rabbit. 🐰"}');

function echoTo(socket: Socket): void {
  socket.pipe(socket);
}

/** Responds to a complete request; its content does not matter. */
function answerTo(socket: Socket): void {
  let request = Buffer.alloc(0);
  socket.on("data", (bytes) => {
    request = Buffer.concat([request, bytes]);
    if (request.length < 2) return;
    const headerEnd = 2 + request.readUInt16BE(0);
    if (request.length < headerEnd) return;
    const header = JSON.parse(request.subarray(2, headerEnd).toString()) as Record<string, unknown>;
    if (request.length < headerEnd + Number(header["content-length"])) return;
    socket.end(framed(JSON.stringify(headerFor(CONTENT)), CONTENT));
  });
}

async function listening(serve: (socket: Socket) => void): Promise<Server> {
  const server = createServer({ allowHalfOpen: false }, (socket) => {
    socket.on("error", () => undefined);
    serve(socket);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return server;
}

/** Both servers. */
export class Answers implements Disposable {
  readonly #servers: Readonly<Record<"echo" | "app", Server>>;

  private constructor(echo: Server, app: Server) {
    this.#servers = { echo, app };
  }

  static async open(): Promise<Answers> {
    return new Answers(await listening(echoTo), await listening(answerTo));
  }

  /** Returns the port of one of them. */
  port(name: "echo" | "app"): number {
    const address = this.#servers[name].address();
    return typeof address === "object" && address !== null ? address.port : 0;
  }

  [Symbol.dispose](): void {
    for (const server of Object.values(this.#servers)) server.close();
  }
}
