import { BlockingIOError } from "../../errors.ts";
import * as select from "../../select/index.ts";
import * as socket from "../../socket/index.ts";
import { eventNames } from "../names.ts";
import { type Filled, isReference, type Ready, type Request } from "../protocol.ts";
import { insideOf } from "./inside.ts";
import { setLoopback } from "./loopback.ts";
import type { NamedObject, NamedObjects } from "./named-objects.ts";

type MakeRequest = Extract<Request, { kind: "make" }>;
type CallRequest = Extract<Request, { kind: "call" }>;
type Method = (...parameters: unknown[]) => unknown;

/** Replaces references among the arguments by the objects they stand for. */
function resolved(objects: NamedObjects, args: readonly unknown[]): unknown[] {
  return args.map((value) => {
    if (isReference(value)) return objects.get(value.$object);
    return Array.isArray(value) && value.some(isReference) ? resolved(objects, value) : value;
  });
}

/** Makes objects, and returns their descriptors; -1 for a poll object, which has none. */
function make(objects: NamedObjects, { maker, names, args }: MakeRequest): number[] {
  const made = (socket as unknown as Record<string, Method>)[maker] ?? madeBySelect(maker);
  const result = made(...args);
  const all = Array.isArray(result) ? (result as NamedObject[]) : [result as NamedObject];
  names.forEach((name, index) => objects.add(name, all[index]!));
  return all.map((object) => ("fileno" in object ? object.fileno() : -1));
}

function madeBySelect(maker: string): Method {
  const made = (select as unknown as Record<string, Method | undefined>)[maker];
  if (made === undefined) throw new Error(`${maker} does not exist on this system`);
  return made;
}

function call(objects: NamedObjects, request: CallRequest): unknown {
  const object = objects.get(request.target);
  const args = resolved(objects, request.args);
  // getOption and setOption are functions, not methods.
  if (request.method === "getOption") return socket.getOption(object as never, args[0] as never);
  if (request.method === "setOption") {
    socket.setOption(object as never, args[0] as never, args[1]);
    return undefined;
  }
  const method = (object as unknown as Record<string, Method>)[request.method]!;
  const result = method.apply(object, args);
  if (request.makes !== undefined) return named(objects, request.makes, result);
  return request.method === "poll" ? readyOf(objects, result) : result;
}

/** Names the socket that accept or dup returned. Returns accept's address. */
function named(objects: NamedObjects, name: string, result: unknown): unknown {
  const [made, rest] = (Array.isArray(result) ? result : [result]) as [socket.Socket, unknown];
  objects.add(name, made);
  return rest;
}

function readyOf(objects: NamedObjects, result: unknown): Ready[] {
  const pairs = result as [fd: number, events: number][];
  return pairs.map(([fd, events]) => [objects.nameOf(fd), eventNames(events)]);
}

function selectOf(objects: NamedObjects, args: readonly unknown[]): string[][] {
  const [readers, writers, exceptional, timeout] = resolved(objects, args);
  const lists = select.select(
    readers as socket.Socket[],
    writers as socket.Socket[],
    exceptional as socket.Socket[],
    timeout as number | null,
  );
  return lists.map((list) => list.map((s) => objects.nameOf(s.fileno())));
}

/** Sends blocks of `size` zeros until EAGAIN. */
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
  objects: NamedObjects,
  { module, name, args }: Extract<Request, { kind: "run" }>,
): Promise<unknown> {
  const exported = (await import(module)) as Record<string, Method | undefined>;
  const found = exported[name];
  if (typeof found !== "function")
    throw new Error(`the experiment does not export a function ${name}`);
  return await found(insideOf(objects), ...resolved(objects, args));
}

/** Performs a request in this thread, and returns its result. */
export function perform(objects: NamedObjects, request: Request): unknown {
  switch (request.kind) {
    case "make":
      return make(objects, request);
    case "call":
      return call(objects, request);
    case "select":
      return selectOf(objects, request.args);
    case "run":
      return run(objects, request);
    case "fill":
      return fill(objects.socket(request.target), request.size);
    case "loopback":
      setLoopback(request.isUp);
      return undefined;
    default:
      throw new Error(`unexpected request: ${request.kind}`);
  }
}
