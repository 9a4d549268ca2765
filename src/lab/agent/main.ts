/**
 * The program of an experiment's process: makes the calls that it is told to, one at a time, and says
 * what came of each.
 *
 * @module
 */

import * as socket from "../../socket/index.ts";
import type { Answer, Reply, Request } from "../protocol.ts";
import { failureOf } from "./failure.ts";
import { look } from "./look.ts";
import { perform } from "./perform.ts";
import { recorded } from "./recorded.ts";
import { Things } from "./things.ts";
import { Thread } from "./thread.ts";

/** The descriptor over which sockets are passed to the runner and back. */
const PASSING_FD = 4;

const things = new Things();
const threads = new Map<string, Thread>();
// Open from the start: an experiment may count descriptors, or run out of them.
const passing = socket.socket({ fileno: PASSING_FD, family: socket.AF_UNIX });

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
    case "call": {
      const thread = request.thread === undefined ? undefined : threads.get(request.thread)!;
      if (thread !== undefined) return thread.call(things.socket(request.target).fileno(), request);
      const performed = await recorded(() => perform(things, request));
      return { ...performed, ...filledBy(request) };
    }
    default:
      return await recorded(() => perform(things, request));
  }
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
    const answered = await answer(request);
    return { id, seconds: seconds(), ...answered };
  } catch (error) {
    return { id, seconds: seconds(), outcome: { failure: failureOf(error) } };
  }
}

process.on("message", ({ id, request }: { id: number; request: Request }) => {
  void reply(id, request).then((message) => process.send!(message));
});
// Whoever started it is gone.
process.on("disconnect", () => process.exit());
process.send!("ready");
