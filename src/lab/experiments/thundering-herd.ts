import { EPOLLEXCLUSIVE, EPOLLIN } from "bsd-sockets/select";
import type { InetAddress } from "bsd-sockets/socket";

import { experiment } from "../experiment.ts";
import type { Lab } from "../lab.ts";
import type { RemoteEpoll } from "../remote/multiplexers.ts";
import type { RemoteProcess } from "../remote/process.ts";
import type { RemoteSocket } from "../remote/socket.ts";
import type { Blocked } from "../remote/step.ts";
import { listening } from "../scenes.ts";

type Socket = RemoteSocket<InetAddress>;

const WORKERS = 4;
const CONNECTIONS = 4;

/** A process that watches the shared listener with its own epoll. */
class Worker {
  readonly listener: Socket;
  readonly epoll: RemoteEpoll;
  #sleep: Blocked<unknown> | undefined;

  constructor(listener: Socket, epoll: RemoteEpoll) {
    this.listener = listener;
    this.epoll = epoll;
  }

  /** Starts to wait for an event, unless it already waits. */
  async sleep(): Promise<void> {
    this.#sleep ??= await this.epoll.poll().blocks();
  }

  get name(): string {
    return this.listener.process.name;
  }

  get isWoken(): boolean {
    return this.#sleep?.stillSleeps === false;
  }

  /** Continues after a wake-up, and returns the outcome of accept(). */
  async accept(name: string): Promise<string> {
    await this.#sleep!.returns();
    this.#sleep = undefined;
    return String(await this.listener.accept(name).outcome());
  }
}

/** Starts the workers, and passes the server's listener to each. */
async function startWorkers(lab: Lab, server: RemoteProcess, listener: Socket): Promise<Worker[]> {
  const workers: Worker[] = [];
  for (let number = 1; number <= WORKERS; number++) {
    const process = await lab.process(`worker ${number}`);
    const same = await server.pass(listener, process);
    workers.push(new Worker(same, await process.epoll("epoll")));
  }
  return workers;
}

/** Lets all workers sleep, connects a client, and returns the workers it woke: at least `least`. */
async function wokenByOne(
  lab: Lab,
  workers: readonly Worker[],
  client: Socket,
  least: number,
): Promise<Worker[]> {
  for (const worker of workers) await worker.sleep();
  await client.connect(workers[0]!.listener.address);
  const woken = (): Worker[] => workers.filter(({ isWoken }) => isWoken);
  await lab.until(`${least} of the workers are awake`, () => woken().length >= least);
  return woken();
}

export default experiment({
  name: "thundering-herd",
  title: "The thundering herd: one connection wakes all processes",
  question:
    "Four processes wait for connections on the same listener. Which of them wake up when one arrives?",
  prediction: {
    ask: "Each of four processes watches the listener with its own epoll, and sleeps. One client connects. How many processes wake up?",
    choices: {
      1: "1: there is one connection, so the kernel wakes one process",
      4: "4: each epoll is notified, and wakes its process",
      2: "2: one, and another in case the first is busy",
    },
    observation: "processes that one connection wakes",
  },
  expected: {
    linux: {
      "processes that one connection wakes": 4,
      "their accept() calls": "OK, EAGAIN, EAGAIN, EAGAIN",
      "EPOLLEXCLUSIVE: processes that four connections wake": 4,
      "EPOLLEXCLUSIVE: their accept() calls": "OK, OK, OK, OK",
    },
  },
  explanation: `An epoll reports that a socket is ready, but the kernel cannot know what the process will
do about it. So it notifies every epoll that watches the listener, and wakes every process that sleeps in
one. One of them gets the connection. The others wake up for nothing: their accept() fails with EAGAIN,
and with a blocking listener it would sleep. With four processes this hardly matters; with many, each
connection sends a herd of processes onto the CPUs.

EPOLLEXCLUSIVE (Linux 4.5), passed to register(), means “waking one of us is enough”. The kernel then
wakes one of the waiting processes. The manual only promises “one or more”, so you must still expect
EAGAIN from accept(). The load is not always shared evenly: the note in the run shows which processes woke
up. Processes that sleep in accept() itself, without an epoll, are always woken one at a time.

Another solution is SO_REUSEPORT: each process has its own listener with its own queue, and only wakes up
for that. The experiment reuseport-drain shows what this costs.`,
  manual: ["epoll_ctl(2)", "epoll(7)", "accept(2)"],
  needs: ["/proc"],

  async run(lab) {
    const { server, listener } = await listening(lab);
    // O_NONBLOCK is shared by all processes that have the socket.
    await listener.setblocking(false);
    const workers = await startWorkers(lab, server, listener);
    const clients = await lab.process("clients");

    for (const { epoll, listener: same } of workers) await epoll.register(same, EPOLLIN!);
    const herd = await wokenByOne(lab, workers, await clients.socket("first"), WORKERS);
    lab.observe("processes that one connection wakes", herd.length);
    const answers: string[] = [];
    for (const worker of herd) answers.push(await worker.accept("conn"));
    lab.observe("their accept() calls", answers.join(", "));

    for (const { epoll, listener: same } of workers) {
      await epoll.unregister(same);
      await epoll.register(same, EPOLLIN! | EPOLLEXCLUSIVE!);
    }
    const [woken, exclusiveAnswers]: [Worker[], string[]] = [[], []];
    for (let number = 1; number <= CONNECTIONS; number++) {
      const client = await clients.socket(`client${number}`);
      for (const worker of await wokenByOne(lab, workers, client, 1)) {
        woken.push(worker);
        exclusiveAnswers.push(await worker.accept(`conn${number}`));
      }
    }
    lab.note(`woken by each connection in turn: ${woken.map(({ name }) => name).join(", ")}`);
    lab.observe("EPOLLEXCLUSIVE: processes that four connections wake", woken.length);
    const all = exclusiveAnswers.join(", ");
    lab.observe("EPOLLEXCLUSIVE: their accept() calls", all);
  },
});
