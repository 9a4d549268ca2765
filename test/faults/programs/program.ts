// The programs that run under faults, one row each.

import { fileOf, root } from "../../support/programs.ts";
import { app, type Conversation, echo, messages } from "./conversation.ts";

/** A server and its clients. */
export interface ServerProgram {
  readonly role: "server";
  readonly name: string;
  readonly command: readonly string[];
  readonly conversation: Conversation;
  /** True if it serves one client and exits. */
  readonly servesOne: boolean;
  /** Calls whose failure ends a connection but not the server. */
  readonly survives: readonly string[];
  /** The calls whose failure costs a connection, or the server while it takes the connection in. */
  readonly survivesLater?: readonly string[];
}

/** The outcome of a client's connections, according to its output. */
type Seen = "right" | "cut" | "wrong";

/** A client and its expected output. */
export interface ClientProgram {
  readonly role: "client";
  readonly name: string;
  command(port: number): readonly string[];
  /** The server it talks to, from `answer.ts`. */
  readonly talksTo: "echo" | "app";
  /** True if its sockets are non-blocking, so that EAGAIN has no effect. */
  readonly isNonBlocking: boolean;
  seen(stdout: string): Seen;
}

export type Program = ServerProgram | ClientProgram;

const HOST = "127.0.0.1";
const MAIN = `${root}dist/cli/main.js`;
const CONNECTIONS = 3;

const MESSAGES = "Message 1 from client.Message 2 from client.";

// Assembles what each connection received.
function seenByMulticonn(stdout: string): Seen {
  const received = Array.from({ length: CONNECTIONS }, (_, index) =>
    [...stdout.matchAll(/^Received b'(.*)' from connection (\d+)$/gmu)]
      .filter(([, , connection]) => Number(connection) === index + 1)
      .map(([, text]) => text)
      .join(""),
  );
  if (received.every((text) => text === MESSAGES)) return "right";
  return received.every((text) => MESSAGES.startsWith(text)) ? "cut" : "wrong";
}

// One recv returns whatever has arrived, as the tutorial explains.
function seenByEcho(stdout: string): Seen {
  const [, text] = /^Received b'(.*)'$/mu.exec(stdout) ?? [];
  if (text === undefined) return "cut";
  return text !== "" && "Hello, world".startsWith(text) ? "right" : "wrong";
}

function seenByApp(stdout: string): Seen {
  const [, text] = /^Got result: (.*)$/mu.exec(stdout) ?? [];
  if (text === undefined) return "cut";
  return text === "Follow the white rabbit. 🐰" ? "right" : "wrong";
}

function seenByRequest(stdout: string): Seen {
  if (stdout === "") return "cut";
  return stdout === "Follow the white rabbit. 🐰\n" ? "right" : "wrong";
}

/** All of them. */
export const programs: readonly Program[] = [
  {
    role: "server",
    name: "echo-server",
    command: [fileOf("echo-server"), HOST, "0"],
    conversation: echo,
    servesOne: true,
    survives: [],
  },
  {
    role: "server",
    name: "multiconn-server",
    command: [fileOf("multiconn-server"), HOST, "0"],
    conversation: echo,
    servesOne: false,
    survives: ["accept4", "recvfrom", "sendto", "close"],
    survivesLater: ["epoll_ctl"],
  },
  {
    role: "server",
    name: "app-server",
    command: [fileOf("app-server"), HOST, "0"],
    conversation: app,
    servesOne: false,
    survives: ["accept4", "recvfrom", "sendto", "close"],
    survivesLater: ["epoll_ctl"],
  },
  {
    role: "server",
    name: "serve",
    command: [MAIN, "serve", HOST, "0", "--verbose"],
    conversation: messages,
    servesOne: false,
    survives: [
      ...["accept4", "recvfrom", "sendto", "close", "ioctl", "epoll_ctl", "setsockopt", "shutdown"],
    ],
  },
  {
    role: "client",
    name: "echo-client",
    command: (port) => [fileOf("echo-client"), HOST, String(port)],
    talksTo: "echo",
    isNonBlocking: false,
    seen: seenByEcho,
  },
  {
    role: "client",
    name: "multiconn-client",
    command: (port) => [fileOf("multiconn-client"), HOST, String(port), String(CONNECTIONS)],
    talksTo: "echo",
    isNonBlocking: true,
    seen: seenByMulticonn,
  },
  {
    role: "client",
    name: "app-client",
    command: (port) => [fileOf("app-client"), HOST, String(port), "search", "morpheus"],
    talksTo: "app",
    isNonBlocking: true,
    seen: seenByApp,
  },
  {
    role: "client",
    name: "request",
    command: (port) => [MAIN, "request", HOST, String(port), "search", "morpheus"],
    talksTo: "app",
    isNonBlocking: true,
    seen: seenByRequest,
  },
];
