/**
 * The program of an experiment's process: makes the calls that it is told to, one at a time, and says
 * what came of each.
 *
 * @module
 */

import * as socket from "../../socket/index.ts";
import type { Outcome, Reply, Request } from "../protocol.ts";
import { failureOf } from "./failure.ts";
import { look } from "./look.ts";
import { perform } from "./perform.ts";
import { Things } from "./things.ts";
import { Thread } from "./thread.ts";

/** The descriptor over which sockets are passed to the runner and back. */
const PASSING_FD = 4;

const things = new Things();
const threads = new Map<string, Thread>();
// Open from the start: an experiment may count descriptors, or run out of them.
const passing = socket.socket({ fileno: PASSING_FD, family: socket.AF_UNIX });

interface Answer {
  readonly outcome: Outcome;
  readonly filled?: Uint8Array;
}

async function answer(request: Request): Promise<Answer> {
  switch (request.kind) {
    case "look":
      return { outcome: { value: look(things, request.takesErrors) } };
    case "thread": {
      const thread = await Thread.start();
      threads.set(request.name, thread);
      return { outcome: { value: thread.id } };
    }
    case "give":
      socket.send_fds(passing, [Buffer.from("x")], [things.socket(request.target).fileno()]);
      return { outcome: { value: undefined } };
    case "take": {
      const [, [fd]] = socket.recv_fds(passing, 1, 1);
      things.add(request.name, socket.socket({ fileno: fd! }));
      return { outcome: { value: undefined } };
    }
    case "call":
      if (request.thread !== undefined) return await inThread(request, request.thread);
      return { outcome: { value: await perform(things, request) }, ...filledBy(request) };
    default:
      return { outcome: { value: await perform(things, request) } };
  }
}

async function inThread(
  request: Extract<Request, { kind: "call" }>,
  name: string,
): Promise<Answer> {
  const thread = threads.get(name)!;
  return { outcome: await thread.call(things.socket(request.target).fileno(), request) };
}

/** The memory that a call was given to fill. */
function filledBy({ method, args }: Extract<Request, { kind: "call" }>): { filled?: Uint8Array } {
  const [memory] = args;
  return method.endsWith("_into") && memory instanceof Uint8Array ? { filled: memory } : {};
}

async function reply(id: number, request: Request): Promise<Reply> {
  const start = performance.now();
  const seconds = (): number => (performance.now() - start) / 1000;
  try {
    const { outcome, filled } = await answer(request);
    return { id, outcome, seconds: seconds(), ...(filled && { filled }) };
  } catch (error) {
    return { id, outcome: { failure: failureOf(error) }, seconds: seconds() };
  }
}

process.on("message", ({ id, request }: { id: number; request: Request }) => {
  void reply(id, request).then((message) => process.send!(message));
});
// Whoever started it is gone.
process.on("disconnect", () => process.exit());
process.send!("ready");
