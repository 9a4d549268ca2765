import type { BlockingCall } from "../blocked.ts";
import type * as socket from "../../socket/index.ts";
import type { Step } from "./step.ts";

/**
 * The methods of Socket that a remote socket forwards unchanged, with the system call that each may
 * sleep in.
 */
export const socketMethods = {
  bind: null,
  listen: null,
  connect: "connect",
  connect_ex: "connect",
  shutdown: null,
  close: "close",
  getsockname: null,
  getpeername: null,
  setblocking: null,
  getblocking: null,
  settimeout: null,
  gettimeout: null,
  getsockopt: null,
  setsockopt: null,
  recv: "recvfrom",
  recv_into: "recvfrom",
  recvfrom: "recvfrom",
  recvfrom_into: "recvfrom",
  recvmsg: "recvmsg",
  send: "sendto",
  sendall: "sendto",
  sendto: "sendto",
  sendmsg: "sendmsg",
} as const satisfies Readonly<Record<string, BlockingCall | null>>;

type SocketMethod = keyof typeof socketMethods;

/** The method, with a step as its result. */
type Stepped<Method> = Method extends (...parameters: infer Parameters) => infer Result
  ? (...parameters: Parameters) => Step<Result>
  : never;

/** The same for a method with two overloads. */
type OverloadsStepped<Method> = Method extends {
  (...parameters: infer First): infer FirstResult;
  (...parameters: infer Second): infer SecondResult;
}
  ? ((...parameters: First) => Step<FirstResult>) & ((...parameters: Second) => Step<SecondResult>)
  : never;

type OverloadedMethod = "sendto" | "getsockopt" | "setsockopt";

/** The methods of a socket in another process. */
export type RemoteMethods<Form extends socket.AnyAddress> = {
  readonly [Name in SocketMethod]: Name extends OverloadedMethod
    ? OverloadsStepped<socket.Socket<Form>[Name]>
    : Stepped<socket.Socket<Form>[Name]>;
};
