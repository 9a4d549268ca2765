import type { LabEvent, SocketState, StepResult } from "./events.ts";
import { Observer } from "./observer.ts";
import type { Failure, Reply, Request, SocketSnapshot } from "./protocol.ts";
import { type BlockingCall, isBlockedIn, wakeUps } from "./blocked.ts";
import { Agent, type AgentOptions } from "./remote/agent.ts";
import type { CallOrder } from "./remote/caller.ts";
import { CallError, errorWord, Step } from "./remote/step.ts";
import { until } from "./until.ts";

/** A call to be made by one of the processes. */
interface StepOrder<Result = unknown> extends CallOrder<Result> {
  readonly agent: Agent;
}

/** The processes of an experiment. Numbers the steps, and observes the sockets after each. */
export class Stage {
  readonly #agents = new Map<string, Agent>();
  readonly #observer = new Observer();
  readonly #report: (event: LabEvent) => void;
  readonly #asleep = new Set<Agent>();
  readonly #pending = new Set<string>();
  #steps = 0;
  #isClosed = false;
  // Observations and events are serialized, even when two calls end at the same time.
  #queue: Promise<unknown> = Promise.resolve();

  constructor(report: (event: LabEvent) => void) {
    this.#report = report;
  }

  /** Starts a process. */
  async start(name: string, options: AgentOptions): Promise<Agent> {
    if (this.#agents.has(name)) throw new Error(`there is already a process named ${name}`);
    const agent = await Agent.start(name, options);
    if (this.#isClosed) {
      await agent.kill();
      throw new Error("the experiment is over");
    }
    this.#agents.set(name, agent);
    this.#report({ type: "process", process: name, pid: agent.pid });
    return agent;
  }

  /** Has a process make a call. */
  step<Result>(order: StepOrder<Result>): Step<Result> {
    const number = ++this.#steps;
    const progress = { seconds: 0 };
    const [pid, thread] = [order.agent.pid, order.thread?.id ?? order.agent.pid];
    let timesAsleep = 0;
    let sleepsIn: BlockingCall | undefined;
    const result = this.#perform(order, number, progress);
    return Step.of({
      result,
      asleep: async () => {
        sleepsIn = await this.#untilAsleep(order);
        timesAsleep = wakeUps(pid, thread);
        await this.#reportStep(shownOf(order), number, { blocksIn: sleepsIn });
        return sleepsIn;
      },
      asleepAgain: async () => {
        await until(`${order.call} was woken`, () => wakeUps(pid, thread) > timesAsleep);
        await this.#untilAsleep(order);
      },
      stillSleeps: () =>
        sleepsIn !== undefined &&
        isBlockedIn(sleepsIn, pid, thread) &&
        wakeUps(pid, thread) === timesAsleep,
      seconds: () => progress.seconds,
    });
  }

  async #perform<Result>(
    order: StepOrder<Result>,
    number: number,
    progress: { seconds: number },
  ): Promise<Result> {
    this.#pending.add(order.call);
    const reply = await order.agent.request(order.request);
    this.#pending.delete(order.call);
    if (order.thread === undefined) this.#asleep.delete(order.agent);
    progress.seconds = reply.seconds;
    await this.#reportStep(shownOf(order), number, resultOf(order, reply), reply);
    if ("failure" in reply.outcome) throw callError(order.call, reply.outcome.failure);
    refill(order.request, reply.filled);
    const { value } = reply.outcome;
    return order.convert === undefined ? (value as Result) : order.convert(value);
  }

  /** Waits until a call sleeps, and returns the system call that it sleeps in. */
  async #untilAsleep(order: StepOrder): Promise<BlockingCall> {
    const { agent, thread, mayBlockIn, fd } = order;
    if (mayBlockIn === undefined) throw new Error(`${order.call} never blocks`);
    const id = thread?.id ?? agent.pid;
    let sleepsIn: BlockingCall | undefined;
    await until(`${order.call} blocks`, () => {
      if (isBlockedIn(mayBlockIn, agent.pid, id, fd)) sleepsIn = mayBlockIn;
      // A call with a timeout sleeps in poll(). An idle process sleeps in its event loop's epoll_wait().
      else if (isBlockedIn("poll", agent.pid, id)) sleepsIn = "poll";
      return sleepsIn !== undefined;
    });
    if (thread === undefined) this.#asleep.add(agent);
    return sleepsIn!;
  }

  async #reportStep(
    { process, thread, call }: Shown,
    number: number,
    result: StepResult,
    { seconds = 0, calls = [], lostCalls = 0 }: Partial<Reply> = {},
  ): Promise<void> {
    await this.#inOrder(async () => {
      this.#report({
        type: "step",
        number,
        process,
        ...(thread !== undefined && { thread }),
        call,
        result,
        seconds,
        calls,
        lostCalls,
        sockets: await this.#look(),
      });
    });
  }

  /** Runs an action in this process, such as sending a signal, and shows it as a step. */
  async act(call: string, action: () => void | Promise<void>): Promise<void> {
    const number = ++this.#steps;
    await action();
    await this.#reportStep({ process: "lab", call }, number, { value: "" });
  }

  /** Kills a process. */
  async kill(agent: Agent): Promise<void> {
    await this.act(`kill(${agent.name}, SIGKILL)`, async () => {
      this.#agents.delete(agent.name);
      await agent.kill();
    });
  }

  /** The last snapshot of a process's socket. */
  snapshotOf(agent: Agent, name: string): SocketSnapshot | undefined {
    return this.#observer.snapshotOf(agent, name);
  }

  /** The calls that have not returned. */
  get pending(): readonly string[] {
    return [...this.#pending];
  }

  /** Returns the states of all sockets, without showing them. */
  async look(): Promise<readonly SocketState[]> {
    return await this.#inOrder(async () => await this.#look());
  }

  /** Waits until the sockets satisfy a condition, and then shows them. */
  async wait(text: string, condition: (sockets: readonly SocketState[]) => boolean): Promise<void> {
    let sockets: readonly SocketState[] = [];
    await until(text, async () => condition((sockets = await this.look())));
    this.#report({ type: "wait", text, sockets });
  }

  /** Ends the run: reads the pending error of each socket. */
  async end(): Promise<void> {
    this.#report({ type: "end", sockets: await this.#look(true) });
  }

  /** Kills all processes. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.all(Array.from(this.#agents.values(), async (agent) => agent.kill()));
  }

  async #look(clearsErrors = false): Promise<readonly SocketState[]> {
    const agents = [...this.#agents.values()];
    return await this.#observer.look(agents, (agent) => this.#asleep.has(agent), clearsErrors);
  }

  async #inOrder<Result>(action: () => Promise<Result>): Promise<Result> {
    const turn = this.#queue.then(action);
    this.#queue = turn.catch(() => undefined);
    return await turn;
  }
}

interface Shown {
  readonly process: string;
  readonly thread?: string | undefined;
  readonly call: string;
}

function shownOf({ agent, thread, call }: StepOrder): Shown {
  return { process: agent.name, thread: thread?.name, call };
}

function resultOf(order: StepOrder, { outcome }: Reply): StepResult {
  if ("value" in outcome) return { value: order.show(outcome.value) };
  const { failure } = outcome;
  return { error: errorWord(failure), message: failure.message };
}

function callError(call: string, failure: Failure): CallError {
  const error = new CallError(call, failure);
  // A bug in the experiment: the stack shows where it is.
  if (failure.code === undefined && failure.stack !== undefined) error.stack = failure.stack;
  return error;
}

/** Copies the bytes that the call wrote in its process into the memory that the experiment passed. */
function refill(request: Request, filled: Uint8Array | undefined): void {
  if (filled === undefined || request.kind !== "call") return;
  const [memory] = request.args;
  if (memory instanceof Uint8Array) memory.set(filled);
}
