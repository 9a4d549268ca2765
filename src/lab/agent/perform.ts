import { BlockingIOError } from "../../errors.ts";
import * as select from "../../select/index.ts";
import * as socket from "../../socket/index.ts";
import { eventNames } from "../names.ts";
import { type Filled, isReference, type Ready, type Request } from "../protocol.ts";
import { insideOf } from "./inside.ts";
import { setLoopback } from "./loopback.ts";
import type { Thing, Things } from "./things.ts";

type MakeRequest = Extract<Request, { kind: "make" }>;
type CallRequest = Extract<Request, { kind: "call" }>;
type Method = (...parameters: unknown[]) => unknown;

/** The arguments with the things that they name. */
function resolved(things: Things, args: readonly unknown[]): unknown[] {
  return args.map((value) => {
    if (isReference(value)) return things.get(value.$thing);
    return Array.isArray(value) && value.some(isReference) ? resolved(things, value) : value;
  });
}

/** Makes things; gives their descriptors. */
function make(things: Things, { maker, names, args }: MakeRequest): number[] {
  const made = (socket as unknown as Record<string, Method>)[maker] ?? madeBySelect(maker);
  const result = made(...args);
  const all = Array.isArray(result) ? (result as Thing[]) : [result as Thing];
  names.forEach((name, index) => things.add(name, all[index]!));
  return all.map((thing) => ("fileno" in thing ? thing.fileno() : -1));
}

function madeBySelect(maker: string): Method {
  const made = (select as unknown as Record<string, Method | undefined>)[maker];
  if (made === undefined) throw new Error(`this system has no ${maker}`);
  return made;
}

function call(things: Things, request: CallRequest): unknown {
  const thing = things.get(request.target);
  const args = resolved(things, request.args);
  // Options are read and set by functions.
  if (request.method === "getOption") return socket.getOption(thing as never, args[0] as never);
  if (request.method === "setOption") {
    socket.setOption(thing as never, args[0] as never, args[1]);
    return undefined;
  }
  const method = (thing as unknown as Record<string, Method>)[request.method]!;
  const result = method.apply(thing, args);
  if (request.makes !== undefined) return named(things, request.makes, result);
  return request.method === "poll" ? readyOf(things, result) : result;
}

/** Names the socket that a call made; gives what is left of its result: of accept the address. */
function named(things: Things, name: string, result: unknown): unknown {
  const [made, rest] = (Array.isArray(result) ? result : [result]) as [socket.Socket, unknown];
  things.add(name, made);
  return rest;
}

function readyOf(things: Things, result: unknown): Ready[] {
  const pairs = result as [fd: number, events: number][];
  return pairs.map(([fd, events]) => [things.nameOf(fd), eventNames(events)]);
}

function selectOf(things: Things, args: readonly unknown[]): string[][] {
  const [readers, writers, exceptional, timeout] = resolved(things, args);
  const lists = select.select(
    readers as socket.Socket[],
    writers as socket.Socket[],
    exceptional as socket.Socket[],
    timeout as number | null,
  );
  return lists.map((list) => list.map((s) => things.nameOf(s.fileno())));
}

/** Sends blocks of so many zeros until the kernel takes no more. */
export function fill(s: socket.Socket, size: number): Filled {
  const bytes = Buffer.alloc(size);
  for (let sends = 0, total = 0; ; sends++) {
    try {
      total += s.send(bytes);
    } catch (error) {
      if (!(error instanceof BlockingIOError)) throw error;
      return { bytes: total, sends, error: error.code ?? error.name };
    }
  }
}

async function run(
  things: Things,
  { module, name, args }: Extract<Request, { kind: "run" }>,
): Promise<unknown> {
  const exported = (await import(module)) as Record<string, Method | undefined>;
  const found = exported[name];
  if (typeof found !== "function") throw new Error(`the experiment exports no function ${name}`);
  return await found(insideOf(things), ...resolved(things, args));
}

/** Does what a request asks of this thread, and gives its result. */
export function perform(things: Things, request: Request): unknown {
  switch (request.kind) {
    case "make":
      return make(things, request);
    case "call":
      return call(things, request);
    case "select":
      return selectOf(things, request.args);
    case "run":
      return run(things, request);
    case "fill":
      return fill(things.socket(request.target), request.size);
    case "loopback":
      setLoopback(request.isUp);
      return undefined;
    default:
      throw new Error(`this is nothing to perform: ${request.kind}`);
  }
}
