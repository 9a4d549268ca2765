import type * as socket from "../../socket/index.ts";
import { argumentsText, resultText } from "../call-text.ts";
import type { Filled, Reference, Request } from "../protocol.ts";
import type { SocketState } from "../events.ts";
import type { BlockingCall } from "../blocked.ts";
import type { Caller } from "./caller.ts";
import { type RemoteMethods, socketMethods } from "./methods.ts";
import type { Step } from "./step.ts";

/** Another thread of a process. */
export interface RemoteThread {
  readonly name: string;
  /** The kernel's thread id. */
  readonly id: number;
}

interface CallDetails<Result> {
  /** How the call is shown, if not as a method of the socket. */
  readonly text?: string;
  /** The name of the socket that it returns. */
  readonly makes?: string;
  readonly mayBlockIn?: BlockingCall;
  readonly convert?: (value: unknown) => Result;
}

/** A socket in another process, without the methods that are forwarded unchanged. */
class Handle<Form extends socket.AnyAddress = socket.AnyAddress> {
  /** The process that has the socket. */
  readonly process: Caller;
  readonly name: string;
  readonly #thread: RemoteThread | undefined;

  constructor(process: Caller, name: string, thread?: RemoteThread) {
    this.process = process;
    this.name = name;
    this.#thread = thread;
  }

  /** Returns the same socket, with its calls made by another thread of its process. */
  inThread(thread: RemoteThread): RemoteSocket<Form> {
    return remoteSocket(this.process, this.name, thread);
  }

  /** The local address after the last step. */
  get address(): Form {
    return this.process.addressOf(this.name) as Form;
  }

  /** The descriptor after the last step. */
  get fd(): number {
    const fd = this.process.fdOf(this.name);
    if (fd === undefined) throw new Error(`${this.name} is closed`);
    return fd;
  }

  /** Accepts a connection, and names its socket. */
  accept(name: string): Step<RemoteSocket<Form>> {
    return this.#makes(name, "accept", `[${name}, address] = ${this.name}.accept()`, "accept4");
  }

  /** Makes a second descriptor for the same socket. */
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

  /** Sends blocks of `size` zeros until EAGAIN. The socket must be non-blocking. */
  fill(size = 65_536): Step<Filled> {
    return this.process.step({
      request: { kind: "fill", target: this.name, size },
      call: `${this.name}.send(Buffer.alloc(${size})) until it fails`,
      show: (value) => resultText("fill", [], value),
    });
  }

  /** Returns the current state; undefined if nothing is left of the socket. Not shown as a step. */
  async seen(): Promise<SocketState | undefined> {
    return await this.process.see(this.name);
  }

  /**
   * Returns the current TCP state, also of a connection that the kernel keeps after close(); `""` if
   * nothing is left. Not shown as a step.
   */
  async tcpState(): Promise<string> {
    return (await this.seen())?.state ?? "";
  }

  /** Returns the events that poll reports now, such as `"IN|OUT"`. Not shown as a step. */
  async readiness(): Promise<string> {
    return (await this.seen())?.readiness ?? "";
  }

  /** Returns the current TCP_INFO. Not shown as a step. */
  async tcpInfo(): Promise<socket.TcpInfo> {
    const request = { kind: "call", target: this.name, method: "getOption", args: ["TCP_INFO"] };
    return (await this.process.ask(request as Request)) as socket.TcpInfo;
  }

  /** Waits until the socket, or the connection that the kernel keeps of it, is in a TCP state. */
  async untilState(state: string): Promise<void> {
    await this.until(`${this.name} is in ${state}`, (seen) => seen?.state === state);
  }

  /** Waits until poll reports one of these events: `"IN"`, `"HUP"`. */
  async untilReady(...events: string[]): Promise<void> {
    const text = `poll reports ${events.join(" or ")} for ${this.name}`;
    await this.until(text, (seen) =>
      events.some((event) => seen?.readiness?.split("|").includes(event) === true),
    );
  }

  /** Waits until the state of the socket satisfies a condition. */
  async until(text: string, condition: (seen: SocketState | undefined) => boolean): Promise<void> {
    await this.process.untilSeen(this.name, text, condition);
  }

  /**
   * For a listener: returns the TCP states of its connections that have not been accepted, such as
   * `["SYN_RECV"]`. Not shown as a step.
   */
  async notAccepted(): Promise<readonly string[]> {
    return await this.process.notAccepted(this.name);
  }

  /** For a listener: waits until its connections that have not been accepted have these states. */
  async untilNotAccepted(...states: string[]): Promise<void> {
    const what = states.length === 0 ? "no connection" : `a connection in ${states.join(", ")}`;
    const text = `${what} waits for ${this.name}.accept()`;
    await this.process.untilNotAccepted(this.name, text, states);
  }

  /** Returns the argument that stands for this socket in a request. */
  toReference(): Reference {
    return { $object: this.name };
  }

  /** Makes the process call a method. */
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
 * A socket in another process. Its methods are those of Socket: each makes the call in that process,
 * and returns a step. Await the step to get the call's result.
 */
export type RemoteSocket<Form extends socket.AnyAddress = socket.AnyAddress> = Handle<Form> &
  RemoteMethods<Form>;

/** Returns the socket of a process with this name. */
export function remoteSocket<Form extends socket.AnyAddress>(
  process: Caller,
  name: string,
  thread?: RemoteThread,
): RemoteSocket<Form> {
  // The methods of Socket are added to the prototype below.
  return new Handle<Form>(process, name, thread) as RemoteSocket<Form>;
}

for (const [method, mayBlockIn] of Object.entries(socketMethods)) {
  Object.defineProperty(Handle.prototype, method, {
    value(this: Handle, ...args: unknown[]) {
      return this.call(method, args, { ...(mayBlockIn && { mayBlockIn }) });
    },
  });
}
