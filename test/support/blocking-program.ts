// Programs that make a blocking call, and their peers.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import * as socket from "bsd-sockets/socket";

import { root, Running } from "./programs.ts";
import { fullListener, listen } from "./sockets.ts";
import { until } from "./until.ts";

/** What the call waits for. */
export type CallKind = "receive" | "send" | "send to" | "accept" | "connect";

/** The peer of a call. */
export interface Peer extends Disposable {
  /** Its address. */
  readonly address: unknown;
  /** Does what the call waits for. `sends` is the number of bytes the call sends. */
  answer(running: Running, sends: number): void | Promise<void>;
}

const TEXT = Buffer.from("text");

function closing(...sockets: Disposable[]): Disposable {
  return {
    [Symbol.dispose]() {
      for (const s of sockets) s[Symbol.dispose]();
    },
  };
}

/** Returns the number that a program has printed after a word. */
function numberBehind(word: string, running: Running): number {
  return Number(new RegExp(`^${word} (\\d+)$`, "mu").exec(running.stdout)![1]);
}

function receiving(): Peer {
  const listener = listen();
  return {
    address: listener.getsockname(),
    answer() {
      using conn = listener.accept()[0];
      conn.sendall(TEXT);
    },
    ...closing(listener),
  };
}

/** Reads what fills the buffers, and what the call sends. */
function readAll(s: socket.Socket, running: Running, sends: number): void {
  let left = numberBehind("filled", running) + sends;
  while (left > 0) left -= s.recv(1 << 20).length;
}

function folder(): Disposable & { path: string } {
  const path = mkdtempSync(join(tmpdir(), "blocking-"));
  return {
    path,
    [Symbol.dispose]() {
      rmSync(path, { recursive: true });
    },
  };
}

function sending(): Peer {
  const place = folder();
  const listener = socket.socket(socket.AF_UNIX);
  listener.bind(join(place.path, "stream"));
  listener.listen();
  return {
    address: listener.getsockname(),
    answer(running, sends) {
      using conn = listener.accept()[0];
      readAll(conn, running, sends);
    },
    ...closing(listener, place),
  };
}

function sendingTo(): Peer {
  const place = folder();
  const receiver = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM);
  receiver.bind(join(place.path, "datagram"));
  return {
    address: receiver.getsockname(),
    answer(running, sends) {
      readAll(receiver, running, sends);
    },
    ...closing(receiver, place),
  };
}

function accepting(): Peer {
  return {
    address: null,
    answer(running) {
      using client = socket.create_connection(["127.0.0.1", numberBehind("port", running)]);
      client.sendall(TEXT);
    },
    ...closing(),
  };
}

function connecting(): Peer {
  const full = fullListener();
  const accepted: socket.Socket[] = [];
  return {
    address: full.address,
    // Accepts waiting connections until the program's is among them.
    async answer(running) {
      full.listener.settimeout(0.01);
      await until(() => {
        try {
          accepted.push(full.listener.accept()[0]);
          accepted.at(-1)!.sendall(TEXT);
        } catch {
          // The queue is empty, or the waiting connection has gone.
        }
        return running.child.exitCode !== null;
      });
    },
    [Symbol.dispose]() {
      for (const s of [full, ...accepted]) s[Symbol.dispose]();
    },
  };
}

const peers: Record<CallKind, () => Peer> = {
  receive: receiving,
  send: sending,
  "send to": sendingTo,
  accept: accepting,
  connect: connecting,
};

// A full Unix socket stays full until its peer reads; TCP's buffers may grow.
const FILL = `
  conn.setblocking(false);
  let filled = 0;
  try { for (;;) filled += conn.send(Buffer.alloc(fillSize)); } catch {}
  conn.setblocking(true);
  print("filled", filled);
`;

const makers: Record<CallKind, string> = {
  receive: `const conn = socket.create_connection(address);`,
  send: `
    const fillSize = 65536;
    const conn = socket.socket(socket.AF_UNIX);
    conn.connect(address);
    ${FILL}`,
  "send to": `
    const fillSize = 1;
    const conn = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM);
    conn.connect(address);
    ${FILL}`,
  accept: `
    const conn = socket.create_server(["127.0.0.1", 0]);
    print("port", conn.getsockname()[1]);`,
  connect: `let conn = socket.socket();`,
};

/** Makes the peer of a call. */
export function peerOf(kind: CallKind): Peer {
  return peers[kind]();
}

/** Runs a program that has a socket `conn`, on which `call()` blocks, and then runs `rest`. */
export function startBlocking(kind: CallKind, peer: Peer, call: string, rest: string): Running {
  const code = `
    import { openSync } from "node:fs";
    import { KeyboardInterrupt, print, socket } from "bsd-sockets";
    process.on("SIGUSR2", () => undefined);
    const address = ${JSON.stringify(peer.address)};
    ${makers[kind]}
    const call = () => ${call};
    print("made");
    ${rest}
    process.exit();`;
  return new Running(process.execPath, ["--input-type=module", "-e", code], { cwd: root });
}
