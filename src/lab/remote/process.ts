import * as socket from "../../socket/index.ts";
import type { Inside } from "../agent/inside.ts";
import { argumentsText, valueText } from "../call-text.ts";
import type { SocketState } from "../events.ts";
import type { Maker, Request } from "../protocol.ts";
import type { Stage } from "../stage.ts";
import type { Agent } from "./agent.ts";
import type { Caller, CallOrder } from "./caller.ts";
import { RemoteEpoll, RemotePoll, type Watched, watchedReference } from "./multiplexers.ts";
import { type RemoteSocket, remoteSocket, type RemoteThread } from "./socket.ts";
import { CallError, type Step } from "./step.ts";

type Pair = [RemoteSocket<socket.UnixAddress>, RemoteSocket<socket.UnixAddress>];

/** A function that runs inside a process. The experiment's file must export it. */
export type InsideFunction<Parameters extends unknown[], Result> = (
  inside: Inside,
  ...parameters: Parameters
) => Result | Promise<Result>;

/** A process of an experiment. Its methods make the calls in that process. */
export class RemoteProcess implements Caller {
  readonly #stage: Stage;
  readonly #agent: Agent;
  readonly #module: string;

  constructor(stage: Stage, agent: Agent, module: string) {
    this.#stage = stage;
    this.#agent = agent;
    this.#module = module;
  }

  get name(): string {
    return this.#agent.name;
  }

  /** The process id. */
  get pid(): number {
    return this.#agent.pid;
  }

  /** Returns the socket with this name, such as one that a function has added. */
  named<Form extends socket.AnyAddress = socket.InetAddress>(name: string): RemoteSocket<Form> {
    return remoteSocket<Form>(this, name);
  }

  /** Makes a socket. */
  socket(name: string): Step<RemoteSocket<socket.InetAddress>>;
  socket<Form extends socket.AnyAddress>(
    name: string,
    family: socket.Family<Form>,
    type?: number,
    proto?: number,
  ): Step<RemoteSocket<Form>>;
  socket(name: string, ...given: number[]): Step<unknown> {
    const args = given.length > 0 ? given : [socket.AF_INET, socket.SOCK_STREAM];
    return this.#make("socket", [name], args, () => remoteSocket(this, name));
  }

  /** Makes a pair of connected sockets. */
  socketpair(
    names: readonly [string, string],
    family: number = socket.AF_UNIX,
    type: number = socket.SOCK_STREAM,
  ): Step<Pair> {
    const pair = (): Pair => [remoteSocket(this, names[0]), remoteSocket(this, names[1])];
    return this.#make("socketpair", names, [family, type], pair);
  }

  /** Makes an epoll. */
  epoll(name: string): Step<RemoteEpoll> {
    return this.#make("epoll", [name], [], ([fd]) => new RemoteEpoll(this, name, fd));
  }

  /** Makes a poll object. */
  poll(name: string): Step<RemotePoll> {
    return this.#make("poll", [name], [], () => new RemotePoll(this, name));
  }

  /** Calls `select`. Its result is the names of what is ready. */
  select(
    readers: readonly Watched[],
    writers: readonly Watched[],
    exceptional: readonly Watched[],
    timeout: number | null = null,
  ): Step<readonly (readonly string[])[]> {
    const lists = [readers, writers, exceptional].map((list) => list.map(watchedReference));
    const args = [...lists, timeout];
    return this.step({
      request: { kind: "select", args },
      call: `select(${argumentsText("select", args)})`,
      show: valueText,
      mayBlockIn: "select",
    });
  }

  /**
   * Runs a function of the experiment's file inside the process, for work that is not a single call.
   *
   * @param words - a description of what it does, which is shown
   */
  run<Parameters extends unknown[], Result>(
    words: string,
    inside: InsideFunction<Parameters, Result>,
    ...args: Parameters
  ): Step<Result> {
    return this.step({
      request: { kind: "run", module: this.#module, name: inside.name, args },
      call: words,
      show: valueText,
    });
  }

  /** Starts another thread, for {@link RemoteSocket.inThread}. */
  async thread(name: string): Promise<RemoteThread> {
    return { name, id: (await this.ask({ kind: "thread", name })) as number };
  }

  /** Passes a socket of this process to another process, which gets its own descriptor for it. */
  async pass<Form extends socket.AnyAddress>(
    passed: RemoteSocket<Form>,
    other: RemoteProcess,
    name: string = passed.name,
  ): Promise<RemoteSocket<Form>> {
    await this.ask({ kind: "give", target: passed.name });
    this.#agent.passTo(other.#agent);
    await other.step({
      request: { kind: "take", name },
      call: `${name} = the same socket as ${passed.name} in ${this.name}`,
      show: valueText,
    });
    return remoteSocket(other, name);
  }

  /** Sends the process a signal. */
  async signal(signal: NodeJS.Signals): Promise<void> {
    await this.#stage.act(`kill(${this.name}, ${signal})`, () => {
      this.#agent.signal(signal);
    });
  }

  /** Kills the process with SIGKILL. The kernel closes its sockets. */
  async kill(): Promise<void> {
    await this.#stage.kill(this.#agent);
  }

  /** Sets the loopback interface of the process's network namespace up or down. */
  setLoopback(isUp: boolean): Step<undefined> {
    return this.step({
      request: { kind: "loopback", isUp },
      call: `ip link set lo ${isUp ? "up" : "down"}`,
      show: valueText,
    });
  }

  /** Makes the process perform a call. */
  step<Result>(order: CallOrder<Result>): Step<Result> {
    return this.#stage.step({ ...order, agent: this.#agent });
  }

  /** Sends a request that is not shown as a step. */
  async ask(request: Request): Promise<unknown> {
    const { outcome } = await this.#agent.request(request);
    if ("failure" in outcome) throw new CallError(request.kind, outcome.failure);
    return outcome.value;
  }

  /** The local address of a socket at the last snapshot. */
  addressOf(name: string): unknown {
    const snapshot = this.#stage.snapshotOf(this.#agent, name);
    if (snapshot === undefined) throw new Error(`${this.name} has no open socket ${name}`);
    return snapshot.local;
  }

  /** The descriptor of a socket; undefined if it is closed. */
  fdOf(name: string): number | undefined {
    return this.#stage.snapshotOf(this.#agent, name)?.fd;
  }

  /** Returns the current state of a socket. */
  async see(name: string): Promise<SocketState | undefined> {
    return this.#find(await this.#stage.look(), name);
  }

  /** Waits until the state of a socket satisfies a condition. */
  async untilSeen(
    name: string,
    text: string,
    condition: (seen: SocketState | undefined) => boolean,
  ): Promise<void> {
    await this.#stage.wait(text, (sockets) => condition(this.#find(sockets, name)));
  }

  /** Returns the TCP states of a listener's connections that have not been accepted. */
  async notAccepted(name: string): Promise<readonly string[]> {
    return this.#notAccepted(await this.#stage.look(), name);
  }

  /** Waits until the connections that have not been accepted have these states. */
  async untilNotAccepted(name: string, text: string, states: readonly string[]): Promise<void> {
    await this.#stage.wait(
      text,
      (sockets) => this.#notAccepted(sockets, name).join() === states.join(),
    );
  }

  #notAccepted(sockets: readonly SocketState[], name: string): readonly string[] {
    const listener = this.#find(sockets, name);
    return sockets
      .filter((one) => one.process === null && one.local === listener?.local)
      .map(({ state }) => state ?? "");
  }

  /** The open socket with this name, or else a connection that the kernel keeps of a closed one. */
  #find(sockets: readonly SocketState[], name: string): SocketState | undefined {
    const named = sockets.filter((one) => one.process === this.name && one.name === name);
    return named.find(({ isOpen }) => isOpen) ?? named[0];
  }

  #make<Made>(
    maker: Maker,
    names: readonly string[],
    args: readonly unknown[],
    made: (fds: readonly number[]) => Made,
  ): Step<Made> {
    const left = names.length > 1 ? `[${names.join(", ")}]` : names[0]!;
    return this.step({
      request: { kind: "make", maker, names, args },
      call: `${left} = ${maker}(${argumentsText(maker, args)})`,
      show: () => "",
      convert: (value) => made(value as number[]),
    });
  }
}
