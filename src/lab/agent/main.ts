/**
 * The program that runs in each process of an experiment: makes the requested calls, and replies with
 * their results.
 *
 * @module
 */

import * as socket from "../../socket/index.ts";
import type { Answer, Reply, Request } from "../protocol.ts";
import { failureOf } from "./failure.ts";
import { look } from "./look.ts";
import { perform } from "./perform.ts";
import { recorded } from "./recorded.ts";
import { NamedObjects } from "./named-objects.ts";
import { Thread } from "./thread.ts";

/** The descriptor over which sockets are passed to and from the runner. */
const PASSING_FD = 4;

const objects = new NamedObjects();
const threads = new Map<string, Thread>();
// Opened at the start, because an experiment may count descriptors or use them up.
const passing = socket.socket({ fileno: PASSING_FD, family: socket.AF_UNIX });

async function answer(request: Request): Promise<Answer> {
  switch (request.kind) {
    case "look":
      return { outcome: { value: look(objects, request.clearsErrors) } };
    case "thread": {
      const thread = await Thread.start();
      threads.set(request.name, thread);
      return { outcome: { value: thread.id } };
    }
    case "give":
      socket.send_fds(passing, [Buffer.from("x")], [objects.socket(request.target).fileno()]);
      return { outcome: { value: undefined } };
    case "take": {
      const [, [fd]] = socket.recv_fds(passing, 1, 1);
      objects.add(request.name, socket.socket({ fileno: fd! }));
      return { outcome: { value: undefined } };
    }
    case "call": {
      const thread = request.thread === undefined ? undefined : threads.get(request.thread)!;
      if (thread !== undefined)
        return thread.call(objects.socket(request.target).fileno(), request);
      const performed = await recorded(() => perform(objects, request));
      return { ...performed, ...filledBy(request) };
    }
    default:
      return await recorded(() => perform(objects, request));
  }
}

/** The memory that a call such as recv_into has filled. */
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
// The runner has ended.
process.on("disconnect", () => process.exit());
process.send!("ready");
