import type * as socket from "../../socket/index.ts";
import { argumentsText, resultText } from "../call-text.ts";
import type { Filled, Reference, Request } from "../protocol.ts";
import type { SocketState } from "../events.ts";
import type { BlockingCall } from "../blocked.ts";
import type { Caller } from "./caller.ts";
import { type RemoteMethods, socketMethods } from "./methods.ts";
import type { Step } from "./step.ts";

/** A second thread of a process. */
export interface RemoteThread {
  readonly name: string;
  /** Its number, as the kernel counts threads. */
  readonly id: number;
}

interface CallDetails<Result> {
  /** How it is shown, when not as a method of the socket's. */
  readonly text?: string;
  /** The name of the socket that it makes. */
  readonly makes?: string;
  readonly mayBlockIn?: BlockingCall;
  readonly convert?: (value: unknown) => Result;
}

/** A named socket of a process, without the methods that are Socket's very own. */
class Handle<Form extends socket.AnyAddress = socket.AnyAddress> {
  /** The process that has it. */
  readonly process: Caller;
  readonly name: string;
  readonly #thread: RemoteThread | undefined;

  constructor(process: Caller, name: string, thread?: RemoteThread) {
    this.process = process;
    this.name = name;
    this.#thread = thread;
  }

  /** The same socket, with its calls made by another thread of its process. */
  inThread(thread: RemoteThread): RemoteSocket<Form> {
    return remoteSocket(this.process, this.name, thread);
  }

  /** The socket's own address, as it was seen after the last step. */
  get address(): Form {
    return this.process.addressOf(this.name) as Form;
  }

  /** The number of the descriptor, as it was seen after the last step. */
  get fd(): number {
    const fd = this.process.fdOf(this.name);
    if (fd === undefined) throw new Error(`${this.name} is closed`);
    return fd;
  }

  /** Accepts a connection, whose socket gets a name. */
  accept(name: string): Step<RemoteSocket<Form>> {
    return this.#makes(name, "accept", `[${name}, address] = ${this.name}.accept()`, "accept4");
  }

  /** A second descriptor for the same socket. */
  dup(name: string): Step<RemoteSocket<Form>> {
    return this.#makes(name, "dup", `${name} = ${this.name}.dup()`);
  }

  /** Reads an option by its name. */
  getOption<Name extends socket.ReadableOption>(name: Name): Step<socket.OptionValue<Name>> {
    return this.call("getOption", [name], { text: `getOption(${this.name}, "${name}")` });
  }

  /** Sets an option by its name. */
  setOption<Name extends socket.WritableOption>(
    name: Name,
    value: socket.OptionSetting<Name>,
  ): Step<undefined> {
    const args = [name, value];
    const text = `setOption(${this.name}, ${argumentsText("setOption", args)})`;
    return this.call("setOption", args, { text });
  }

  /** Sends blocks of so many zeros until the kernel takes no more; the socket must not block. */
  fill(size = 65_536): Step<Filled> {
    return this.process.step({
      request: { kind: "fill", target: this.name, size },
      call: `${this.name}.send(Buffer.alloc(${size})), again and again until it fails`,
      show: (value) => resultText("fill", [], value),
    });
  }

  /** How the socket is seen now; this is no step. Undefined when nothing is left of it. */
  async seen(): Promise<SocketState | undefined> {
    return await this.process.see(this.name);
  }

  /** The TCP state now, `"TIME_WAIT"` for what the kernel keeps, `""` for nothing; no step. */
  async tcpState(): Promise<string> {
    return (await this.seen())?.state ?? "";
  }

  /** All that poll has to say now, such as `"IN|OUT"`; this is no step. */
  async readiness(): Promise<string> {
    return (await this.seen())?.readiness ?? "";
  }

  /** What TCP_INFO says now, for waits and comparisons; this is no step. */
  async tcpInfo(): Promise<socket.TcpInfo> {
    const request = { kind: "call", target: this.name, method: "getOption", args: ["TCP_INFO"] };
    return (await this.process.ask(request as Request)) as socket.TcpInfo;
  }

  /** Waits until the socket, or what the kernel keeps of it, is in a TCP state. */
  async untilState(state: string): Promise<void> {
    await this.until(`${this.name} is in ${state}`, (seen) => seen?.state === state);
  }

  /** Waits until poll has one of some events to say: `"IN"`, `"HUP"`. */
  async untilReady(...events: string[]): Promise<void> {
    const text = `poll says ${events.join(" or ")} of ${this.name}`;
    await this.until(text, (seen) =>
      events.some((event) => seen?.readiness?.split("|").includes(event) === true),
    );
  }

  /** Waits until the socket is seen as wanted. */
  async until(text: string, isSo: (seen: SocketState | undefined) => boolean): Promise<void> {
    await this.process.untilSeen(this.name, text, isSo);
  }

  /**
   * Of a listener: the TCP states of its connections that nobody has accepted, such as
   * `["SYN_RECV"]`; this is no step.
   */
  async notAccepted(): Promise<readonly string[]> {
    return await this.process.notAccepted(this.name);
  }

  /** Of a listener: waits until these are the states of its connections that nobody has accepted. */
  async untilNotAccepted(...states: string[]): Promise<void> {
    const what = states.length === 0 ? "no connection" : `a connection in ${states.join(", ")}`;
    const text = `${what} waits for ${this.name}.accept()`;
    await this.process.untilNotAccepted(this.name, text, states);
  }

  /** How it stands in a request. */
  toReference(): Reference {
    return { $thing: this.name };
  }

  /** Has the process call a method. */
  protected call<Result>(
    method: string,
    args: readonly unknown[],
    { text, makes, mayBlockIn, convert }: CallDetails<Result> = {},
  ): Step<Result> {
    const thread = this.#thread;
    const request: Request = {
      kind: "call",
      target: this.name,
      method,
      args,
      ...(makes !== undefined && { makes }),
      ...(thread && { thread: thread.name }),
    };
    return this.process.step({
      request,
      call: text ?? `${this.name}.${method}(${argumentsText(method, args)})`,
      show: (value) => resultText(method, args, value),
      ...(thread && { thread }),
      ...(convert && { convert }),
      ...(mayBlockIn && { mayBlockIn, fd: this.process.fdOf(this.name) }),
    });
  }

  #makes(
    name: string,
    method: string,
    text: string,
    mayBlockIn?: BlockingCall,
  ): Step<RemoteSocket<Form>> {
    const convert = (): RemoteSocket<Form> => remoteSocket<Form>(this.process, name);
    return this.call(method, [], {
      text,
      makes: name,
      convert,
      ...(mayBlockIn && { mayBlockIn }),
    });
  }
}

/**
 * A named socket of a process. Its methods are Socket's: each has the process make the call, and
 * gives what came of it when it is awaited.
 */
export type RemoteSocket<Form extends socket.AnyAddress = socket.AnyAddress> = Handle<Form> &
  RemoteMethods<Form>;

/** The socket of a process that has this name. */
export function remoteSocket<Form extends socket.AnyAddress>(
  process: Caller,
  name: string,
  thread?: RemoteThread,
): RemoteSocket<Form> {
  // The methods of Socket are put there from the list of their names.
  return new Handle<Form>(process, name, thread) as RemoteSocket<Form>;
}

for (const [method, mayBlockIn] of Object.entries(socketMethods)) {
  Object.defineProperty(Handle.prototype, method, {
    value(this: Handle, ...args: unknown[]) {
      return this.call(method, args, { ...(mayBlockIn && { mayBlockIn }) });
    },
  });
}
