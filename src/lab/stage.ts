import type { LabEvent, SocketState, StepResult } from "./events.ts";
import { Observer } from "./observer.ts";
import type { Failure, Reply, Request, Sight } from "./protocol.ts";
import { type BlockingCall, isBlockedIn, wakeUps } from "./blocked.ts";
import { Agent, type Surroundings } from "./remote/agent.ts";
import type { CallOrder } from "./remote/caller.ts";
import { CallError, errorWord, Step } from "./remote/step.ts";
import { until } from "./until.ts";

/** A call for one of the processes. */
interface StepOrder<Result = unknown> extends CallOrder<Result> {
  readonly agent: Agent;
}

/** Where an experiment takes place: its processes, the order of its steps, and who looks on. */
export class Stage {
  readonly #agents = new Map<string, Agent>();
  readonly #observer = new Observer();
  readonly #tell: (event: LabEvent) => void;
  readonly #asleep = new Set<Agent>();
  readonly #pending = new Set<string>();
  #steps = 0;
  #isClosed = false;
  // Looks and events come one after the other, also when two calls end at once.
  #queue: Promise<unknown> = Promise.resolve();

  constructor(tell: (event: LabEvent) => void) {
    this.#tell = tell;
  }

  /** Starts a process. */
  async start(name: string, surroundings: Surroundings): Promise<Agent> {
    if (this.#agents.has(name)) throw new Error(`there is a process ${name} already`);
    const agent = await Agent.start(name, surroundings);
    if (this.#isClosed) {
      await agent.kill();
      throw new Error("the experiment is over");
    }
    this.#agents.set(name, agent);
    this.#tell({ type: "process", process: name, pid: agent.pid });
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
        await this.#tellStep(shownOf(order), number, { blocksIn: sleepsIn });
        return sleepsIn;
      },
      asleepAgain: async () => {
        await until(`${order.call} was woken`, () => wakeUps(pid, thread) > timesAsleep);
        await this.#untilAsleep(order);
      },
      sleepsOn: () =>
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
    await this.#tellStep(shownOf(order), number, resultOf(order, reply), reply);
    if ("failure" in reply.outcome) throw callError(order.call, reply.outcome.failure);
    refill(order.request, reply.filled);
    const { value } = reply.outcome;
    return order.convert === undefined ? (value as Result) : order.convert(value);
  }

  /** Waits until a call sleeps; gives the system call that it sleeps in. */
  async #untilAsleep(order: StepOrder): Promise<BlockingCall> {
    const { agent, thread, mayBlockIn, fd } = order;
    if (mayBlockIn === undefined) throw new Error(`${order.call} is no call that blocks`);
    const id = thread?.id ?? agent.pid;
    let sleepsIn: BlockingCall | undefined;
    await until(`${order.call} blocks`, () => {
      if (isBlockedIn(mayBlockIn, agent.pid, id, fd)) sleepsIn = mayBlockIn;
      // A call with a timeout sleeps there; what else the process waits for, it waits for in an epoll.
      else if (isBlockedIn("poll", agent.pid, id)) sleepsIn = "poll";
      return sleepsIn !== undefined;
    });
    if (thread === undefined) this.#asleep.add(agent);
    return sleepsIn!;
  }

  async #tellStep(
    { process, thread, call }: Shown,
    number: number,
    result: StepResult,
    { seconds = 0, calls = [], lostCalls = 0 }: Partial<Reply> = {},
  ): Promise<void> {
    await this.#inOrder(async () => {
      this.#tell({
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

  /** Does something to a process from outside, and shows it as a step. */
  async act(call: string, action: () => void | Promise<void>): Promise<void> {
    const number = ++this.#steps;
    await action();
    await this.#tellStep({ process: "lab", call }, number, { value: "" });
  }

  /** Ends a process; what is left of its sockets is the kernel's. */
  async kill(agent: Agent): Promise<void> {
    await this.act(`kill(${agent.name}, SIGKILL)`, async () => {
      this.#agents.delete(agent.name);
      await agent.kill();
    });
  }

  /** What a process was last seen to have under a name. */
  sightOf(agent: Agent, name: string): Sight | undefined {
    return this.#observer.sightOf(agent, name);
  }

  /** The calls that have not returned. */
  get pending(): readonly string[] {
    return [...this.#pending];
  }

  /** The states of all sockets now, quietly. */
  async look(): Promise<readonly SocketState[]> {
    return await this.#inOrder(async () => await this.#look());
  }

  /** Waits until the sockets are as wanted; shows them then. */
  async wait(text: string, isSo: (sockets: readonly SocketState[]) => boolean): Promise<void> {
    let sockets: readonly SocketState[] = [];
    await until(text, async () => isSo((sockets = await this.look())));
    this.#tell({ type: "wait", text, sockets });
  }

  /** The end of the run: takes the errors that wait at the sockets. */
  async end(): Promise<void> {
    this.#tell({ type: "end", sockets: await this.#look(true) });
  }

  /** Ends all processes. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.all(Array.from(this.#agents.values(), async (agent) => agent.kill()));
  }

  async #look(takesErrors = false): Promise<readonly SocketState[]> {
    const agents = [...this.#agents.values()];
    return await this.#observer.look(agents, (agent) => this.#asleep.has(agent), takesErrors);
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
  // Of a mistake in the experiment it matters where it is.
  if (failure.code === undefined && failure.stack !== undefined) error.stack = failure.stack;
  return error;
}

/** Puts into the caller's memory what the call put into its copy. */
function refill(request: Request, filled: Uint8Array | undefined): void {
  if (filled === undefined || request.kind !== "call") return;
  const [memory] = request.args;
  if (memory instanceof Uint8Array) memory.set(filled);
}
