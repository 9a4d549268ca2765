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

/** A process that waits at the common listener with an epoll of its own. */
class Worker {
  readonly listener: Socket;
  readonly epoll: RemoteEpoll;
  #sleep: Blocked<unknown> | undefined;

  constructor(listener: Socket, epoll: RemoteEpoll) {
    this.listener = listener;
    this.epoll = epoll;
  }

  /** Sleeps until there is an event, if it does not sleep already. */
  async sleep(): Promise<void> {
    this.#sleep ??= await this.epoll.poll().blocks();
  }

  get name(): string {
    return this.listener.process.name;
  }

  get isWoken(): boolean {
    return this.#sleep?.stillSleeps === false;
  }

  /** Goes on after it was woken; gives what accept() says. */
  async accept(name: string): Promise<string> {
    await this.#sleep!.returns();
    this.#sleep = undefined;
    return String(await this.listener.accept(name).outcome());
  }
}

/** Starts the workers, and gives each of them the server's listener. */
async function startWorkers(lab: Lab, server: RemoteProcess, listener: Socket): Promise<Worker[]> {
  const workers: Worker[] = [];
  for (let number = 1; number <= WORKERS; number++) {
    const process = await lab.process(`worker ${number}`);
    const same = await server.pass(listener, process);
    workers.push(new Worker(same, await process.epoll("epoll")));
  }
  return workers;
}

/** All sleep, a client connects, and so many have been woken at least: those who were. */
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
  title: "The thundering herd: one connection wakes everybody",
  question:
    "Four processes wait for connections at the same listener. Who is woken when one comes?",
  prediction: {
    ask: "Each of four processes watches the listener with its own epoll, and sleeps. One client connects. How many processes are woken?",
    choices: {
      1: "1: there is one connection, so the kernel wakes one process",
      4: "4: each epoll is told, and wakes its process",
      2: "2: one, and another one in case the first is busy",
    },
    observation: "processes that one connection wakes",
  },
  expected: {
    linux: {
      "processes that one connection wakes": 4,
      "what their accept() calls say": "OK, EAGAIN, EAGAIN, EAGAIN",
      "EPOLLEXCLUSIVE: processes that four connections wake": 4,
      "EPOLLEXCLUSIVE: what their accept() calls say": "OK, OK, OK, OK",
    },
  },
  explanation: `An epoll tells its process what is ready; what the process makes of it the kernel cannot know. So every epoll
that watches the listener is told of a connection, and every process that sleeps in one is woken. One of them gets the
connection. The others run for nothing: accept() says EAGAIN, and if the listener were blocking they would hang there.
With four processes that is little; with many, each connection sends a herd over the processors.

EPOLLEXCLUSIVE (Linux 4.5) says at register(): “one of us is enough”. The kernel then wakes one of those that wait; the
manual promises only “one or more”, so accept() must still be ready for EAGAIN. The work need not be shared evenly: see
who was woken here. Processes that sleep in accept() itself, without an epoll, are woken one by one.

Another way are listeners of their own with SO_REUSEPORT: each process has its own queue, and is woken for it alone. What
that costs is shown by the experiment reuseport-drain.`,
  manual: ["epoll_ctl(2)", "epoll(7)", "accept(2)"],
  needs: ["/proc"],

  async run(lab) {
    const { server, listener } = await listening(lab);
    // It is a property of the socket, which all processes have in common.
    await listener.setblocking(false);
    const workers = await startWorkers(lab, server, listener);
    const clients = await lab.process("clients");

    for (const { epoll, listener: same } of workers) await epoll.register(same, EPOLLIN!);
    const herd = await wokenByOne(lab, workers, await clients.socket("first"), WORKERS);
    lab.observe("processes that one connection wakes", herd.length);
    const answers: string[] = [];
    for (const worker of herd) answers.push(await worker.accept("conn"));
    lab.observe("what their accept() calls say", answers.join(", "));

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
    lab.note(`woken, one after the other: ${woken.map(({ name }) => name).join(", ")}`);
    lab.observe("EPOLLEXCLUSIVE: processes that four connections wake", woken.length);
    const all = exclusiveAnswers.join(", ");
    lab.observe("EPOLLEXCLUSIVE: what their accept() calls say", all);
  },
});
